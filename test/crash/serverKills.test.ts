import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOver, pendingOf, startPlan } from '../support/planRun';
import { scratchRepository } from '../support/scratchRepository';
import type { SocketPeer } from '../support/socketPeer';
import { spawnServer, startServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { treeState } from '../support/treeState';
import { Acknowledged } from './acknowledged';
import { appendScript, areTogether, contentOf, crashSteps, filesOf, tornFiles } from './crashPlan';

const killCount = process.env['HOLDPOINT_LONG'] === '1' ? 200 : 20;

/** One workspace whose server is killed again and again while a person keeps the work going. */
class KilledWork {
  readonly root = scratchRepository({ ...filesOf(0), 'append.cjs': appendScript });
  readonly beside = temporaryFolder();
  readonly acknowledged = new Acknowledged();
  readonly runs: string[] = [];
  generation = 0;
  kills = 0;

  get log(): string {
    return join(this.beside, 'log.txt');
  }

  /** How often each command ran. */
  executions(): ReadonlyMap<string, number> {
    const lines = existsSync(this.log) ? readFileSync(this.log, 'utf8').trim().split('\n') : [];
    const counts = new Map<string, number>();
    for (const line of lines) {
      counts.set(line, (counts.get(line) ?? 0) + 1);
    }
    return counts;
  }

  /** Does what a person does until a run has ended: resume what was cut off, read, consent. */
  async goOn(peer: SocketPeer): Promise<void> {
    let run_id = this.runs.at(-1);
    if (run_id === undefined) {
      ({ run_id } = await startPlan(peer, crashSteps(this.generation, this.log)));
      this.runs.push(run_id);
    }
    for (;;) {
      const run = await this.acknowledged.look(peer, run_id);
      if (isOver(run.status)) {
        assert.equal(run.status, 'succeeded', JSON.stringify(run.end_reason));
        return;
      }
      if (run.status === 'interrupted') {
        await peer.request('run/resume', { run_id });
      }
      for (const { approval_id, digest } of await pendingOf(peer, run_id)) {
        await this.consent(peer, approval_id, digest);
      }
      await peer.request('run/wait', { run_id, timeout_ms: 500 });
    }
  }

  async consent(peer: SocketPeer, approval_id: string, digest: string): Promise<void> {
    await peer.request('approval/grant', { approval_id, digest, confirm_high_risk: true });
    this.acknowledged.granted(approval_id);
  }

  /** Lets a server work until it is killed at a random moment; true when the generation was finished before. */
  async session(mayKill: boolean): Promise<boolean> {
    const server = await startServer(this.root);
    const peer = await server.peer();
    this.acknowledged.listen(peer);
    await this.demand(peer);
    const timer = mayKill ? setTimeout(() => server.child.kill('SIGKILL'), Math.random() * 700) : undefined;
    // A request that was under way at the kill gets no answer: the closed connection ends it.
    const isDone = await Promise.race([
      this.goOn(peer).then(() => true),
      peer.closed.then(() => false),
    ]).catch((error) => {
      assert.ok(server.child.killed, error);
      return false;
    });
    clearTimeout(timer);
    this.kills += server.child.killed ? 1 : 0;
    await server.kill();
    peer.close();
    assert.deepEqual(tornFiles(this.root, this.generation), []);
    return isDone;
  }

  /** Kills a server while it starts and recovers. */
  async cutStart(): Promise<void> {
    const { child, ended } = spawnServer(this.root);
    const timer = setTimeout(() => child.kill('SIGKILL'), Math.random() * 400);
    await ended;
    clearTimeout(timer);
    this.kills += 1;
    assert.deepEqual(tornFiles(this.root, this.generation), []);
  }

  /** Looks at a server that has just recovered. */
  async demand(peer: SocketPeer): Promise<void> {
    assert.ok(areTogether(this.root, this.generation), 'files of one step are of one generation');
    await this.acknowledged.demand(peer);
  }

  /** Demands that the next server knows all of a finished run, and that its files are those of the plan. */
  async finishGeneration(): Promise<void> {
    const server = await startServer(this.root);
    const peer = await server.peer();
    await this.demand(peer);
    await this.demandConsents(peer);
    peer.close();
    await server.stop();
    this.generation += 1;
    for (const name of Object.keys(filesOf(0))) {
      assert.equal(readFileSync(join(this.root, name), 'utf8'), contentOf(name, this.generation));
    }
    this.runs.length = 0;
  }

  /** Each execution had a consent of its own, and each finished command ran. */
  async demandConsents(peer: SocketPeer): Promise<void> {
    const executions = this.executions();
    const run_id = this.runs.at(-1) ?? '';
    const { items } = await peer.request('approval/list', { run_id, state: 'consumed', limit: 500 });
    for (const id of ['run_0', 'run_1', 'run_2', 'run_set']) {
      const ran = executions.get(`${this.generation + 1}:${id}`) ?? 0;
      const consents = items.filter(({ step_id }) => step_id === id).length;
      assert.ok(ran >= 1 && ran <= consents, `${id} ran ${ran} times under ${consents} consents`);
    }
  }
}

describe('a server that is killed', function () {
  this.timeout(killCount * 30_000);
  let work: KilledWork;

  before(() => {
    work = new KilledWork();
  });
  after(() => {
    removeFolder(work.root);
    removeFolder(work.beside);
  });

  it(`§1.10, regression 33: loses nothing in ${killCount} kills, tears nothing, runs nothing twice by itself`, async () => {
    const before = gitState(work.root);
    // However slow the machine is, the last work is let finish.
    while (work.kills < killCount || work.runs.length > 0 || work.generation === 0) {
      const mayKill = work.kills < killCount;
      if (mayKill && Math.random() < 0.2) {
        await work.cutStart();
      } else if (await work.session(mayKill)) {
        await work.finishGeneration();
      }
    }
    assert.deepEqual(gitState(work.root), before);
  });
});

/** HEAD, index, reflog, branches and hooks. */
function gitState(root: string) {
  return Object.entries(treeState(root)).filter(([path]) => path.startsWith('.git/'));
}
