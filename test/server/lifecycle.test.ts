import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#protocol/errors';
import { scriptedProcesses } from '../../server/src/adapters/processes/scriptedProcesses';
import { nodeSettings } from '../../server/src/adapters/settings';
import { serverOptions } from '../../server/src/main/serverOptions';
import { ServerProcess } from '../../server/src/main/serverProcess';
import { socketPath } from '../../server/src/main/socketPath';
import { makeStateFolder } from '../../server/src/main/state/stateFolder';
import { stateSecrets } from '../../server/src/main/state/stateSecrets';
import { stoppableProcesses } from '../../server/src/main/stoppableProcesses';
import { watchIdle } from '../../server/src/main/timers/idle';
import type { ProcessRequest } from '../../server/src/runtime/ports';
import { memoryLog } from '../support/memoryLog';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

describe('the watch over an idle server', () => {
  it('waits while it is busy, and while nobody can tell', async () => {
    let asked = 0;
    let idle = 0;
    const stop = watchIdle({
      idleMs: 20,
      isBusy: async () => {
        asked += 1;
        if (asked === 3) {
          throw new Error('the store does not answer');
        }
        return asked < 20;
      },
      onIdle: () => {
        idle += 1;
        assert.ok(asked >= 20);
      },
    });
    await until('the end', () => idle === 1);
    stop();
  });

  it('asks one question at a time and none after it was stopped', async () => {
    let open = 0;
    let asked = 0;
    const stop = watchIdle({
      idleMs: 10,
      isBusy: async () => {
        open += 1;
        asked += 1;
        assert.equal(open, 1);
        let looks = 0;
        await until('a few looks', () => ++looks > 3);
        open -= 1;
        return true;
      },
      onIdle: () => assert.fail('it was busy'),
    });
    await until('some questions', () => asked > 3);
    stop();
    await until('the last answer', () => open === 0);
  });
});

describe('a fault that nobody caught', () => {
  it('is logged with its stack, frees the lock and ends the process with 1', () => {
    const folder = temporaryFolder();
    const log = memoryLog();
    const seen: unknown[] = [];
    const state = makeStateFolder(folder);
    const server = new ServerProcess({
      root: folder,
      state,
      lock: { isHeld: () => true, beat: () => undefined, release: () => void seen.push('released') },
      idleMs: 1000,
      isHeld: () => false,
      isRestricted: false,
      environment: process.env,
      version: '0.0.0',
      bundleFolder: folder,
      processStart: null,
      secrets: stateSecrets(state),
      log,
      accessLog: () => undefined,
      port: 0,
      exit: (code) => void seen.push(code),
    });
    server.crash(new Error('out of luck'));
    removeFolder(folder);
    assert.deepEqual(seen, ['released', 1]);
    assert.match(JSON.stringify(log.lines), /a fault ended the server.*out of luck.*lifecycle/);
  });
});

describe('children of a server', () => {
  const request = (signal: AbortSignal): ProcessRequest => ({
    argv: ['sleep'],
    cwd: '.',
    env: {},
    timeoutMs: null,
    maxOutputBytes: 100,
    signal,
  });

  it('all end with it, and none starts afterwards', async () => {
    const processes = stoppableProcesses(scriptedProcesses(() => ({ hangs: true })));
    const { signal } = new AbortController();
    const running = [processes.run(request(signal)), processes.run(request(signal))];
    await processes.stopAll();
    for (const { cancelled } of await Promise.all([...running, processes.run(request(signal))])) {
      assert.equal(cancelled, true);
    }
  });

  it('end one by one by their own signal', async () => {
    const processes = stoppableProcesses(scriptedProcesses(() => ({ hangs: true })));
    const [one, two] = [new AbortController(), new AbortController()];
    const first = processes.run(request(one.signal));
    const second = processes.run(request(two.signal));
    one.abort();
    assert.equal((await first).cancelled, true);
    const state = await Promise.race([second, Promise.resolve('runs')]);
    assert.equal(state, 'runs');
    two.abort();
    assert.equal((await second).cancelled, true);
  });
});

describe('the arguments of the server', () => {
  it('have defaults for all but the root', () => {
    assert.deepEqual(serverOptions(['--root', '/w']), {
      root: '/w',
      idleMs: 600_000,
      foreground: false,
      restricted: false,
      port: 0,
      apiToken: null,
      repository: 'sqlite',
      storePath: undefined,
      outside: null,
      queryLimits: { timeMs: 10_000, spans: 500_000 },
    });
  });

  it('say what one query may cost', () => {
    const options = serverOptions(['--root', '/w', '--query-seconds', '60', '--query-spans', '2000000']);
    assert.ok(typeof options !== 'string');
    assert.deepEqual(options.queryLimits, { timeMs: 60_000, spans: 2_000_000 });
  });

  for (const [argv, problem] of [
    [[], /--root is missing/],
    [['--root'], /root/],
    [['--root', '/w', '--idle-ms', '-5'], /idle-ms/],
    [['--root', '/w', '--idle-ms', '1e3'], /is not a number of milliseconds/],
    [['--root', '/w', '--surprise'], /surprise/],
    [['--root', '/w', '--repo-backend', 'cloud'], /neither file nor sqlite/],
    [['--root', '/w', 'extra'], /extra/],
    [['--root', '/w', '--query-seconds', '0'], /--query-seconds: 0 is not a whole number from 1 to 3600/],
    [['--root', '/w', '--query-seconds', 'long'], /--query-seconds: long is not/],
    [['--root', '/w', '--query-spans', '999'], /--query-spans: 999 is not a whole number from 1000/],
  ] as const) {
    it(`refuse ${JSON.stringify(argv)}`, () => {
      assert.match(String(serverOptions(argv)), problem);
    });
  }
});

describe('the place of the socket', () => {
  if (process.platform === 'win32') {
    it('is a pipe that names the workspace', () =>
      assert.match(socketPath('C:\\w'), /^\\\\.\\pipe\\holdpoint-/));
    return;
  }
  let folder: string;
  const before = process.env['XDG_RUNTIME_DIR'];

  beforeEach(() => {
    folder = temporaryFolder();
    process.env['XDG_RUNTIME_DIR'] = folder;
  });
  afterEach(() => {
    if (before === undefined) {
      delete process.env['XDG_RUNTIME_DIR'];
    } else {
      process.env['XDG_RUNTIME_DIR'] = before;
    }
    removeFolder(folder);
  });

  it('is the same for one workspace and another for the next', () => {
    assert.equal(socketPath('/one'), socketPath('/one'));
    assert.notEqual(socketPath('/one'), socketPath('/two'));
    assert.ok(socketPath('/one').startsWith(folder));
  });

  it('moves elsewhere when the path would be too long', () => {
    process.env['XDG_RUNTIME_DIR'] = join(folder, 'x'.repeat(100));
    assert.ok(Buffer.byteLength(socketPath('/one')) <= 103);
  });

  it('is never in a folder that somebody else may have laid', () => {
    const mine = `holdpoint-${process.getuid?.()}`;
    mkdirSync(join(folder, 'trap'));
    symlinkSync(join(folder, 'trap'), join(folder, mine));
    assert.ok(!socketPath('/one').startsWith(folder));
  });
});

describe('the settings outside the workspace', () => {
  let home: string;
  beforeEach(() => {
    home = temporaryFolder();
  });
  afterEach(() => removeFolder(home));

  const settings = (env: Record<string, string> = {}) =>
    nodeSettings({ env, home, platform: 'linux', ownSecrets: ['own-token'] });

  it('hold no policy when the user has none', async () => {
    assert.equal(await settings().userPolicy(), undefined);
  });

  it('read the policy of the user as it is now', async () => {
    const file = join(home, '.config', 'holdpoint', 'policy.yaml');
    mkdirSync(join(home, '.config', 'holdpoint'), { recursive: true });
    const { userPolicy } = settings();
    for (const text of ['a: 1\n', 'b: 2\n']) {
      writeFileSync(file, text);
      assert.deepEqual(await userPolicy(), { file, text });
    }
  });

  it('FLOW-04: hold no text where something else than a file lies in the place of the policy', async () => {
    const folder = join(home, '.config', 'holdpoint');
    const file = join(folder, 'policy.yaml');
    mkdirSync(folder, { recursive: true });
    const makers: readonly (() => void)[] = [
      () => mkdirSync(file),
      () => symlinkSync('nowhere', file),
      ...(process.platform === 'win32' ? [] : [() => execFileSync('mkfifo', [file])]),
    ];
    for (const make of makers) {
      make();
      assert.deepEqual(await settings().userPolicy(), { file, text: null });
      rmSync(file, { recursive: true });
    }
    writeFileSync(join(folder, 'kept.yaml'), 'schema: policy/1\n');
    symlinkSync('kept.yaml', file);
    assert.deepEqual(await settings().userPolicy(), { file, text: 'schema: policy/1\n' });
  });

  it('refuse to go on over a policy that cannot be read', async () => {
    const file = join(home, '.config', 'holdpoint', 'policy.yaml');
    mkdirSync(join(home, '.config', 'holdpoint'), { recursive: true });
    symlinkSync('policy.yaml', file);
    await assert.rejects(
      settings().userPolicy(),
      (error) => error instanceof AppError && error.code === 'POLICY_INVALID',
    );
  });

  it('hand out secrets by name and know all long enough to be taken out of texts', () => {
    const { secret, knownSecrets } = settings({
      HOLDPOINT_SECRET_API: 'long-enough',
      HOLDPOINT_SECRET_PIN: '1234',
      OTHER: 'x',
    });
    assert.equal(secret('API'), 'long-enough');
    assert.equal(secret('PIN'), '1234');
    assert.equal(secret('OTHER'), undefined);
    assert.deepEqual(knownSecrets(), ['long-enough', 'own-token']);
  });
});
