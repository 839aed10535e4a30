import { deepStrictEqual, ok, rejects } from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactStore } from '../../server/src/adapters/store/compactStore';
import { openStore } from '../../server/src/adapters/store/openStore';
import { eventWrite, sampleEvent, sampleRun, sampleSpan } from './sampleRows';

const wasmFile = 'dist/server/sql-wasm.wasm';
const workerFile = 'dist/server/storeWorker.cjs';
const ended = { status: 'succeeded', ended_at: '2026-01-01T00:00:00.000Z' } as const;

describe('compacting a store', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdpoint-compact-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** A store of two runs of which the first was removed. */
  async function halfEmpty(file: string): Promise<number> {
    const store = await openStore({ file, workerFile });
    for (const id of ['old', 'new']) {
      await store.commit([{ op: 'insert', table: 'runs', row: sampleRun(id, 's', ended) }]);
      for (let page = 0; page < 10; page += 1) {
        await store.commit(
          Array.from({ length: 200 }, (_, index) => ({
            op: 'insert' as const,
            table: 'spans' as const,
            row: sampleSpan(`${id}-${page}-${index}`, id, {
              // No two alike: what comes again is kept once.
              attributes: JSON.stringify({ text: `${id} ${page} ${index} `.repeat(200) }),
            }),
          })),
        );
      }
      await store.commit([eventWrite(`e-${id}`, { run_id: id })]);
    }
    const full = await store.status();
    await store.removeTraces({ runs: ['old'], traces: [] }, sampleEvent('gone'));
    const { used_bytes, bytes } = await store.status();
    ok(used_bytes < full.used_bytes * 0.6, `${used_bytes} of ${full.used_bytes}`);
    await store.close();
    return bytes;
  }

  it('gives the space of what was removed back to the disk, and keeps everything else', async () => {
    const file = join(folder, 'store.db');
    await halfEmpty(file);
    const told: number[] = [];
    const report = await compactStore({ file, wasmFile, onProgress: (bytes) => told.push(bytes) });
    deepStrictEqual(report.after_bytes, statSync(file).size);
    ok(report.after_bytes < report.before_bytes * 0.6, JSON.stringify(report));
    deepStrictEqual(existsSync(`${file}.compact`), false);
    const store = await openStore({ file, workerFile });
    deepStrictEqual(
      (await store.list('runs')).items.map(({ id }) => id),
      ['new'],
    );
    deepStrictEqual((await store.list('spans', { limit: 1 })).total, 2000);
    deepStrictEqual(await store.verifyChain(), { ok: true, events: 2, tombstones: 1, broken: null });
    await store.commit([eventWrite('after')]);
    deepStrictEqual((await store.verifyChain()).ok, true);
    await store.close();
  });

  it('leaves a file alone that is no store', async () => {
    const file = join(folder, 'other.db');
    writeFileSync(
      file,
      'this is no database, only text that is longer than a header of SQLite would be, by far',
    );
    await rejects(compactStore({ file, wasmFile, onProgress: () => undefined }));
    deepStrictEqual(existsSync(`${file}.compact`), false);
    ok(statSync(file).size > 50);
    await rejects(compactStore({ file: join(folder, 'none.db'), wasmFile, onProgress: () => undefined }), {
      code: 'NOT_FOUND',
    });
  });
});
