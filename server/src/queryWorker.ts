import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from './adapters/clock';
import type { QueryWorkerData } from './adapters/queries/messages';
import { serveQueries } from './adapters/queries/serveQueries';
import { storeOverPort } from './adapters/store/openStore';
import { queryEngine } from './runtime/queries/queryEngine';

if (parentPort !== null) {
  const { store, limits } = workerData as QueryWorkerData;
  const engine = queryEngine({ store: storeOverPort(store), nowUs: systemClock().nowUs, limits });
  serveQueries(parentPort, engine);
}
