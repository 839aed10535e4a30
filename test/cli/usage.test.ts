import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { scriptedDoor } from './scriptedDoor';
import { runScripted } from './scriptedWorld';

/** Command lines that are wrong as they stand; none of them may reach a server. */
const wrong: readonly (readonly string[])[] = [
  [],
  ['nonsense'],
  ['session'],
  ['session', 'create', '--mode', 'fast'],
  ['session', 'create', '--safety-profile', 'none'],
  ['session', 'show'],
  ['session', 'list', '--format', 'xml'],
  ['session', 'list', '--limit', '0'],
  ['session', 'list', '--limit', '501'],
  ['session', 'list', '--offset', '-1'],
  ['session', 'stop'],
  ['session', 'delete'],
  ['explain'],
  ['plan'],
  ['plan', 'validate'],
  ['plan', 'validate', 'missing.yaml'],
  ['plan', 'import', 'session_1'],
  ['plan', 'import', 'session_1', 'missing.yaml'],
  ['plan', 'show'],
  ['plan', 'diff', 's', '1'],
  ['plan', 'approve', 's', 'x'],
  ['plan', 'approve', 's', '0'],
  ['plan', 'reject', 's', '1'],
  ['plan', 'revoke', 's'],
  ['step', 'approve', 's'],
  ['step', 'reject', 's', 'a'],
  ['step', 'execute', 's'],
  ['step', 'skip'],
  ['approvals', 'list', '--state', 'open'],
  ['approvals', 'show'],
  ['approvals', 'grant'],
  ['approvals', 'reject', 'a'],
  ['preview', 'show'],
  ['preview', 'accept', 'p', '--hunks', 'a'],
  ['preview', 'reject', 'p', '--hunks', '1,'],
  ['policy', 'explain'],
  ['policy', 'list', '--profile', 'soft'],
  ['policy', 'lint', 'missing.yaml'],
  ['policy', 'simulate'],
  ['policy', 'simulate', 'missing.yaml'],
  ['checkpoint'],
  ['rollback'],
  ['rollback', 'a', 'b'],
  ['rollback', 'a', '--hunk', 'file'],
  ['-Mode', 'nonsense'],
  ['trace', 'list', '--status', 'BAD'],
  ['trace', 'list', '--sort', 'name'],
  ['trace', 'show', '--format', 'xml'],
  ['logs', 'search'],
  ['report'],
  ['report', 'r', '--format', 'pdf'],
  ['summary'],
  ['artifacts', 'get'],
  ['tools', 'permissions'],
  ['audit', 'verify', 'missing.ndjson'],
  ['store'],
  ['run'],
  ['run', 'missing.yaml'],
  ['rerun'],
  ['flow', 'run', 'plan.yaml'],
  ['quickstart'],
  ['quickstart', 'missing.yaml'],
  ['wizard', 'run'],
  ['guide', 'more'],
];

/** Options of a run that are wrong with a plan that is right. */
const wrongOptions: readonly (readonly string[])[] = [
  ['-c', '{'],
  ['-c', '[1]'],
  ['-c', '@missing.json'],
  ['--set', 'novalue'],
  ['--set', '=1'],
  ['--set', '__proto__.x=1'],
  ['--set', 'unknown=1'],
  ['--policy', '{"reliability":{"timeout":"-5s"}}'],
  ['--policy', '@missing.json'],
  ['--policy', '{'],
  ['--tracer', 'otel'],
  ['--tracer', 'paper'],
  ['--report-format', 'html'],
  ['--report-when', 'never'],
  ['--report-path', 'plan.yaml/report.json'],
  ['--output', 'plan.yaml/out.json'],
  ['--log-dir', 'a', '--output-dir', 'b'],
  ['--log-dir', 'plan.yaml'],
  ['--env-from', 'missing.env'],
  ['--max-stage-retries', '-1'],
  ['--profile', 'soft'],
  ['--executor', 'vm'],
  ['--unknown'],
];

describe('the command line', () => {
  let root: string;
  before(() => {
    root = temporaryFolder();
    const plan = 'schema: plan/1\ntitle: t\nsteps:\n  - {id: a, uses: list_dir, with: {path: .}}\n';
    writeFileSync(join(root, 'plan.yaml'), plan);
  });
  after(() => removeFolder(root));

  it('answers bad usage with exit code 2 and says why on stderr (FLOW-12, GATE-24)', async () => {
    for (const words of wrong) {
      const { exit, stdout, stderr } = await runScripted(words, { root });
      deepStrictEqual({ words, exit, stdout }, { words, exit: 2, stdout: '' });
      ok(stderr.length > 0, words.join(' '));
    }
  });

  it('answers bad options of a run with exit code 2 before anything runs (FLOW-13, FLOW-15, FLOW-25)', async () => {
    for (const options of wrongOptions) {
      const { exit, stdout, stderr } = await runScripted(['run', 'plan.yaml', ...options], { root });
      deepStrictEqual({ options, exit, stdout }, { options, exit: 2, stdout: '' });
      ok(stderr.length > 0, options.join(' '));
    }
  });

  it('answers with exactly one document under --json, whatever goes wrong', async () => {
    for (const words of [...wrong, ...wrongOptions.map((options) => ['run', 'plan.yaml', ...options])]) {
      const { exit, stdout, stderr } = await runScripted([...words, '--json'], { root });
      const body = JSON.parse(stdout) as Record<string, unknown>;
      deepStrictEqual({ words, exit, stderr }, { words, exit: 2, stderr: '' });
      ok(typeof body['error_code'] === 'string' && typeof body['message'] === 'string', words.join(' '));
    }
  });

  it('names every error of a policy override by itself (FLOW-04)', async () => {
    const policy = '{"reliability":{"timeout":"-5s","retry":{"max_attempts":0}},"what":1}';
    const { stderr, exit } = await runScripted(['run', 'plan.yaml', '--policy', policy], { root });
    strictEqual(exit, 2);
    strictEqual(
      stderr
        .trimEnd()
        .split('\n')
        .filter((line) => line.startsWith('Invalid policy override: ')).length,
      3,
    );
  });

  it('refuses an override that loosens a strict profile, and takes the short form, before a server is asked (FLOW-01, FLOW-04)', async () => {
    const loose = '{"permissions":{"default":"allow"}}';
    const words = ['run', 'plan.yaml', '--profile', 'strict', '--policy', loose];
    const { stderr, exit } = await runScripted(words, { root });
    strictEqual(exit, 2);
    match(stderr, /^Invalid policy override: \/permissions\/default: .*looser than "deny"/);
    const short = [
      'run',
      'plan.yaml',
      '--policy',
      '{"on_error":"continue","retry":2}',
      '--log-dir',
      'plan.yaml',
    ];
    match((await runScripted(short, { root })).stderr, /^cannot write .*plan[.]yaml/);
  });

  it('takes two names of one folder of logs for one (FLOW-15)', async () => {
    const words = ['run', 'plan.yaml', '--log-dir', 'plan.yaml', '--output-dir', './plan.yaml'];
    match((await runScripted(words, { root })).stderr, /^cannot write .*plan[.]yaml/);
  });

  it('checks the policy of a plan against the policy files when it validates (FLOW-04)', async () => {
    const plan =
      'schema: plan/1\ntitle: t\npolicy: {approvals: {plan: auto}}\nsteps:\n  - {id: a, uses: list_dirs}\n';
    writeFileSync(join(root, 'loose.yaml'), plan);
    const { exit, stdout, stderr } = await runScripted(['plan', 'validate', 'loose.yaml'], { root });
    deepStrictEqual([exit, stdout], [2, '']);
    match(stderr, /loose[.]yaml:3:28: POLICY_WIDENS .*\n.*loose[.]yaml:5:19: UNKNOWN_TOOL/);
    const file = join(root, 'holdpoint.policy.yaml');
    writeFileSync(file, 'schema: policy/1\napprovals: {plan: sometimes}\n');
    const malformed = await runScripted(['plan', 'validate', 'plan.yaml'], { root });
    rmSync(file);
    strictEqual(malformed.exit, 2);
    match(malformed.stderr, /2:\d+: OUT_OF_RANGE holdpoint[.]policy[.]yaml/);
  });

  it('FLOW-04: refuses a --policy that leads to no step of the plan, before a session exists', async () => {
    const policy = '{"on_error": {"action": "goto", "target": "nowhere"}}';
    const { exit, stdout, stderr } = await runScripted(['run', 'plan.yaml', '--policy', policy], { root });
    deepStrictEqual([exit, stdout], [2, '']);
    strictEqual(stderr, "Invalid policy override: /on_error/target: There is no step 'nowhere'.\n");
  });

  it('FLOW-28: tells the mistakes of a policy on stderr, and that there are none on stdout', async () => {
    const problem = { code: 'OUT_OF_RANGE', path: '/a', line: 2, column: 3, message: 'Expected b.' };
    const answer = { ok: false, errors: [problem], warnings: [{ ...problem, line: 4 }], files: ['p.yaml'] };
    const lint = async (given: object) =>
      await runScripted(['policy', 'lint', 'plan.yaml'], {
        root,
        door: scriptedDoor({ 'policy/lint': () => given }),
      });
    const bad = await lint(answer);
    deepStrictEqual([bad.exit, bad.stdout], [2, '']);
    strictEqual(
      bad.stderr,
      `plan.yaml:2:3: OUT_OF_RANGE Expected b. (/a)
warning: plan.yaml:4:3: OUT_OF_RANGE Expected b. (/a)
1 error(s)
`,
    );
    const good = await lint({ ...answer, ok: true, errors: [] });
    deepStrictEqual([good.exit, good.stdout], [0, 'ok: p.yaml\n']);
    match(good.stderr, /^warning: [^\n]*\n$/);
  });

  it('shows help on request and its version, without a server', async () => {
    strictEqual((await runScripted(['--version'], { root })).stdout, '1.2.3\n');
    const help = await runScripted(['approvals', '--help'], { root });
    strictEqual(help.exit, 0);
    match(help.stdout, /grant/);
  });

  it('shows the state of a server in fields that a person can read', async () => {
    const store = { schema_version: 1, bytes: 20, used_bytes: 10, read_only_reason: null };
    const door = scriptedDoor({ 'server/status': () => ({ status: 'ok', pid: 7, store }) });
    const words = ['status', '--base-url', 'http://127.0.0.1:1', '--token', 't'];
    const { stdout } = await runScripted(words, { root, door });
    deepStrictEqual(stdout.trimEnd().split('\n'), [
      'status:                 ok',
      'pid:                    7',
      'store_schema_version:   1',
      'store_bytes:            20',
      'store_used_bytes:       10',
      'store_read_only_reason: -',
    ]);
    const json = await runScripted([...words, '--json'], { root, door });
    deepStrictEqual(JSON.parse(json.stdout), { status: 'ok', pid: 7, store });
  });

  it('lists every mistake of a plan with its line (GATE-30)', async () => {
    writeFileSync(
      join(root, 'bad.yaml'),
      'schema: plan/1\nsteps:\n  - {id: a, uses: nothing}\n  - {id: a, uses: list_dir, oops: 1}\n',
    );
    const { exit, stdout, stderr } = await runScripted(['plan', 'validate', 'bad.yaml'], { root });
    deepStrictEqual([exit, stdout], [2, '']);
    for (const found of [
      /bad[.]yaml:3:\d+: UNKNOWN_TOOL/,
      /bad[.]yaml:4:\d+: DUPLICATE_ID/,
      /bad[.]yaml:4:\d+: UNKNOWN_KEY/,
      /MISSING_KEY/,
      /\nbad[.]yaml: 4 error\(s\)\n$/,
    ]) {
      match(stderr, found);
    }
    const { stdout: document } = await runScripted(['plan', 'validate', 'bad.yaml', '--json'], { root });
    deepStrictEqual((JSON.parse(document) as { ok: boolean }).ok, false);
  });

  it('accepts a good plan with its hash', async () => {
    const { exit, stdout } = await runScripted(['plan', 'validate', 'plan.yaml'], { root });
    strictEqual(exit, 0);
    match(stdout, /^plan[.]yaml: ok, 1 step\(s\), sha256:[0-9a-f]{64}\n$/);
  });

  it('says a file that is no text in one sentence', async () => {
    writeFileSync(join(root, 'binary.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
    const { exit, stderr } = await runScripted(['run', 'binary.yaml'], { root });
    strictEqual(exit, 2);
    match(stderr, /^binary[.]yaml: this is not UTF-8 text; save it as UTF-8\n/);
  });
});
