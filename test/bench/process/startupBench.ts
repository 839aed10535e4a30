import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startServer } from '../../support/startServer';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { processMs, takeTurns } from '../measure';
import { linearPlan } from '../steps/linearPlan';

const cli = resolve('dist/server/cli.cjs');

/** From nothing to an answer: the command line and the server, against an empty Node. */
export const startupBench: Bench = {
  name: 'startup',
  title: 'Start-up',
  async run(scope) {
    const rounds = scope.isQuick ? 3 : 9;
    const plan = join(scope.folder, 'plan.json');
    writeFileSync(plan, linearPlan(5));
    const costs = await takeTurns(rounds, {
      node: () => processMs([process.execPath, '-e', '0']),
      version: () => processMs([process.execPath, cli, '--version']),
      validate: () => processMs([process.execPath, cli, 'plan', 'validate', plan], { cwd: scope.folder }),
    });
    const against = (what: string, ours: number, atMost: number) =>
      figure(what, 'node -e 0', { unit: 'ms', ours, theirs: costs.node }, { atMost });
    return [
      against('holdpoint --version', costs.version, 1.4),
      against('holdpoint plan validate FILE', costs.validate, 2.5),
      await serverReady(scope),
    ];
  },
};

/** From the start of the process to the first request answered, in a workspace that has no store yet. */
async function serverReady(scope: BenchScope): Promise<Figure> {
  const { ours, node } = await takeTurns(scope.isQuick ? 2 : 5, {
    node: () => processMs([process.execPath, '-e', '0']),
    ours: async () => {
      const root = mkdtempSync(join(scope.folder, 'server-'));
      mkdirSync(join(root, '.git'));
      const startMs = performance.now();
      const server = await startServer(root);
      const peer = await server.peer();
      await peer.request('session/list', {});
      const elapsedMs = performance.now() - startMs;
      peer.close();
      await server.stop();
      return elapsedMs;
    },
  });
  const note = 'target: 500 ms where node -e 0 takes 40; store made anew';
  return figure(
    'server ready, first request answered',
    'node -e 0',
    { unit: 'ms', ours, theirs: node },
    { atMost: 12.5 },
    note,
  );
}
