import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LoadScene, percentiles } from '../../http/loadScene';
import { type Bench, figure } from '../figure';

/** What many clients feel who read, run and approve at the same time over HTTP. */
export const loadBench: Bench = {
  name: 'http',
  title: 'Many clients over HTTP',
  async run({ isQuick, folder }) {
    const clients = isQuick ? 8 : 64;
    const lengthMs = isQuick ? 1_000 : 60_000;
    const root = join(folder, 'http');
    mkdirSync(root);
    const scene = await LoadScene.open(root);
    await scene.work(clients, lengthMs);
    const total = await scene.total();
    await scene.close();
    const { p50, p99 } = percentiles(scene.tookMs);
    const what = `${clients} clients reading, running and approving`;
    const note = `${scene.tookMs.length} requests, ${total} events, client and server on one machine`;
    const budget = { unit: 'ms', ours: p99, theirs: 1000 } as const;
    return [
      figure(`${what}, slowest hundredth of the answers`, 'one second', budget, null, note),
      figure(`${what}, answers in the middle`, 'one second', { ...budget, ours: p50 }, null, note),
    ];
  },
};
