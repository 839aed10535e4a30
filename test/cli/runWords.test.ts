import { doesNotMatch, match, strictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { ids, serverWith } from './gateServer';
import { type ScriptedDoor, scriptedDoor } from './scriptedDoor';
import { runScripted } from './scriptedWorld';

describe('what holdpoint run says', () => {
  let root: string;
  const go = (door: ScriptedDoor, answers: readonly string[], ...words: string[]) =>
    runScripted(['run', 'plan.yaml', ...words], { root, door, answers });
  beforeEach(() => {
    root = temporaryFolder();
    writeFileSync(
      join(root, 'plan.yaml'),
      'schema: plan/1\ntitle: Test\nsteps:\n  - {id: test, uses: shell.run, with: {argv: [npm, test]}}\n',
    );
  });
  afterEach(() => removeFolder(root));

  it('FLOW-28: does not warn of a variable that --policy lets through, and does of any other', async () => {
    const unlisted = (name: string) => ({
      code: 'BAD_REFERENCE' as const,
      path: '/steps/0/with/env/A',
      line: 4,
      column: 1,
      message: `The environment variable '${name}' is not in permissions.env_allow.`,
    });
    const warnings = [unlisted('LET'), unlisted('KEPT')];
    const plain = serverWith('succeeded');
    const imported = await plain.request('plan/import', { session_id: 's', text: '', file_name: 'f' });
    const door = serverWith('succeeded', { 'plan/import': () => ({ ...imported, warnings }) });
    const { stderr } = await go(door, ['q'], '--policy', '{"permissions": {"env_allow": ["LET"]}}');
    match(stderr, /warning: plan\.yaml:4:1: BAD_REFERENCE The environment variable 'KEPT'/);
    doesNotMatch(stderr, /LET/);
  });

  it('§1.10: says that a run is interrupted, and how to go on, rather than that it waits for nobody', async () => {
    const door = serverWith('succeeded', {
      'run/wait': () => ({ ...ids, status: 'interrupted', plan_version: 1 }) as never,
    });
    const { exit, stderr } = await go(door, ['y']);
    strictEqual(exit, 1);
    match(stderr, /run run-1 is interrupted; resume it with: holdpoint run --resume f{32}/);
    doesNotMatch(stderr, /Waiting for an approval/);
  });

  it('tells of the way back where the run wrote something, and of none where it did not', async () => {
    const went = async (steps: readonly object[]) => {
      const door = serverWith('succeeded', {
        'run/show': () => ({ ...ids, status: 'succeeded', plan_version: 1, inputs: {}, steps }) as never,
      });
      return (await go(door, ['y', 'y'])).stderr;
    };
    const step = { step_id: 'a', status: 'succeeded', error: null, carried_from: null };
    const output = { applied: true, files: [{ path: 'a.txt', op: 'modify' }] };
    match(await went([{ ...step, output }]), /The way back: holdpoint rollback run-1/);
    for (const steps of [
      [{ ...step, output: 1 }],
      [{ ...step, output: { applied: true, files: [] } }],
      [{ ...step, output, carried_from: 'run-0' }],
    ]) {
      const stderr = await went(steps);
      match(stderr, /Done\. What happened: holdpoint trace show f{32}/);
      doesNotMatch(stderr, /way back/);
    }
  });

  it('GATE-10: names the way on after a failure, and the one for a plan that was right', async () => {
    const { stderr } = await go(serverWith('failed'), ['y', 'y', 'n']);
    match(stderr, /needs a new plan version: holdpoint plan import session_1 FILE, then approve it\./);
    match(stderr, /something around it was wrong: holdpoint rerun run-1/);
  });
});

describe('holdpoint plan import', () => {
  const radius = { files: [], commands: [], hosts: [], steps: [], expected_prompts: 0, irreversible: [] };
  const imports = async (status: string, needs_replan: boolean) => {
    const root = temporaryFolder();
    writeFileSync(join(root, 'plan.yaml'), 'schema: plan/1\n');
    const door = scriptedDoor({
      'plan/import': () =>
        ({ ...ids, version: 1, status, hash: 'h', warnings: [], carried: [], blast_radius: radius }) as never,
      'session/show': () => ({ needs_replan, run_id: ids.run_id }) as never,
    });
    try {
      return (await runScripted(['plan', 'import', ids.session_id, 'plan.yaml'], { root, door })).stderr;
    } finally {
      removeFolder(root);
    }
  };

  it('GATE-10: says of a file that changes nothing that its run did not succeed', async () => {
    const said = 'This is version 1 unchanged, of which the run did not succeed. ';
    strictEqual(
      await imports('approved', true),
      `${said}Change it, or run it again as it is: holdpoint rerun run-1\n`,
    );
    strictEqual(await imports('approved', false), '');
    strictEqual(await imports('validated', true), '');
  });
});
