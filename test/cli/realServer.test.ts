import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command as a person's shell would, without a terminal. */
function holdpoint(root: string, ...words: readonly string[]): Promise<Ended> {
  return new Promise((done, fail) => {
    const { HOLDPOINT_TOKEN: _, HOLDPOINT_BASE_URL: __, ...env } = process.env;
    const command = spawn(process.execPath, [resolve('dist/server/cli.cjs'), ...words], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const text = { stdout: '', stderr: '' };
    command.stdout.setEncoding('utf8').on('data', (part: string) => (text.stdout += part));
    command.stderr.setEncoding('utf8').on('data', (part: string) => (text.stderr += part));
    command.once('error', fail);
    command.once('close', (exit) => done({ exit, ...text }));
  });
}

const json = async (root: string, ...words: readonly string[]) =>
  JSON.parse((await holdpoint(root, ...words, '--json')).stdout);

describe('the command line with its real server', function () {
  this.timeout(60_000);
  let root: string;
  before(() => {
    root = temporaryFolder();
    writeFileSync(join(root, 'a.txt'), 'one\r\n');
    writeFileSync(
      join(root, 'plan.yaml'),
      [
        'schema: plan/1',
        'title: Change a file',
        'workspace: {slot: in_place}',
        'inputs: {type: object, properties: {word: {type: string, default: two}}}',
        'steps:',
        '  - {id: draft, uses: write_file_preview, with: {path: a.txt, content: "${inputs.word}\\r\\n"}}',
        '  - {id: apply, uses: write_file_apply, needs: [draft], with: {preview: "${steps.draft.output}"}}',
        '  - {id: loud, uses: shell.run, needs: [apply], with: {argv: [node, -e, "for (let i = 0; i < 99; i += 1) console.log(i)"]}}',
      ].join('\n'),
    );
  });
  after(async () => {
    await holdpoint(root, 'stop');
    removeFolder(root);
  });

  it('exits with 4 when no server lives and none may be started', async () => {
    const { exit, stdout, stderr } = await holdpoint(root, 'session', 'list', '--no-start');
    deepStrictEqual([exit, stdout], [4, '']);
    match(stderr, /no server lives/);
    strictEqual(existsSync(join(root, '.holdpoint')), false);
  });

  it('goes from a plan to its result, stopping at each hold point with exit 5 and a record (GATE-33)', async () => {
    const stopped = await holdpoint(root, 'run', 'plan.yaml', '--json');
    strictEqual(stopped.exit, 5, stopped.stderr);
    const { session_id } = JSON.parse(stopped.stdout) as { session_id: string };
    strictEqual((await holdpoint(root, 'plan', 'approve', session_id, '1', '--approved-by', 'me')).exit, 0);
    let answer = await json(root, 'run', '--resume', session_id, '--set', 'word=three');
    strictEqual(answer.status, 'awaiting_approval');
    deepStrictEqual(
      answer.pending.map((one: { step_id: string }) => one.step_id),
      ['apply'],
    );
    strictEqual(readFileSync(join(root, 'a.txt'), 'utf8'), 'one\r\n');
    const { trace_id } = answer;
    const shown = await holdpoint(root, 'approvals', 'show', answer.pending[0].approval_id);
    match(shown.stdout, /^-one\r?\n\+three/m);
    for (let gates = 0; answer.status === 'awaiting_approval' && gates < 5; gates += 1) {
      const { approval_id, digest } = answer.pending[0];
      const granted = await holdpoint(
        root,
        'approvals',
        'grant',
        approval_id,
        '--digest',
        digest,
        '--confirm-high-risk',
      );
      strictEqual(granted.exit, 0, granted.stderr);
      answer = await json(root, 'run', '--resume', trace_id);
    }
    strictEqual(answer.status, 'succeeded');
    deepStrictEqual(answer.inputs, { word: 'three' });
    strictEqual(answer.steps.loud.output.stdout.split('\n').length, 100);
    strictEqual(readFileSync(join(root, 'a.txt'), 'utf8'), 'three\r\n');
  });

  it('keeps stdout to one document for every kind of answer (regression 7)', async () => {
    const { items } = await json(root, 'trace', 'list');
    const commands = [
      ['session', 'list'],
      ['trace', 'show', items[0].trace_id],
      ['report', items[0].run_id],
      ['summary', 'latest'],
      ['stats'],
      ['tools', 'list'],
      ['artifacts', 'list'],
      ['approvals', 'list', '--all'],
      ['policy', 'list', '--effective'],
      ['policy', 'explain', 'apply', '--file', 'plan.yaml'],
      ['logs', 'search', items[0].trace_id],
      ['checkpoint', 'by', '--checkpoint-name', 'here'],
      ['audit', 'verify'],
      ['check'],
      ['guide'],
      ['session', 'show', 'session_000000000000'],
      ['approvals', 'grant', 'not/an/id'],
    ];
    for (const words of commands) {
      const { stdout, stderr } = await holdpoint(root, ...words, '--json');
      strictEqual(typeof JSON.parse(stdout), 'object', words.join(' '));
      strictEqual(stderr, '', words.join(' '));
    }
  });

  it('shows a trace as a tree, a table and Markdown (FLOW-20)', async () => {
    const tree = await holdpoint(root, 'trace', 'show', 'latest');
    match(tree.stdout, /^- .* \[OK\] /);
    match(tree.stdout, /^ {2}- .*apply \[OK\] /m);
    const events = await holdpoint(root, 'trace', 'show', 'latest', '--include-events');
    match(events.stdout, /^ *\* step[.]succeeded /m);
    match((await holdpoint(root, 'trace', 'list', '--format', 'markdown')).stdout, /^\| trace_id \| name \|/);
    strictEqual((await holdpoint(root, 'trace', 'list', '--status', 'ERROR')).stdout, 'No traces found\n');
  });

  it('verifies an exported chain without the server and names a changed event', async () => {
    const file = join(root, 'chain.ndjson');
    strictEqual((await holdpoint(root, 'audit', 'export', '-o', file)).exit, 0);
    match((await holdpoint(root, 'audit', 'verify', file, '--no-start')).stdout, /^ok: \d+ event/);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"summary":"session ', '"summary":"Session '));
    notStrictEqual(readFileSync(file, 'utf8'), text);
    const broken = await holdpoint(root, 'audit', 'verify', file);
    strictEqual(broken.exit, 1);
    match(broken.stdout, /^broken at seq 1 \(evt_/);
  });

  it('waits for approval of a rollback even with --yes, then puts the bytes back (OPS-06)', async () => {
    const { items } = await json(root, 'trace', 'list');
    const asked = await holdpoint(root, 'rollback', items[0].run_id, '--yes', '--json');
    strictEqual(asked.exit, 5, asked.stderr);
    const { approval_id } = JSON.parse(asked.stdout).pending[0];
    strictEqual(readFileSync(join(root, 'a.txt'), 'utf8'), 'three\r\n');
    strictEqual((await holdpoint(root, 'approvals', 'grant', approval_id, '--confirm-high-risk')).exit, 0);
    const done = await holdpoint(root, 'rollback', '--apply', approval_id);
    strictEqual(done.exit, 0, done.stderr);
    match(done.stdout, /^rollback /);
    strictEqual(readFileSync(join(root, 'a.txt'), 'utf8'), 'one\r\n');
    strictEqual((await holdpoint(root, 'rollback', 'nothing')).exit, 2);
  });

  it('prints the failure text and keeps a diary when a run fails (FLOW-11, FLOW-14, FLOW-15)', async () => {
    writeFileSync(
      join(root, 'fail.yaml'),
      'schema: plan/1\ntitle: Fails\nprofile: dev\nsteps:\n  - {id: bad, uses: shell.run, with: {argv: [node, -e, "process.exit(3)"]}}\n',
    );
    const { exit, stdout, stderr } = await holdpoint(
      root,
      'run',
      'fail.yaml',
      '--profile',
      'dev',
      '--log-dir',
      'diary',
      '--json',
    );
    strictEqual(exit, 1, stdout);
    match(stderr, /^Flow failed[.]\n {2}trace_id: [0-9a-f]{32}\n {2}failed_node: bad\n {2}reason: /m);
    const body = JSON.parse(stdout);
    deepStrictEqual(
      [body.error, body.error_code, body.stage_node],
      ['stage_execution_failed', 'ORCH_STAGE_FAILED', 'bad'],
    );
    strictEqual(
      JSON.parse(readFileSync(join(root, 'diary', 'runtime_execution.log'), 'utf8')).failed_node_id,
      'bad',
    );
    const again = await holdpoint(root, 'run', 'fail.yaml', '--profile', 'dev', '--output-dir', 'diary');
    match(again.stderr, /The last run of this plan failed at step bad/);
  });

  it('examines itself in a throw-away workspace and leaves nothing (GATE-30, regression 35)', async () => {
    const before = await json(root, 'session', 'list');
    const folders = new Set(readdirSync(tmpdir()));
    const { exit, stdout } = await holdpoint(root, 'doctor', '--json');
    const { checks } = JSON.parse(stdout) as { checks: { name: string; status: string; details: string }[] };
    deepStrictEqual([exit, checks.filter(({ status }) => status !== 'pass')], [0, []]);
    deepStrictEqual(
      checks.map(({ name }) => name),
      [
        'base_url',
        'token',
        'daemon_connectivity',
        'tools_permissions',
        'session_create',
        'plan_import',
        'plan_approve',
        'step_approve',
        'step_execute',
        'logs_search',
        'artifacts_list',
        'session_stop',
      ],
    );
    deepStrictEqual(
      readdirSync(tmpdir()).filter((name) => name.startsWith('holdpoint-doctor-') && !folders.has(name)),
      [],
    );
    strictEqual((await json(root, 'session', 'list')).total, before.total);
  });

  it('stops the server, repairs the store without it and finds everything again', async () => {
    const before = await json(root, 'session', 'list');
    strictEqual((await holdpoint(root, 'store', 'repair')).exit, 1);
    match((await holdpoint(root, 'stop')).stdout, /^stopped \(pid \d+\)/);
    strictEqual((await holdpoint(root, 'status')).exit, 4);
    const repaired = await holdpoint(root, 'store', 'repair');
    strictEqual(repaired.exit, 0, repaired.stderr);
    match(repaired.stdout, /sessions: \d+/);
    deepStrictEqual((await json(root, 'session', 'list')).items, before.items);
    ok((await json(root, 'audit', 'verify')).ok);
  });

  it('stops the run at Ctrl-C and exits with 130', async () => {
    writeFileSync(
      join(root, 'slow.yaml'),
      'schema: plan/1\ntitle: Slow\nprofile: dev\nsteps:\n  - {id: slow, uses: shell.run, with: {argv: [node, -e, "setInterval(() => {}, 1000)"]}}\n',
    );
    const command = spawn(
      process.execPath,
      [resolve('dist/server/cli.cjs'), 'run', 'slow.yaml', '--profile', 'dev'],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    command.stderr.setEncoding('utf8').on('data', (part: string) => (said += part));
    const ended = new Promise<number | null>((done) => command.once('exit', done));
    await until('the step to start', () => said.includes('> slow'));
    command.kill('SIGINT');
    strictEqual(await ended, 130);
    const { items } = await json(root, 'session', 'list');
    strictEqual((await json(root, 'session', 'show', items[0].id)).status, 'awaiting_step_approval');
    strictEqual((await json(root, 'status')).active_runs, 0);
  });
});
