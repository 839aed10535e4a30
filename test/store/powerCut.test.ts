import { deepStrictEqual, ok } from 'node:assert/strict';
import { openEngine, type StoreEngine } from '../../server/src/adapters/store/engine/storeEngine';
import { migrations } from '../../server/src/adapters/store/schema/migrations';
import { eventWrite } from './sampleRows';
import { type DiskFaults, type DiskImage, SimulatedDisk, seededRandom } from './simulatedDisk';

const wasmFile = 'node_modules/sql.js/dist/sql-wasm.wasm';
const file = '/disk/store.db';
const cutCount = process.env['HOLDPOINT_LONG'] === '1' ? 6000 : 240;

/** What went wrong over many cuts: acknowledged events that were gone, and stores that came back damaged. */
interface Losses {
  lost: number;
  damaged: number;
}

describe('a cut of power', function () {
  this.timeout(900_000);

  it('loses nothing acknowledged and leaves no half transaction', async () => {
    deepStrictEqual(await cutMany(cutCount, 1), { lost: 0, damaged: 0 });
  });

  it('loses no more than what was soft and newest, and leaves no half transaction of it', async () => {
    deepStrictEqual(await cutMany(cutCount, 3, {}, 0.7), { lost: 0, damaged: 0 });
  });

  it('would lose what is soft if that counted: it does not wait for the disk', async () => {
    const { lost } = await cutMany(60, 4, {}, 0.7, true);
    ok(lost > 0, `${lost} lost`);
  });

  it('would lose much if the disk did not sync: the simulation bites', async () => {
    const { lost, damaged } = await cutMany(30, 2, { ignoresSync: true });
    ok(lost + damaged > 5, `${lost} lost, ${damaged} damaged`);
  });
});

/** With `soft`, so much of all transactions is; what of them counts as acknowledged is only what must survive. */
async function cutMany(
  cuts: number,
  seed: number,
  faults: DiskFaults = {},
  soft = 0,
  countsSoft = false,
): Promise<Losses> {
  const random = seededRandom(seed);
  const losses: Losses = { lost: 0, damaged: 0 };
  let image: DiskImage = new Map();
  let acknowledged = 0;
  for (let cut = 0; cut < cuts; cut += 1) {
    // A store lives through a few cuts one after the other, some of them while it recovers from the last.
    if (cut % 4 === 0) [image, acknowledged] = [new Map(), 0];
    const disk = new SimulatedDisk(random, image, faults);
    disk.cutAt = 1 + Math.floor(random() * (random() < 0.3 ? 15 : 120));
    acknowledged = Math.max(
      acknowledged,
      await workUntilCut(disk, acknowledged, random, { soft, countsSoft }),
    );
    image = disk.afterCut();
    const fault = await faultOf(image, acknowledged, random);
    if (fault === null) continue;
    losses[fault] += 1;
    [image, acknowledged] = [new Map(), 0];
  }
  return losses;
}

/** Writes until the power goes; returns the place of the last event that was acknowledged. */
async function workUntilCut(
  disk: SimulatedDisk,
  from: number,
  random: () => number,
  { soft, countsSoft }: { readonly soft: number; readonly countsSoft: boolean },
): Promise<number> {
  let acknowledged = from;
  let engine: StoreEngine | undefined;
  try {
    engine = await openEngine({ file, wasmFile, disk, migrations });
    while (!disk.isDead) {
      const isSoft = soft > 0 && random() < soft;
      acknowledged = counted(writeSome(engine, random, isSoft), !isSoft || countsSoft) ?? acknowledged;
      workBehind(engine, random);
    }
  } catch (error) {
    if (!disk.isDead) throw error;
  }
  closeQuietly(engine);
  return acknowledged;
}

/** What the store's thread does when nobody waits. */
function workBehind(engine: StoreEngine, random: () => number): void {
  if (random() < 0.2) engine.indexSome(10);
  if (random() < 0.1) engine.checkpoint();
  if (random() < 0.2) engine.reserveLog(1 + Math.floor(random() * 100_000));
}

function counted(place: number | undefined, counts: boolean): number | undefined {
  return counts ? place : undefined;
}

function closeQuietly(engine: StoreEngine | undefined): void {
  try {
    engine?.close();
  } catch {
    // The disk is gone; only the memory of the connection is to be freed.
  }
}

/** One transaction of a few events; answers the place of the last one, if it was acknowledged. */
function writeSome(engine: StoreEngine, random: () => number, isSoft: boolean): number | undefined {
  const count = 1 + Math.floor(random() * 3);
  const writes = Array.from({ length: count }, () =>
    eventWrite(`e${random()}`, { payload: sizedJson(random) }),
  );
  const [outcome] = engine.transact([() => engine.commit(writes).at(-1)?.seq], { isSoft });
  return outcome !== undefined && 'value' in outcome ? Number(outcome.value) : undefined;
}

async function faultOf(
  image: DiskImage,
  acknowledged: number,
  random: () => number,
): Promise<keyof Losses | null> {
  const disk = new SimulatedDisk(random, image);
  try {
    const engine = await openEngine({ file, wasmFile, disk, migrations });
    const { ok: isWhole, events } =
      engine.readOnlyReason === null ? engine.verifyChain() : { ok: false, events: 0 };
    const found = isWhole ? engine.events({ text: 'payload', limit: 1 }).total : 0;
    engine.close();
    if (!isWhole || found !== events) return 'damaged';
    return events < acknowledged ? 'lost' : null;
  } catch {
    return 'damaged';
  }
}

function sizedJson(random: () => number): string {
  return JSON.stringify({ payload: 'x'.repeat(Math.floor(random() ** 3 * 20_000)) });
}
