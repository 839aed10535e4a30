import assert from 'node:assert/strict';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { queryThread } from '../../server/src/adapters/queries/queryThread';
import { type OpenedStore, openStore } from '../../server/src/adapters/store/openStore';
import type { QueryLine } from '../../server/src/runtime/ports/queryPort';
import { sampleSpan } from '../store/sampleRows';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

const never = new AbortController().signal;
const question = (q: string) => ({ q, limit: 50, span_limit: 3 });

describe('the thread that answers queries', () => {
  let folder: string;
  let store: OpenedStore | undefined;
  let queries: QueryLine;

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await queries.close();
    await store?.close();
    store = undefined;
    removeFolder(folder);
  });

  it('finds what the store holds, what was written a moment ago too, while the store is written to', async () => {
    store = await openStore({ file: join(folder, 'store.db'), workerFile: 'dist/server/storeWorker.cjs' });
    const opened = store;
    queries = queryThread({ workerFile: 'dist/server/queryWorker.cjs', lend: () => opened.lend() });
    for (const round of [1, 2, 3]) {
      await opened.commit([
        {
          op: 'insert',
          table: 'spans',
          row: sampleSpan(`span${round}`, 'run-1', { trace_id: `${round}`.repeat(32), start_us: round }),
        },
      ]);
      const { items, is_partial } = await queries.find(question('{}'), never);
      assert.equal(items.length, round);
      assert.equal(items[0]?.found.trace_id, `${round}`.repeat(32));
      assert.equal(is_partial, false);
    }
  });

  it('gives each question what it was told that one may cost', async () => {
    store = await openStore({ file: join(folder, 'store.db'), workerFile: 'dist/server/storeWorker.cjs' });
    const opened = store;
    const limits = { timeMs: 60_000, spans: 1 };
    queries = queryThread({ workerFile: 'dist/server/queryWorker.cjs', lend: () => opened.lend(), limits });
    await opened.commit(
      ['span1', 'span2'].map((id) => ({
        op: 'insert',
        table: 'spans',
        row: sampleSpan(id, 'run-1', { trace_id: '1'.repeat(32) }),
      })),
    );
    const { is_partial, partial_reason } = await queries.find(question('{}'), never);
    assert.deepEqual([is_partial, partial_reason], [true, 'spans']);
  });

  it('gives up when whoever asked does', async () => {
    queries = stubborn(60_000);
    const giving = new AbortController();
    const asked = queries.find(question('hang'), giving.signal);
    giving.abort();
    await assert.rejects(asked, { name: 'AbortError' });
  });

  it('is ended when it does not answer in time, and brought back by the next question', async () => {
    queries = stubborn(3_000);
    await assert.rejects(queries.find(question('hang'), never), /the thread that answers queries is gone/);
    assert.deepEqual(await queries.find(question('again'), never), { q: 'again' });
    await assert.rejects(queries.find(question('die'), never), /the thread that answers queries is gone/);
    assert.deepEqual(await queries.find(question('and again'), never), { q: 'and again' });
  });
});

function stubborn(patienceMs: number): QueryLine {
  return queryThread({
    workerFile: 'dist/test/queries/stubborn.child.mjs',
    lend: () => ({ port: new MessageChannel().port1, writes: new SharedArrayBuffer(4) }),
    patienceMs,
  });
}
