import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOver, pendingOf, startPlan } from '../support/planRun';
import { scratchRepository } from '../support/scratchRepository';
import type { SocketPeer } from '../support/socketPeer';
import { startServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { Acknowledged } from './acknowledged';
import { appendScript } from './crashPlan';

const killCount = process.env['HOLDPOINT_LONG'] === '1' ? 100 : 8;
const blockCount = 3;
const stepsPerBlock = 60;

const routeId = (block: number, index: number) => `route_${block}_${index}`;
const commandId = (block: number) => `run_${block}`;

/** Blocks of steps without effects, which share transactions, each ended by a command that can be counted. */
function blocks(log: string) {
  return Array.from({ length: blockCount }, (_, block) => {
    const before = block === 0 ? [] : [commandId(block - 1)];
    const routes = Array.from({ length: stepsPerBlock }, (__, index) => {
      const next = index + 1 < stepsPerBlock ? routeId(block, index + 1) : commandId(block);
      const needs = index === 0 ? before : [routeId(block, index - 1)];
      return { id: routeId(block, index), uses: 'flow.route', needs, with: { choices: [next], value: next } };
    });
    const argv = [process.execPath, 'append.cjs', log, commandId(block)];
    const needs = [routeId(block, stepsPerBlock - 1)];
    return [...routes, { id: commandId(block), uses: 'shell.run', needs, with: { argv } }];
  }).flat();
}

/** Grants and resumes until the run is over. */
async function goOn(peer: SocketPeer, run_id: string, acknowledged: Acknowledged): Promise<void> {
  for (;;) {
    const run = await acknowledged.look(peer, run_id);
    if (isOver(run.status)) {
      assert.equal(run.status, 'succeeded', JSON.stringify(run.end_reason));
      return;
    }
    if (run.status === 'interrupted') {
      await peer.request('run/resume', { run_id });
    }
    for (const { approval_id, digest } of await pendingOf(peer, run_id)) {
      await peer.request('approval/grant', { approval_id, digest, confirm_high_risk: true });
    }
    await peer.request('run/wait', { run_id, timeout_ms: 500 });
  }
}

describe('steps without effects that share transactions', function () {
  this.timeout(killCount * 20_000);
  let root = '';
  let beside = '';
  before(() => {
    root = scratchRepository({ 'append.cjs': appendScript });
    beside = temporaryFolder();
  });
  after(() => {
    removeFolder(root);
    removeFolder(beside);
  });

  it(`§1.10: no effect begins before all that led to it is on record, over ${killCount} kills`, async () => {
    let kills = 0;
    for (let round = 0; kills < killCount; round += 1) {
      const work = new KilledRun(root, join(beside, `log-${round}.txt`));
      while (!(await work.session(kills < killCount))) {
        kills += 1;
      }
      assert.equal(new Set(work.executions()).size, blockCount);
    }
  });
});

/** One run whose server is killed again and again. */
class KilledRun {
  readonly #root: string;
  readonly #log: string;
  readonly #acknowledged = new Acknowledged();
  #runId: string | undefined;

  constructor(root: string, log: string) {
    this.#root = root;
    this.#log = log;
  }

  /** The commands that were carried out, as they say themselves. */
  executions(): readonly string[] {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8').trim().split('\n') : [];
  }

  /** Lets a server work until the run is over, which is true, or until it is killed at a random moment. */
  async session(mayKill: boolean): Promise<boolean> {
    const server = await startServer(this.#root);
    const peer = await server.peer();
    this.#acknowledged.listen(peer);
    await this.#acknowledged.demand(peer);
    this.#runId ??= (await startPlan(peer, blocks(this.#log))).run_id;
    await this.#demandOrder(peer, this.#runId);
    const timer = mayKill ? setTimeout(() => server.child.kill('SIGKILL'), Math.random() * 400) : undefined;
    const isOverNow = await Promise.race([
      goOn(peer, this.#runId, this.#acknowledged).then(() => true),
      peer.closed.then(() => false),
    ]).catch((error: unknown) => {
      assert.ok(server.child.killed, String(error));
      return false;
    });
    clearTimeout(timer);
    await server.kill();
    peer.close();
    return isOverNow;
  }

  /** What a command did is there: so must be the command and all that led to it. */
  async #demandOrder(peer: SocketPeer, run_id: string): Promise<void> {
    const { steps } = await peer.request('run/show', { run_id });
    const status = new Map(steps.map((step) => [step.step_id, step.status]));
    for (const id of this.executions()) {
      const block = Number(id.slice(id.indexOf('_') + 1));
      assert.ok(!['pending', undefined].includes(status.get(id)), `${id} ran and is ${status.get(id)}`);
      for (let index = 0; index < stepsPerBlock; index += 1) {
        assert.equal(status.get(routeId(block, index)), 'succeeded', routeId(block, index));
      }
    }
  }
}
