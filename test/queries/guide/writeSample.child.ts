import { openStore } from '../../../server/src/adapters/store/openStore';
import { guideRecord } from './sampleRecord';

/* Writes the sample of the guide into the store file that it is given. */
const [, , file = 'sample.db'] = process.argv;
const store = await openStore({ file, workerFile: 'dist/server/storeWorker.cjs' });
await store.commit(guideRecord());
await store.close();
