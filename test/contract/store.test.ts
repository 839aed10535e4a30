import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import { openStore } from '../../server/src/adapters/store/openStore';
import type { Store } from '../../server/src/runtime/storePort';
import { describeCounts } from './storeCounts';
import { describeEvents } from './storeEvents';
import { describeHistory } from './storeHistory';
import { describeRows } from './storeRows';
import { describeRunlog } from './storeRunlog';
import { describeSegments } from './storeSegments';
import { describeSpans } from './storeSpans';

function describeStore(open: () => Promise<Store>): void {
  describe('rows', () => describeRows(open));
  describe('counts', () => describeCounts(open));
  describe('spans', () => describeSpans(open));
  describe('those who follow spans', () => describeSegments(open));
  describe('events', () => describeEvents(open));
  describe('run logs', () => describeRunlog(open));
  describe('history', () => describeHistory(open));
}

describe('the store in memory', () => describeStore(async () => memoryStore()));

describe('the store on disk', () => {
  let folder: string;
  let count = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdpoint-store-'));
  });
  after(() => rm(folder, { recursive: true }));

  describeStore(() => {
    count += 1;
    return openStore({ file: join(folder, `${count}.db`), workerFile: 'dist/server/storeWorker.cjs' });
  });
});
