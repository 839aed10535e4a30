import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeProcesses } from '../../server/src/adapters/processes/nodeProcesses';
import {
  type ScriptedProgram,
  scriptedProcesses,
} from '../../server/src/adapters/processes/scriptedProcesses';
import type { Processes, ProcessRequest, ProcessResult } from '../../server/src/runtime/ports';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'processes-')));
after(() => rmSync(folder, { recursive: true, force: true }));

const real = nodeProcesses({ resolveCwd: async (cwd) => path.join(folder, cwd) });
const request = (
  argv: readonly [string, ...string[]],
  more: Partial<ProcessRequest> = {},
): ProcessRequest => ({
  argv,
  cwd: '.',
  env: { PATH: process.env['PATH'] ?? '' },
  timeoutMs: 20_000,
  maxOutputBytes: 65_536,
  signal: new AbortController().signal,
  ...more,
});
const bash = (script: string, more: Partial<ProcessRequest> = {}) =>
  real.run(request(['bash', '-c', script], more));
const node = (script: string, more: Partial<ProcessRequest> = {}) =>
  real.run(request([process.execPath, '-e', script], more));

const isAlive = (pid: number) => {
  try {
    return !/^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
};
const pidIn = (file: string) => Number(readFileSync(path.join(folder, file), 'utf8'));
const checkDead = (...files: readonly string[]) => {
  const pids = files.map(pidIn);
  assert.ok(pids.every((pid) => pid > 1));
  assert.deepEqual(pids.filter(isAlive), []);
};
/** Asks to be cancelled as soon as the file exists, which the program writes once it stands. */
const cancelWhen = (file: string) => {
  const controller = new AbortController();
  const timer = setInterval(() => {
    if (existsSync(path.join(folder, file))) controller.abort();
  }, 10);
  controller.signal.addEventListener('abort', () => clearInterval(timer));
  return controller.signal;
};
const until = async (isSo: () => boolean) => {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    assert.ok(Date.now() < deadline, 'it did not come about in 10 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const aborted = () => {
  const controller = new AbortController();
  controller.abort();
  return controller.signal;
};

const scripts: Readonly<Record<string, ScriptedProgram>> = {
  'printf out; printf err >&2': { stdout: 'out', stderr: 'err' },
  'printf partial; exit 3': { stdout: 'partial', exitCode: 3 },
  'printf é; sleep 20': { stdout: 'é', hangs: true },
  'printf aéé': { stdout: 'aéé' },
};
const twin = scriptedProcesses((asked) =>
  asked.argv[0] === 'bash' ? scripts[asked.argv[2] ?? ''] : undefined,
);

const adapters: readonly [string, Processes][] = [
  ['on this machine', real],
  ['as a script', twin],
];
for (const [name, processes] of adapters) {
  describe(`processes ${name}`, () => {
    const run = (script: keyof typeof scripts, more: Partial<ProcessRequest> = {}): Promise<ProcessResult> =>
      processes.run(request(['bash', '-c', String(script)], more));

    it('give exit code and both streams apart', async () => {
      const result = await run('printf out; printf err >&2');
      assert.deepEqual(
        [result.exitCode, result.stdout, result.stderr, result.truncated, result.spawnError],
        [0, 'out', 'err', false, null],
      );
    });
    it('report an exit code other than 0 with what was printed', async () => {
      const result = await run('printf partial; exit 3');
      assert.deepEqual([result.exitCode, result.stdout, result.timedOut], [3, 'partial', false]);
    });
    it('time out without an exit code and keep the output so far', async () => {
      const result = await run('printf é; sleep 20', { timeoutMs: 2000 });
      assert.deepEqual(
        [result.exitCode, result.timedOut, result.cancelled, result.stdout, result.signal],
        [null, true, false, 'é', 'SIGTERM'],
      );
    });
    it('end when they are cancelled', async () => {
      const controller = new AbortController();
      const result = await run('printf é; sleep 20', {
        timeoutMs: null,
        signal: controller.signal,
        onOutput: () => controller.abort(),
      });
      assert.deepEqual([result.exitCode, result.timedOut, result.cancelled], [null, false, true]);
    });
    it('start nothing that was cancelled before', async () => {
      const result = await run('printf out; printf err >&2', { signal: aborted() });
      assert.deepEqual(
        [result.cancelled, result.exitCode, result.pid, result.stdout],
        [true, null, null, ''],
      );
    });
    it('name a program that is not there', async () => {
      const result = await processes.run(request(['no-such-program-here']));
      assert.equal(result.spawnError, `program 'no-such-program-here' was not found`);
      assert.equal(result.exitCode, null);
    });
    it('keep no more of a stream than the cap, stream all of it and cut no character in two', async () => {
      let streamed = 0;
      const result = await run('printf aéé', {
        maxOutputBytes: 4,
        onOutput: ({ bytes }) => (streamed += bytes.length),
      });
      assert.deepEqual([result.stdout, result.truncated, streamed], ['aé', true, 5]);
    });
  });
}

describe('the tree of a process', function () {
  this.timeout(120_000);
  it('is gone after a timeout of 200 ms on a sleep of 20 s', async () => {
    const result = await bash('echo $$ > a1; sleep 20 & echo $! > a2; sleep 20', { timeoutMs: 200 });
    assert.equal(result.timedOut, true);
    checkDead('a1', 'a2');
  });
  it('is ended by force when it does not listen', async () => {
    const result = await bash(
      'trap "" TERM; echo $$ > b1; sleep 20 & echo $! > b2; while :; do sleep 20; done',
      { signal: cancelWhen('b2') },
    );
    assert.equal(result.cancelled, true);
    checkDead('b1', 'b2');
  });
  it('GATE-11: may end in its own time where it is given some', async () => {
    const ended = path.join(folder, 'e2');
    const script = 'trap "sleep 2.5; echo > e2; exit" TERM; echo > e1; while :; do sleep 0.1; done';
    const result = await bash(script, { signal: cancelWhen('e1'), graceMs: () => 60_000 });
    assert.deepEqual([result.cancelled, result.signal, existsSync(ended)], [true, null, true]);
  });
  it('is found in other sessions and below other parents', async () => {
    const script = `
      setsid bash -c 'echo $$ > c1; sleep 20' &
      (setsid bash -c 'echo $$ > c2; setsid sleep 20 & echo $! > c3; disown; sleep 20' >/dev/null 2>&1 &)
      until [ -s c1 ] && [ -s c2 ] && [ -s c3 ]; do :; done; echo up > c4; sleep 20`;
    const result = await bash(script, { signal: cancelWhen('c4') });
    assert.equal(result.cancelled, true);
    checkDead('c1', 'c2', 'c3');
  });
  it('does not outlive the program, nor keeps the answer waiting by holding its pipe', async () => {
    const result = await bash('setsid sleep 20 & echo $! > d1; sleep 20 & echo $! > d2; printf done; exit 0');
    assert.deepEqual([result.exitCode, result.stdout, result.timedOut], [0, 'done', false]);
    checkDead('d1', 'd2');
  });
});

describe('the output of a process', function () {
  this.timeout(120_000);
  it('may be 100 MB with only the cap kept', async () => {
    let streamed = 0;
    const before = process.memoryUsage().rss;
    const result = await bash('head -c 100000000 /dev/zero', {
      maxOutputBytes: 1000,
      onOutput: ({ bytes }) => (streamed += bytes.length),
    });
    assert.deepEqual(
      [result.exitCode, streamed, result.stdout.length, result.truncated],
      [0, 100_000_000, 1000, true],
    );
    assert.ok(process.memoryUsage().rss - before < 80_000_000);
  });
  it('may never end: a printing loop is stopped at its deadline', async () => {
    const result = await bash('while :; do echo line; done', { timeoutMs: 200, maxOutputBytes: 100 });
    assert.deepEqual([result.timedOut, result.stdout.length, result.truncated], [true, 100, true]);
  });
  it('may be binary', async () => {
    const chunks: Uint8Array[] = [];
    const result = await node('process.stdout.write(Buffer.from([0, 255, 128, 65]))', {
      onOutput: ({ bytes }) => chunks.push(bytes),
    });
    assert.equal(result.stdout, '\0\ufffd\ufffdA');
    assert.deepEqual([...Buffer.concat(chunks)], [0, 255, 128, 65]);
  });
  it('is complete when the program has ended', async () => {
    const result = await node('process.stdout.write("x".repeat(900000))', { maxOutputBytes: 1_000_000 });
    assert.equal(result.stdout.length, 900_000);
  });
  it('that comes after the end is dropped', async () => {
    const seen: string[] = [];
    // Without environment, session and parent it cannot be found any more; it waits for a file before it speaks.
    const daemon = `echo $$ > e1; until [ -e go ]; do :; done; echo late`;
    const result = await bash(
      `(env -i setsid bash -c '${daemon}' &); until [ -s e1 ]; do :; done; printf early`,
      {
        onOutput: ({ bytes }) => seen.push(Buffer.from(bytes).toString()),
      },
    );
    writeFileSync(path.join(folder, 'go'), '');
    await until(() => !isAlive(pidIn('e1')));
    assert.deepEqual([result.stdout, seen], ['early', ['early']]);
  });
});

describe('a child', () => {
  it('has a closed standard input', async () => {
    assert.deepEqual((await bash('cat; printf end')).stdout, 'end');
  });
  it('gets its arguments as they are', async () => {
    const odd = ['a b', '$HOME', '"', "'", '*', ';rm -rf /', '', '\n'];
    const script = 'console.log(JSON.stringify(process.argv.slice(1)))';
    const result = await real.run(request([process.execPath, '-e', script, '--', ...odd]));
    assert.deepEqual(JSON.parse(result.stdout), odd);
  });
  it('sees the given environment, a marker of its run and nothing else', async () => {
    const script = 'console.log(JSON.stringify(Object.keys(process.env).sort()))';
    const result = await real.run(request([process.execPath, '-e', script], { env: { GIVEN: '1' } }));
    assert.deepEqual(JSON.parse(result.stdout), ['GIVEN', 'HOLDPOINT_PROCESS']);
  });
  it('works in the directory that was resolved', async () => {
    assert.equal((await bash('pwd')).stdout.trim(), folder);
  });
  it('is not started where the directory is refused', async () => {
    const refusing = nodeProcesses({ resolveCwd: () => Promise.reject(new Error('outside the slot')) });
    await assert.rejects(refusing.run(request(['touch', path.join(folder, 'never')])), /outside the slot/);
    assert.equal(existsSync(path.join(folder, 'never')), false);
  });
  it('that a signal ended has the signal and no exit code', async () => {
    const result = await bash('kill -9 $$');
    assert.deepEqual([result.exitCode, result.signal, result.timedOut], [null, 'SIGKILL', false]);
  });
  it('that cannot start says why', async () => {
    writeFileSync(path.join(folder, 'plain.txt'), 'text');
    const result = await real.run(request([path.join(folder, 'plain.txt')]));
    assert.match(result.spawnError ?? '', /plain\.txt' is not executable$/);
    const nul = await real.run(request(['ls', 'a\0b']));
    assert.match(nul.spawnError ?? '', /^program 'ls' could not be started: /);
    const long = await real.run(request(['ls', 'x'.repeat(4_000_000)]));
    assert.equal(long.spawnError, `the arguments of 'ls' are too long`);
  });
});

describe('a child without network', () => {
  let server: Server;
  let port = 0;
  before(async () => {
    server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => server.close());
  const connect = (isolateNetwork: boolean) =>
    node(
      `require('net').connect(${port}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(7))`,
      { isolateNetwork },
    );

  it('reaches nobody, while one with network does', async () => {
    assert.equal((await connect(false)).exitCode, 0);
    if (await real.canIsolateNetwork()) assert.equal((await connect(true)).exitCode, 7);
    else await assert.rejects(connect(true), { code: 'EXECUTOR_REQUIRED' });
  });
  it('that is not there is still named', async () => {
    if (!(await real.canIsolateNetwork())) return;
    const { spawnError } = await real.run(request(['no-such-program-here'], { isolateNetwork: true }));
    assert.match(spawnError ?? '', /^program 'no-such-program-here' could not be started: /);
  });
  it('is ended with its tree like any other', async () => {
    const isolateNetwork = await real.canIsolateNetwork();
    const result = await bash('setsid sleep 20 & echo $! > f1; sleep 20', {
      signal: cancelWhen('f1'),
      isolateNetwork,
    });
    assert.equal(result.cancelled, true);
    checkDead('f1');
  });
  it('is refused where nothing can hold it', async () => {
    const bare = nodeProcesses({ resolveCwd: async () => folder, source: { PATH: '/nowhere' } });
    assert.equal(await bare.canIsolateNetwork(), false);
    await assert.rejects(bare.run(request(['ls'], { isolateNetwork: true })), { code: 'EXECUTOR_REQUIRED' });
  });
});
