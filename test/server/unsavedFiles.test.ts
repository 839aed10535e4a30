import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSocketDoor, type SocketDoor } from '../../server/src/transports/socket';
import { UnsavedFiles } from '../../server/src/transports/unsavedFiles';
import { memoryLog } from '../support/memoryLog';
import { scriptedHandlers } from '../support/scriptedHandlers';
import { helloOf, type SocketPeer, socketPeer } from '../support/socketPeer';
import { removeFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

const token = 'ab'.repeat(32);

describe('what editors tell the socket door of unsaved files', () => {
  let folder: string;
  let door: SocketDoor;
  const log = memoryLog();
  const peers: SocketPeer[] = [];

  const editor = async (offers: readonly string[] = ['documents']) => {
    const peer = await socketPeer(join(folder, 's.sock'), null);
    peers.push(peer);
    await peer.connection.sendRequest('server/hello', { ...helloOf(token), source: 'vscode', offers });
    const tell = (files: unknown) => peer.connection.sendNotification('documents/unsaved', { files });
    return { peer, tell };
  };
  const held = (...files: string[]) =>
    until(`${files} to be held`, () => {
      const all = [...door.unsaved()].sort();
      return all.length === files.length && all.every((file, at) => file === files[at]);
    });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hp-'));
    door = await openSocketDoor({
      path: join(folder, 's.sock'),
      desk: { handlers: scriptedHandlers({}), log },
      greeter: { token, actor: 'user:ann', version: '1', pid: 7, root: '/w' },
      listen: () => () => undefined,
      limits: { unsavedMs: 50 },
    });
  });
  afterEach(async () => {
    for (const peer of peers.splice(0)) {
      peer.close();
    }
    await door.close(100);
    removeFolder(folder);
  });

  it('is known at once, of every window together, until they say otherwise', async () => {
    const [one, two] = [await editor(), await editor()];
    await one.tell(['/w/a']);
    await two.tell(['/w/b']);
    await held('/w/a', '/w/b');
    await one.tell([]);
    await held('/w/b');
  });

  it('counts for a while after a window went away, and no longer than that', async () => {
    const { peer, tell } = await editor();
    await tell(['/w/a']);
    await held('/w/a');
    peer.close();
    await until('the window to be gone', () => door.clients() === 0);
    await held();
  });

  it('is told anew by a window that comes back', async () => {
    const first = await editor();
    await first.tell(['/w/a']);
    await held('/w/a');
    first.peer.close();
    const second = await editor();
    await second.tell(['/w/c']);
    await held('/w/c');
  });

  it('is not forgotten because another window, that was here all the time, says something', () => {
    const files = new UnsavedFiles(60_000);
    const [reloading, other, back] = [{}, {}, {}];
    files.report(reloading, ['/w/a']);
    files.report(other, []);
    files.leave(reloading);
    files.report(other, ['/w/b']);
    assert.deepEqual([...files.all()].sort(), ['/w/a', '/w/b']);
    files.report(back, []);
    assert.deepEqual([...files.all()], ['/w/b']);
  });

  it('does not count from a client that is no editor, and a wrong shape goes to the log alone', async () => {
    const other = await editor([]);
    await other.tell(['/w/a']);
    const { peer, tell } = await editor();
    await tell('no list');
    await until('a line in the log', () =>
      log.lines.some(({ message }) => /notification was lost/.test(message)),
    );
    await peer.refusal('run/show', {});
    assert.deepEqual([...door.unsaved()], []);
  });
});
