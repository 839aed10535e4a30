import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { median, syncMs } from '../measure';
import { Peers } from '../peers';
import { type InProcess, inProcess, newWorkspace } from './inProcess';
import { langGraphSteps, type PeerSteps } from './langGraph';
import { linearPlan, reach, startPlan } from './linearPlan';
import { mastraSteps } from './mastra';
import { xstateSteps } from './xstate';

const crashOnly = 'peer survives a crash of its process; ours survives a cut of power';

/** Trivial steps carried out one after the other, each recorded durably: what the run loop and the store cost. */
export const stepsBench: Bench = {
  name: 'steps',
  title: 'Durable steps (linear plan of trivial steps)',
  async run(scope) {
    const rounds = Math.min(scope.rounds, 3);
    const large = scope.isQuick
      ? 'hundreds of packages, left out of a quick run'
      : Peers.install(say, 'large');
    const short = await compare(scope, 100, rounds);
    const long = await compare(scope, scope.isQuick ? 200 : 1000, rounds);
    return [
      ...figuresOf(short, 20),
      await againstMastra(scope, large, short),
      ...figuresOf(long, 60),
      await againstMastra(scope, large, long),
      figure(
        `a step of ${long.count} steps`,
        'a step of 100 steps',
        { unit: 'ms', ours: long.ours.msPerStep, theirs: short.ours.msPerStep },
        { atMost: 1.2 },
      ),
      await resume(scope, long.count),
    ];
  },
};

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function againstMastra(
  scope: BenchScope,
  peers: Peers | string,
  { count, ours }: Comparison,
): Promise<Figure> {
  const theirs = typeof peers === 'string' ? peers : await mastraSteps(peers, scope.folder, count);
  const ms = typeof theirs === 'string' ? theirs : theirs.msPerStep;
  const costs = { unit: 'ms', ours: ours.msPerStep, theirs: ms } as const;
  return figure(`${count} steps, per step`, 'Mastra + libSQL', costs, null, crashOnly);
}

interface Comparison {
  readonly count: number;
  readonly ours: PeerSteps;
  readonly theirs: PeerSteps | string;
  readonly machine: PeerSteps | string;
  readonly syncMs: number;
}

async function compare(scope: BenchScope, count: number, rounds: number): Promise<Comparison> {
  const ours: PeerSteps[] = [];
  const theirs: (PeerSteps | string)[] = [];
  const machines: (PeerSteps | string)[] = [];
  const syncs: number[] = [];
  // The first round warms up and does not count, for nobody.
  for (let round = 0; round <= rounds; round += 1) {
    const own = await ownSteps(scope.folder, count);
    const graph = await langGraphSteps(scope.peers, scope.folder, count);
    const machine = await xstateSteps(scope.peers, scope.folder, count);
    if (round === 0) continue;
    ours.push(own);
    theirs.push(graph);
    machines.push(machine);
    syncs.push(syncMs(scope.folder));
  }
  return {
    count,
    ours: middle(ours),
    theirs: middleOrWhy(theirs),
    machine: middleOrWhy(machines),
    syncMs: median(syncs),
  };
}

/** What a peer needed, or why it could not run. */
function middleOrWhy(rounds: readonly (PeerSteps | string)[]): PeerSteps | string {
  return rounds.find((each) => typeof each === 'string') ?? middle(rounds as readonly PeerSteps[]);
}

function middle(rounds: readonly PeerSteps[]): PeerSteps {
  return {
    msPerStep: median(rounds.map(({ msPerStep }) => msPerStep)),
    bytesPerStep: median(rounds.map(({ bytesPerStep }) => bytesPerStep)),
  };
}

function figuresOf(
  { count, ours, theirs, machine, syncMs: sync }: Comparison,
  timesCheaper: number,
): Figure[] {
  const steps = `${count} steps, per step`;
  const peerMs = typeof theirs === 'string' ? theirs : theirs.msPerStep;
  const peerBytes = typeof theirs === 'string' ? theirs : theirs.bytesPerStep;
  const peer = 'LangGraph.js + SQLite checkpointer';
  return [
    figure(
      steps,
      peer,
      { unit: 'ms', ours: ours.msPerStep, theirs: peerMs },
      { atLeast: timesCheaper },
      crashOnly,
    ),
    figure(
      steps,
      'XState 5 + its snapshot in SQLite',
      { unit: 'ms', ours: ours.msPerStep, theirs: typeof machine === 'string' ? machine : machine.msPerStep },
      { atLeast: 2 },
      crashOnly,
    ),
    ...withoutSqlite(steps, ours.msPerStep),
    figure(steps, 'one fdatasync', { unit: 'ms', ours: ours.msPerStep, theirs: sync }, { atMost: 1.5 }),
    figure(`${count} steps, stored per step`, peer, {
      unit: 'bytes',
      ours: ours.bytesPerStep,
      theirs: peerBytes,
    }),
    figure(
      `${count} steps, stored per step`,
      'a budget of 1 KiB',
      { unit: 'bytes', ours: ours.bytesPerStep, theirs: 1024 },
      { atMost: 1 },
    ),
  ];
}

/** A peer that keeps its steps in `node:sqlite`, which this Node may not have. */
function withoutSqlite(steps: string, ours: number): Figure[] {
  const why = `it needs node:sqlite of Node 22, this is Node ${process.versions.node}`;
  const isTooOld = Number(process.versions.node.split('.')[0]) < 22;
  return isTooOld ? [figure(steps, 'OpenWorkflow + node:sqlite', { unit: 'ms', ours, theirs: why })] : [];
}

/** From the request that starts the run to its end, with everything a run does around its steps. */
async function ownSteps(folder: string, count: number): Promise<PeerSteps> {
  const server = await inProcess(newWorkspace(folder));
  try {
    const text = linearPlan(count);
    const { id } = await server.request('session/create', { safety_profile: 'dev', mode: 'normal' });
    const plan = { session_id: id, text, file_name: 'plan.json' };
    const { version } = await server.request('plan/import', plan);
    await server.request('plan/approve', { session_id: id, version });
    const before = await usedBytes(server);
    const startMs = performance.now();
    const { run_id } = await server.request('run/start', { session_id: id });
    await reach(server, run_id, 'succeeded');
    const elapsedMs = performance.now() - startMs;
    return { msPerStep: elapsedMs / count, bytesPerStep: ((await usedBytes(server)) - before) / count };
  } finally {
    await server.close();
  }
}

/** Pages in use, those that still lie in the log included: the plan itself was stored before. */
async function usedBytes({ parts }: InProcess): Promise<number> {
  return (await parts.context.ports.store.status()).used_bytes;
}

/** A run of which everything but its last step is done, taken up by a new server until it waits for people again. */
async function resume(scope: BenchScope, count: number): Promise<Figure> {
  const root = newWorkspace(scope.folder);
  const first = await inProcess(root);
  const last = { id: 'ask', uses: 'shell.run', with: { argv: ['rm', 'nothing'] }, risk: 'high' };
  const runId = await startPlan(first, linearPlan(count, last), { profile: 'standard' });
  await reach(first, runId, 'awaiting_approval');
  await first.close();
  const rounds: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const next = await inProcess(root);
    // What it takes to open the store until the first answer has a figure of its own.
    await next.request('run/show', { run_id: runId });
    const startMs = performance.now();
    await next.request('run/resume', { run_id: runId });
    rounds.push(performance.now() - startMs);
    await next.close();
  }
  return figure(
    `resume of a run at step ${count}`,
    'node -e 0',
    { unit: 'ms', ours: median(rounds), theirs: scope.nodeMs },
    { atMost: 0.25 },
    'target: 10 ms where node -e 0 takes 40',
  );
}
