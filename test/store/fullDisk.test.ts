import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { AppError } from '#protocol/errors';
import { openEngine } from '../../server/src/adapters/store/engine/storeEngine';
import { migrations } from '../../server/src/adapters/store/schema/migrations';
import { eventWrite } from './sampleRows';
import { SimulatedDisk, seededRandom } from './simulatedDisk';

const wasmFile = 'node_modules/sql.js/dist/sql-wasm.wasm';
const file = '/disk/store.db';

describe('a full disk', function () {
  this.timeout(30_000);

  it('refuses writes whole, names the file, and takes writes again once there is space', async () => {
    const disk = new SimulatedDisk(seededRandom(1));
    const engine = await openEngine({ file, wasmFile, disk, migrations });
    const write = (id: string, size = 10) =>
      engine.transact([
        () =>
          engine.commit([eventWrite(`${id}a`, { payload: `"${'x'.repeat(size)}"` }), eventWrite(`${id}b`)]),
      ])[0];
    ok('value' in (write('first') ?? {}));
    disk.capacity = engine.status().bytes + 30_000;
    const refusals: unknown[] = [];
    for (let count = 0; refusals.length < 5; count += 1) {
      const outcome = write(`fill${count}`, 5000);
      if (outcome !== undefined && 'error' in outcome) refusals.push(outcome.error);
    }
    for (const error of refusals) {
      ok(error instanceof AppError);
      equal(error.code, 'STORE_UNAVAILABLE');
      deepStrictEqual([error.details['file'], error.details['reason']], [file, 'disk full']);
    }
    const { ok: isWhole, events } = engine.verifyChain();
    deepStrictEqual([isWhole, events % 2, engine.readOnlyReason], [true, 0, null]);
    disk.capacity = Number.POSITIVE_INFINITY;
    ok('value' in (write('later', 50_000) ?? {}));
    equal(engine.verifyChain().events, events + 2);
    engine.close();
    const again = await openEngine({ file, wasmFile, disk, migrations });
    deepStrictEqual(again.verifyChain(), { ok: true, events: events + 2, tombstones: 0, broken: null });
    again.close();
  });
});
