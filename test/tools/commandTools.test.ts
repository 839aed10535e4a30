import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeProcesses } from '../../server/src/adapters/processes/nodeProcesses';
import {
  type ScriptedProgram,
  scriptedProcesses,
} from '../../server/src/adapters/processes/scriptedProcesses';
import { factsOf, perform, refusals, toolContext } from './toolContext';

const answering = (program: ScriptedProgram, ...known: readonly string[]) =>
  scriptedProcesses(({ argv }) => (known.length === 0 || known.includes(argv[0]) ? program : undefined));
const run = (inputs: object, program: ScriptedProgram, more = {}) =>
  perform('shell.run', inputs, toolContext({ processes: answering(program), ...more }));

describe('shell.run', () => {
  it('succeeds with exit code 0 only', async () => {
    const fine = await run({ argv: ['make'] }, { stdout: 'out', stderr: 'err' });
    assert.deepEqual([fine.ok, fine.exitCode, fine.process?.stdout], [true, 0, 'out']);
    const { stdout, stderr, success, command } = fine.output as Record<string, unknown>;
    assert.deepEqual([stdout, stderr, success, command], ['out', 'err', true, ['make']]);
  });
  it('fails with the class of what went wrong and keeps the output', async () => {
    const check = async (program: ScriptedProgram, more: object, expected: readonly unknown[]) => {
      const result = await run({ argv: ['make'] }, program, more);
      assert.deepEqual(
        [result.ok || result.errorClass, result.ok || result.message, result.exitCode],
        expected,
      );
    };
    await check({ exitCode: 2, stdout: 'part' }, {}, ['exit_code', `'make' ended with exit code 2`, 2]);
    await check({ spawnError: `program 'make' was not found` }, {}, [
      'tool_error',
      `program 'make' was not found`,
      null,
    ]);
    await check({ hangs: true }, { timeoutMs: 10 }, ['timeout', `'make' timed out`, null]);
    await check({ hangs: true }, { timeoutMs: null, signal: AbortSignal.abort() }, [
      'cancelled',
      `'make' was cancelled`,
      null,
    ]);
  });
  it('passes arguments, directory, limits and environment on; nothing of ours is replaced', async () => {
    const processes = answering({});
    const env = { A: '1', PATH: '/mine', TRACEPARENT: 'forged' };
    await perform(
      'shell.run',
      { argv: ['sleep', 20, true], cwd: 'sub', env },
      toolContext({ processes, maxOutputBytes: 7 }),
    );
    const [request] = processes.requests;
    assert.deepEqual(
      [request?.argv, request?.cwd, request?.timeoutMs, request?.maxOutputBytes],
      [['sleep', '20', 'true'], 'sub', 120_000, 7],
    );
    assert.deepEqual(request?.env, { PATH: '/mine', TRACEPARENT: '00-1-2-01', A: '1' });
    assert.deepEqual(factsOf('shell.run', { argv: ['x'], env }).env, ['A', 'PATH', 'TRACEPARENT']);
  });
  it('gives a script to its shell as one argument and to policy as it is', async () => {
    const script = 'echo "a b" | cat';
    const processes = answering({});
    await perform('shell.run', { script, shell: 'bash' }, toolContext({ processes }));
    assert.deepEqual(processes.requests[0]?.argv, ['bash', '-c', script]);
    assert.deepEqual(factsOf('shell.run', { script, shell: 'bash' }).commands, [
      { script, shell: 'bash', cwd: '.' },
    ]);
    const windows = answering({}, 'powershell');
    const result = await perform(
      'shell.run',
      { script: 'ls', shell: 'powershell' },
      toolContext({ processes: windows }),
    );
    assert.deepEqual(
      [result.ok, windows.requests.map(({ argv }) => argv[0])],
      [true, ['pwsh', 'powershell']],
    );
  });
  it('takes argv or a script with its shell, never both', () => {
    for (const inputs of [
      {},
      { argv: ['a'], script: 'b', shell: 'bash' },
      { script: 'b' },
      { argv: [] },
      { argv: [' '] },
      { argv: ['a\0'] },
      { argv: ['a'], shell: 'bash' },
    ]) {
      assert.ok(refusals('shell.run', inputs).length > 0, JSON.stringify(inputs));
    }
  });
});

describe('commands on this machine', () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tools-')));
  const real = () => {
    const processes = nodeProcesses({ resolveCwd: async (cwd) => path.join(folder, cwd) });
    return toolContext({ processes, env: processes.environment([]) });
  };
  before(() => writeFileSync(path.join(folder, 'a b.txt'), 'needle\n'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('run a script in bash', async () => {
    const result = await perform(
      'shell.run',
      { script: 'printf %s "$A" | tr a b; exit 3', shell: 'bash', env: { A: 'aa' } },
      real(),
    );
    assert.deepEqual([result.exitCode, (result.output as { stdout: string }).stdout], [3, 'bb']);
  });
  it('run read-only commands without a shell', async () => {
    const result = await perform('run_shell_readonly', { command: "cat 'a b.txt'" }, real());
    assert.equal((result.output as { stdout: string }).stdout, 'needle\n');
    assert.equal((await perform('run_shell_readonly', { command: 'cat gone.txt' }, real())).ok, false);
  });
});

describe('run_shell_readonly', () => {
  it('shows paths and effect to policy', () => {
    const cat = factsOf('run_shell_readonly', { command: 'cat src/a.ts ../b' });
    assert.deepEqual(
      [cat.effect, cat.reads, cat.refusal, cat.commands.length],
      ['read', ['src/a.ts', '../b'], null, 1],
    );
    assert.equal(factsOf('run_shell_readonly', { command: 'python -m pytest -q' }).effect, 'exec');
  });
  it('refuses everything outside its allow-list before and instead of running it', async () => {
    const processes = answering({});
    const escapes = [
      'rm -rf .',
      'find . -delete',
      'find . -exec rm {} ;',
      'rg --pre sh x',
      'git diff --output=x',
      'git -c core.pager=sh status',
      'ls; rm x',
      'cat $(ls)',
      'cat `ls`',
      'ls > x',
      'ls | sh',
      'FOO=1 ls',
      'git push',
      'python -c 1',
      'cat\nrm x',
    ];
    for (const command of escapes) {
      assert.notEqual(factsOf('run_shell_readonly', { command }).refusal, null, command);
      const result = await perform('run_shell_readonly', { command }, toolContext({ processes }));
      assert.equal(result.ok || result.errorClass, 'policy');
    }
    assert.deepEqual(processes.requests, []);
    for (const timeout_sec of [0, 31])
      assert.equal(refusals('run_shell_readonly', { command: 'ls', timeout_sec }).length, 1);
  });
  it('has a limit of its own below that of the step', async () => {
    const processes = answering({});
    await perform('run_shell_readonly', { command: 'ls', timeout_sec: 2 }, toolContext({ processes }));
    await perform('run_shell_readonly', { command: 'ls' }, toolContext({ processes, timeoutMs: 500 }));
    assert.deepEqual(
      processes.requests.map(({ timeoutMs }) => timeoutMs),
      [2000, 500],
    );
  });
});
