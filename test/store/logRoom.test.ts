import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { openEngine, type StoreEngine } from '../../server/src/adapters/store/engine/storeEngine';
import { migrations } from '../../server/src/adapters/store/schema/migrations';
import { eventWrite } from './sampleRows';
import { SimulatedDisk, seededRandom } from './simulatedDisk';

const wasmFile = 'node_modules/sql.js/dist/sql-wasm.wasm';
const file = '/disk/store.db';
const room = 400_000;

describe('room in the log', function () {
  this.timeout(60_000);

  it('is made once, and then written over without making the log longer', async () => {
    const { disk, engine } = await opened();
    write(engine, 'first');
    engine.reserveLog(room);
    const reserved = logBytes(disk);
    write(engine, 'second');
    engine.reserveLog(room);
    equal(logBytes(disk), reserved);
    for (let count = 0; logBytes(disk) === reserved && count < 100; count += 1) {
      write(engine, `fill${count}`, 20_000);
      engine.reserveLog(room);
    }
    ok(logBytes(disk) >= reserved + room / 2, `${logBytes(disk)} after ${reserved}`);
    engine.close();
    equal(disk.exists(`${file}-wal`), false);
  });

  it('is no part of what a store is opened with after a crash', async () => {
    const { disk, engine } = await opened();
    engine.reserveLog(room);
    write(engine, 'first');
    write(engine, 'second');
    engine.reserveLog(room);
    disk.cutAt = disk.changes;
    engine.close();
    const again = await openEngine({
      file,
      wasmFile,
      disk: new SimulatedDisk(seededRandom(2), disk.afterCut()),
      migrations,
    });
    deepStrictEqual(again.verifyChain(), { ok: true, events: 2, tombstones: 0, broken: null });
    again.close();
  });

  it('is done without on a full disk, and a sync that fails for it ends all writing', async () => {
    const { disk, engine } = await opened();
    write(engine, 'first');
    disk.capacity = 0;
    engine.reserveLog(room);
    equal(engine.readOnlyReason, null);
    disk.capacity = Number.POSITIVE_INFINITY;
    write(engine, 'second');
    disk.sync = () => {
      throw Object.assign(new Error('the disk failed'), { code: 'EIO' });
    };
    engine.reserveLog(room);
    equal(engine.readOnlyReason, 'the disk failed');
    engine.close();
  });
});

async function opened(): Promise<{ readonly disk: SimulatedDisk; readonly engine: StoreEngine }> {
  const disk = new SimulatedDisk(seededRandom(1));
  return { disk, engine: await openEngine({ file, wasmFile, disk, migrations }) };
}

function write(engine: StoreEngine, id: string, size = 10): void {
  const event = eventWrite(id, { payload: `"${'x'.repeat(size)}"` });
  const [outcome] = engine.transact([() => engine.commit([event])]);
  ok(outcome !== undefined && 'value' in outcome, JSON.stringify(outcome));
}

function logBytes(disk: SimulatedDisk): number {
  const log = disk.open(`${file}-wal`, false);
  const bytes = disk.size(log);
  disk.close(log);
  return bytes;
}
