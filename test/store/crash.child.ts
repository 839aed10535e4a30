import { writeSync } from 'node:fs';
import { openStore } from '../../server/src/adapters/store/openStore';
import { eventWrite } from './sampleRows';

/*
 * Writes to a store until it is killed. Says `open <last seq> <ok>` once the record was checked, then the place of each
 * acknowledged event on a line of its own.
 */

const [, , file = '', workerFile = ''] = process.argv;
const store = await openStore({ file, workerFile });
const verdict = await store.verifyChain();
const { total } = await store.events({ text: 'marker', limit: 0 });
const isWhole = verdict.ok && total === verdict.events;
writeSync(1, `open ${verdict.events} ${isWhole}\n`);

const lane = async (name: string) => {
  for (let count = 0; ; count += 1) {
    const payload = JSON.stringify({ marker: 'x'.repeat((count % 7) * 900) });
    const writes = ['a', 'b'].map((half) =>
      eventWrite(`${process.pid}-${name}-${count}-${half}`, { payload, attempt: half === 'a' ? 1 : 2 }),
    );
    const events = await store.commit(writes, { lazy: count % 5 === 4, soft: count % 3 === 1 });
    writeSync(1, `${events.at(-1)?.seq ?? 0}\n`);
  }
};
await Promise.all(['1', '2', '3'].map(lane));
