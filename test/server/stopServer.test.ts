import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { reachServer } from '../../client/src/connection/server/reachServer';
import { stopServer } from '../../client/src/connection/server/stopServer';
import { socketPath } from '../../server/src/main/socketPath';
import { openSocketDoor, type SocketDoor } from '../../server/src/transports/socket';
import { memoryLog } from '../support/memoryLog';
import { scriptedHandlers } from '../support/scriptedHandlers';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

const token = 'ab'.repeat(32);

describe('ending a server from the editor', () => {
  let root: string;
  let server: TestServer | undefined;
  let door: SocketDoor | undefined;

  const reach = () =>
    reachServer({
      root,
      serverPath: resolve('dist/server/main.mjs'),
      version: '0',
      isTrusted: true,
      onStart: () => assert.fail('a server was started'),
    });
  /** A server of another version that lives in this process. */
  const pretend = async (protocol: number, activeRunCount: number) => {
    mkdirSync(join(root, '.holdpoint'));
    writeFileSync(join(root, '.holdpoint', 'token'), token);
    const path = socketPath(root);
    const file = { pid: process.pid, start: null, socket: path, base_url: null, version: '9.9.9', protocol };
    writeFileSync(join(root, '.holdpoint', 'server.json'), JSON.stringify(file));
    door = await openSocketDoor({
      path,
      desk: {
        handlers: scriptedHandlers({
          'server/status': async () => ({
            status: 'ok',
            version: '9.9.9',
            pid: process.pid,
            root,
            uptime_seconds: 1,
            clients: 1,
            active_runs: activeRunCount,
            pending_approvals: 0,
            tracer_faults: 0,
            store: { schema_version: 1, bytes: 0, used_bytes: 0, read_only_reason: null },
          }),
          'server/stop': () => assert.fail('it was asked to end'),
        }),
        log: memoryLog(),
      },
      greeter: { token, actor: 'user:ann', version: '9.9.9', pid: process.pid, root },
      listen: () => () => undefined,
    });
  };

  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(async () => {
    await door?.close(100);
    await server?.stop();
    door = undefined;
    server = undefined;
    removeFolder(root);
  });

  it('ends it and waits until it is gone', async () => {
    server = await startServer(root);
    let isWarned = false;
    await stopServer({
      root,
      version: '0',
      beforeStop: async () => {
        isWarned = true;
      },
    });
    assert.equal((await server.ended).code, 0);
    assert.equal(isWarned, true);
  });

  it('does nothing where none lives', async () => {
    await stopServer({ root, version: '0', beforeStop: () => assert.fail('there is none') });
  });

  it('leaves one alone whose runs are at work, and says how many', async () => {
    await pretend(1, 2);
    await assert.rejects(
      stopServer({ root, version: '0', beforeStop: () => assert.fail('it must not be stopped') }),
      { code: 'STATE_CONFLICT', message: /2 runs are at work/, details: { cause: 'active_runs', count: 2 } },
    );
  });

  it('is what a window is told that meets a server of another protocol', async () => {
    await pretend(99, 0);
    await assert.rejects(reach(), {
      code: 'BAD_REQUEST',
      details: { cause: 'protocol', server: 99, client: 1 },
    });
  });
});
