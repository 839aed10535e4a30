import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as client from '../../../client/src/connection/server/ownSocket';
import * as commandLine from '../../../server/src/cli/door/ownSocket';
import { temporaryFolder } from '../../support/temporaryFolder';

const name = '0123456789abcdef';
const user = process.getuid?.() ?? 0;

const doors = [
  ['a window', client.isOwnSocket],
  [
    'the command line',
    async (path: string, platform: NodeJS.Platform) => commandLine.isOwnSocket(path, platform),
  ],
] as const;

for (const [door, isOwnSocket] of doors) {
  describe(`which sockets ${door} speaks to`, () => {
    let root: string;
    const folder = () => join(root, `holdpoint-${user}`);

    beforeEach(() => {
      root = temporaryFolder();
      mkdirSync(folder(), { mode: 0o700 });
    });
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    it('are those in the folder of this user', async () => {
      assert.equal(await isOwnSocket(join(folder(), `${name}.sock`), 'linux'), true);
    });

    it('are none that others could have made, and none of another name', async () => {
      for (const path of [
        '/var/run/docker.sock',
        join(folder(), 'x.sock'),
        `holdpoint-${user}/${name}.sock`,
      ]) {
        assert.equal(await isOwnSocket(path, 'linux'), false, path);
      }
      chmodSync(folder(), 0o777);
      assert.equal(await isOwnSocket(join(folder(), `${name}.sock`), 'linux'), false);
    });

    it('are none behind a link', async () => {
      mkdirSync(join(root, 'links'));
      symlinkSync(folder(), join(root, 'links', `holdpoint-${user}`));
      assert.equal(
        await isOwnSocket(join(root, 'links', `holdpoint-${user}`, `${name}.sock`), 'linux'),
        false,
      );
    });

    it('are on Windows pipes of this machine with the name of a server', async () => {
      const pipe = (server: string, rest: string) => `\\\\${server}\\pipe\\${rest}`;
      assert.equal(await isOwnSocket(pipe('.', `holdpoint-${name}-${name}`), 'win32'), true);
      assert.equal(await isOwnSocket(pipe('attacker.example', `holdpoint-${name}-${name}`), 'win32'), false);
      assert.equal(await isOwnSocket(pipe('.', 'docker_engine'), 'win32'), false);
    });
  });
}
