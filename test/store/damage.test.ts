import { deepStrictEqual, equal, ok, rejects } from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../server/src/adapters/store/openStore';
import { repairStore } from '../../server/src/adapters/store/repairStore';
import { eventWrite, sampleSession } from './sampleRows';

const workerFile = 'dist/server/storeWorker.cjs';
const wasmFile = 'node_modules/sql.js/dist/sql-wasm.wasm';
const pageSize = 8192;

describe('a damaged store', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdpoint-damage-'));
    file = join(folder, 'store.db');
    await fill(file);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('opens to be read only, changes nothing, and names the next step', async () => {
    damagePageWith(file, 'event 0250 ');
    const before = readFileSync(file);
    const store = await openStore({ file, workerFile });
    const { read_only_reason: reason } = await store.status();
    ok(reason !== null && reason.length > 0);
    const refusal = {
      code: 'STORE_UNAVAILABLE',
      details: { file, reason, next_step: 'holdpoint store repair' },
    };
    await rejects(store.commit([eventWrite('late')]), refusal);
    await rejects(store.deleteSession('s', eventWrite('late') as never), refusal);
    equal((await store.list('sessions')).total, 1);
    await store.close();
    deepStrictEqual(readFileSync(file), before);
    await rejects(openStore({ file, workerFile, refuseDamaged: true }), { code: 'STORE_UNAVAILABLE' });
  });

  it('opens to be read only even when its first page is gone', async () => {
    overwrite(file, 0, pageSize);
    const store = await openStore({ file, workerFile });
    ok((await store.status()).read_only_reason);
    await rejects(store.list('sessions'), { code: 'STORE_UNAVAILABLE' });
    await rejects(store.commit([eventWrite('late')]), { code: 'STORE_UNAVAILABLE' });
    await store.close();
  });

  it('is repaired: what can be read is saved, the damaged file is kept', async () => {
    damagePageWith(file, 'event 0250 ');
    const damaged = readFileSync(file);
    const report = await repairStore({ file, wasmFile });
    deepStrictEqual(readFileSync(report.damaged_file), damaged);
    const store = await openStore({ file, workerFile });
    equal((await store.status()).read_only_reason, null);
    deepStrictEqual((await store.list('sessions')).items, [sampleSession('s')]);
    const saved = (await store.events({ limit: null })).items.map((event) => event.seq);
    equal(report.rows['events'], saved.length);
    ok(saved.length > 400 && saved.length < 500, `${saved.length} saved`);
    deepStrictEqual([saved[0], saved.at(-1)], [1, 500]);
    equal(report.lost['events'], 500 - saved.length);
    const { ok: isWhole, broken } = await store.verifyChain();
    equal(isWhole, false);
    equal(saved.includes(broken?.seq ?? 0), false);
    const [event] = await store.commit([eventWrite('next', { summary: 'after the repair' })]);
    equal(event?.seq, 501);
    equal((await store.events({ text: 'event 0499' })).total, 1);
    await store.close();
  });

  it('loses nothing when a sound store is repaired', async () => {
    const report = await repairStore({ file, wasmFile });
    deepStrictEqual([report.rows, report.lost], [{ sessions: 1, events: 500 }, {}]);
    const store = await openStore({ file, workerFile });
    equal((await store.verifyChain()).ok, true);
    await store.close();
    equal(readdirSync(folder).length, 2);
  });

  it('says that there is nothing to repair', async () => {
    await rejects(repairStore({ file: join(folder, 'none.db'), wasmFile }), { code: 'NOT_FOUND' });
    equal(existsSync(join(folder, 'none.db')), false);
    copyFileSync(file, join(folder, 'copy.db'));
  });
});

async function fill(file: string): Promise<void> {
  const store = await openStore({ file, workerFile });
  await store.commit([{ op: 'insert', table: 'sessions', row: sampleSession('s') }]);
  const summary = (index: number) => `event ${String(index).padStart(4, '0')} ${'fill '.repeat(20)}`;
  await store.commit(
    Array.from({ length: 500 }, (_, index) => eventWrite(`e${index}`, { summary: summary(index) })),
  );
  await store.close();
}

/** Overwrites the page on which a text lies. */
function damagePageWith(file: string, text: string): void {
  const at = readFileSync(file).indexOf(text);
  ok(at > 0);
  overwrite(file, at - (at % pageSize), pageSize);
}

function overwrite(file: string, at: number, size: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0x5a, at, at + size);
  writeFileSync(file, bytes);
}
