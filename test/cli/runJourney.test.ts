import { deepStrictEqual, doesNotMatch, match, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#protocol/errors';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { ids, serverWith, waiting } from './gateServer';
import { type ScriptedDoor, scriptedDoor } from './scriptedDoor';
import type { ScriptedAnswer } from './scriptedTerminal';
import { interrupts, runScripted } from './scriptedWorld';

describe('holdpoint run', () => {
  let root: string;
  const go = (door: ScriptedDoor, answers: readonly ScriptedAnswer[] | undefined, ...words: string[]) =>
    runScripted(['run', 'plan.yaml', ...words], { root, door, ...(answers ? { answers } : {}) });
  const methodsOf = (door: ScriptedDoor) => door.asked.map(({ method }) => method);
  beforeEach(() => {
    root = temporaryFolder();
    writeFileSync(
      join(root, 'plan.yaml'),
      'schema: plan/1\ntitle: Test\nsteps:\n  - {id: test, uses: shell.run, with: {argv: [npm, test]}}\n',
    );
    interrupts.left.length = 0;
  });
  afterEach(() => removeFolder(root));

  it('asks for plan and step, grants exactly what was shown and gives the result alone on stdout (FLOW-25)', async () => {
    const door = serverWith('succeeded');
    const { exit, stdout, stderr, questions } = await go(door, ['y', 'y']);
    strictEqual(exit, 0);
    strictEqual(questions.length, 2);
    deepStrictEqual((JSON.parse(stdout) as { steps: unknown }).steps, {
      test: { status: 'succeeded', output: 1 },
    });
    match(stderr, /\$ npm test/);
    const grant = door.asked.find(({ method }) => method === 'approval/grant');
    deepStrictEqual(grant?.params, {
      approval_id: 'appr_1',
      digest: waiting.digest,
      confirm_high_risk: false,
    });
    const approve = door.asked.find(({ method }) => method === 'plan/approve')?.params as { hash: string };
    strictEqual(approve.hash, `sha256:${'b'.repeat(64)}`);
  });

  it('stops at the plan with exit 5 when nobody can be asked, and approves nothing (GATE-24, regression 35)', async () => {
    const door = serverWith('succeeded');
    const { exit, stdout } = await go(door, undefined, '--json');
    const { status, pending, session_id } = JSON.parse(stdout) as {
      status: string;
      pending: { approval_id: string }[];
      session_id: string;
    };
    deepStrictEqual(
      [exit, status, session_id, pending[0]?.approval_id],
      [5, 'awaiting_approval', ids.session_id, 'appr_0'],
    );
    deepStrictEqual(
      methodsOf(door).filter((name) => /grant|approve|start/.test(name)),
      [],
    );
  });

  it('counts one yes of several that a plan needs and leaves with exit 5', async () => {
    const door = serverWith('succeeded', { 'plan/approve': () => ({ approved: false }) });
    const { exit, stderr } = await go(door, ['y']);
    strictEqual(exit, 5);
    match(stderr, /Your yes counts/);
    match(stderr, /run --resume session_1/);
    strictEqual(methodsOf(door).includes('run/start'), false);
  });

  it('goes on with the run of a session that still waits', async () => {
    const door = serverWith('succeeded', {
      'session/show': () => ({ plan_version: 1, run_id: ids.run_id }) as never,
      'run/resume': () => ({ ...ids, status: 'running' }),
    });
    const words = ['run', '--resume', ids.session_id];
    const { exit } = await runScripted(words, { root, door, answers: ['y'] });
    strictEqual(exit, 0);
    deepStrictEqual(
      methodsOf(door).filter((name) => name === 'run/resume' || name === 'run/start'),
      ['run/resume'],
    );
  });

  it('does not run the plan of a session again that succeeded meanwhile', async () => {
    const door = serverWith('succeeded', {
      'session/show': () => ({ plan_version: 1, run_id: ids.run_id }) as never,
      'run/show': () => ({ ...ids, status: 'succeeded', plan_version: 1, inputs: {}, steps: [] }) as never,
      'run/wait': () => ({ ...ids, status: 'succeeded', plan_version: 1 }) as never,
    });
    const { exit } = await runScripted(['run', '--resume', ids.session_id], { root, door });
    strictEqual(exit, 0);
    strictEqual(methodsOf(door).includes('run/start'), false);
  });

  it('names the session by the goal of the plan, or else by its title', async () => {
    const door = serverWith('succeeded');
    await go(door, ['y', 'y']);
    const created = door.asked.find(({ method }) => method === 'session/create')?.params as { goal: string };
    strictEqual(created.goal, 'Test');
  });

  it('leaves at a step with exit 5 and the pending record under --non-interactive', async () => {
    const { exit, stdout } = await runScripted(
      ['run', '--resume', ids.trace_id, '--non-interactive', '--json'],
      {
        root,
        door: serverWith('succeeded', { 'run/resume': () => ({ ...ids, status: 'running' }) }),
        answers: ['y'],
      },
    );
    strictEqual(exit, 5);
    deepStrictEqual(JSON.parse(stdout), {
      status: 'awaiting_approval',
      ...ids,
      pending: [
        {
          approval_id: 'appr_1',
          subject_type: 'step',
          subject_id: 'run-1:test:1',
          step_id: 'test',
          digest: waiting.digest,
          preview_ids: [],
          expires_at: null,
        },
      ],
      next_commands: ['holdpoint approvals show appr_1', `holdpoint run --resume ${ids.trace_id}`],
    });
  });

  it('leaves the gate open with q', async () => {
    const door = serverWith('succeeded');
    const { exit, stderr } = await go(door, ['y', 'q']);
    strictEqual(exit, 5);
    match(stderr, /run --resume f+/);
    deepStrictEqual(methodsOf(door).includes('approval/grant'), false);
  });

  it('prints the failure text, keeps the diary and gives the failure object (FLOW-11, FLOW-14)', async () => {
    const { exit, stdout, stderr } = await go(serverWith('failed'), ['y', 'y', 'n'], '--json');
    strictEqual(exit, 1);
    match(stderr, /^Flow failed[.]\n {2}trace_id: f$/m);
    const body = JSON.parse(stdout) as Record<string, unknown>;
    deepStrictEqual(
      [body['error_code'], body['stage_node'], body['attempts']],
      ['ORCH_STAGE_FAILED', 'test', 2],
    );
    match(readFileSync(join(root, 'logs', 'runtime_execution.log'), 'utf8'), /"run_id":"run-1"/);
    const again = await go(serverWith('failed'), ['y', 'y', 'n']);
    match(again.stderr, /The last run of this plan failed at step test \(T\)/);
  });

  it('writes a report on failure only, unless told always (FLOW-13)', async () => {
    await go(serverWith('succeeded'), ['y', 'y'], '--report-path', 'report.json');
    strictEqual(existsSync(join(root, 'report.json')), false);
    await go(serverWith('succeeded'), ['y', 'y'], '--report-path', 'report.json', '--report-when', 'always');
    strictEqual(readFileSync(join(root, 'report.json'), 'utf8'), 'report\n');
  });

  it('takes the question away when another door decides, with who and when', async () => {
    const decided = {
      ...waiting,
      status: 'granted',
      actor: 'user:kim',
      source: 'vscode',
      decided_at: '2026-01-02T03:04:05.000Z',
      previews: [],
    };
    let shown = 0;
    let isOver = false;
    const door = serverWith('succeeded', {
      'approval/show': () => (shown++ === 0 ? { ...waiting, previews: [] } : decided) as never,
      'run/wait': () => ({ ...ids, status: isOver ? 'succeeded' : 'awaiting_approval' }) as never,
    });
    const elsewhere = () => {
      isOver = true;
      door.notify('approval/changed', { approval_id: 'appr_1', status: 'granted', run_id: 'run-1' });
    };
    const { stderr } = await go(door, ['y', elsewhere]);
    match(stderr, /user:kim decided at 2026-01-02T03:04:05[.]000Z by vscode: granted/);
    strictEqual(methodsOf(door).includes('approval/grant'), false);
  });

  it('says who was faster when the decision comes too late (ALREADY_DECIDED)', async () => {
    let isOver = false;
    const door = serverWith('succeeded', {
      'approval/grant': () => {
        isOver = true;
        throw new AppError('ALREADY_DECIDED', 'user:kim decided at noon by vscode: granted');
      },
      'run/wait': () => ({ ...ids, status: isOver ? 'succeeded' : 'awaiting_approval' }) as never,
    });
    match((await go(door, ['y', 'y'])).stderr, /user:kim decided at noon by vscode: granted/);
  });

  it('stops the run at the first Ctrl-C and leaves at the second (exit 130)', async () => {
    const interrupt = () => {
      for (const listener of [...interrupts.listeners]) {
        listener();
      }
    };
    const door = serverWith('succeeded');
    const { exit } = await go(door, ['y', interrupt]);
    strictEqual(exit, 130);
    strictEqual(methodsOf(door).includes('run/cancel'), true);
    deepStrictEqual(interrupts.left, []);
    const twice = () => {
      interrupt();
      interrupt();
    };
    const hard = await go(serverWith('succeeded'), ['y', twice]);
    strictEqual(hard.exit, 130);
    deepStrictEqual(interrupts.left, [130]);
    strictEqual(interrupts.listeners.size, 0);
  });

  it('rejects a plan with its reason', async () => {
    const door = serverWith('succeeded');
    const { exit } = await go(door, ['n', 'too much']);
    strictEqual(exit, 1);
    deepStrictEqual(door.asked.at(-1), {
      method: 'plan/reject',
      params: { session_id: ids.session_id, version: 1, reason: 'too much' },
    });
  });

  it('refuses inputs the plan does not know before a session exists', async () => {
    const { exit, stderr } = await go(scriptedDoor({}), undefined, '--set', 'unknown=1');
    strictEqual(exit, 2);
    match(stderr, /unknown/);
  });

  it('shows progress of this run only, and no byte of it steers the terminal', async () => {
    const door = serverWith('succeeded');
    const tell = (run_id: string, step_id: string) =>
      door.notify('event/appended', {
        events: [{ run_id, step_id, type: 'step.started', ts: '2026-01-01T00:00:00.000Z', summary: '' }],
      });
    const noisy = () => {
      tell('run-1', 'mine\u001b[2J');
      tell('run-2', 'other');
      door.notify('output/appended', { run_id: 'run-1', step_id: 'mine', stream: 'stdout', text: 'half ' });
      door.notify('output/appended', {
        run_id: 'run-1',
        step_id: 'mine',
        stream: 'stdout',
        text: 'line\u001b[31m\u0008\nrest',
      });
      for (const listener of [...interrupts.listeners]) {
        listener();
      }
    };
    const { stderr } = await go(door, ['y', noisy]);
    match(stderr, /^> mine\\e\[2J$/m);
    match(stderr, /^ {2}mine [|] half line\\u\{8\}$/m);
    doesNotMatch(stderr, /other/);
  });
});
