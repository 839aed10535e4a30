import { parentPort, workerData } from 'node:worker_threads';
import { sentError } from '#protocol/threads/sentError';
import { openEngine } from './adapters/store/engine/storeEngine';
import { migrations } from './adapters/store/schema/migrations';
import { nodeDisk } from './adapters/store/sqlite/disk';
import { opening, type WorkerData } from './adapters/store/worker/messages';
import { type Line, serveStore } from './adapters/store/worker/serveStore';
import { WriteCount } from './adapters/store/worker/writeCount';

if (parentPort !== null) void serve(parentPort);

async function serve(line: Line): Promise<void> {
  try {
    const { writes, ...files } = workerData as WorkerData;
    const engine = await openEngine({ ...files, disk: nodeDisk, migrations });
    serveStore(line, engine, new WriteCount(writes));
    line.postMessage({ answers: [{ id: opening, value: engine.readOnlyReason }] });
  } catch (error) {
    line.postMessage({ answers: [{ id: opening, error: sentError(error) }] });
    line.close();
  }
}
