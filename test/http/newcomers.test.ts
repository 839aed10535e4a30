import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { EventReader } from '../support/eventReader';
import { until } from '../support/until';
import { type HttpScene, httpScene, testTokens } from './httpScene';

const connections = 12;
const newcomers = 3;

describe('who holds lines to the HTTP door without a token', () => {
  let scene: HttpScene;
  let held: { readonly line: Socket; isOpen: boolean }[];

  beforeEach(async () => {
    held = [];
    scene = await httpScene({}, { connections, newcomers });
  });
  afterEach(async () => {
    for (const { line } of held) line.destroy();
    await scene.door.close(100);
  });

  /** Opens a line and says a part of a request, as somebody does who wants to keep it. */
  const hold = async (said: string) => {
    const line = connect(scene.port, '127.0.0.1');
    const one = { line, isOpen: true };
    held.push(one);
    line.on('error', () => undefined);
    line.once('close', () => {
      one.isOpen = false;
    });
    await until('the line', () => line.readyState === 'open' || !one.isOpen);
    line.write(said);
  };
  const openCount = () => held.filter(({ isOpen }) => isOpen).length;
  const withToken = () =>
    scene.raw(
      `GET /api/v1/nothing HTTP/1.1\r\nHost: 127.0.0.1:${scene.port}\r\nConnection: close\r\n` +
        `Authorization: Bearer ${testTokens.viewer}\r\n\r\n`,
    );

  for (const [name, said] of [
    ['nothing', ''],
    ['half a head', 'GET /health HTTP/1.1\r\nHost: '],
  ] as const) {
    it(`LOG-12, LOG-13: keeps nobody out who has one, whoever says ${name} on more lines than there are`, async () => {
      for (let count = 0; count < 3 * connections; count += 1) {
        await hold(said);
        if (count % connections === 0) assert.match(await withToken(), /^HTTP\/1\.1 404 /);
      }
      assert.match(await withToken(), /^HTTP\/1\.1 404 /);
      await until('those who came first being gone', () => openCount() < connections);
      assert.ok(openCount() >= newcomers);
      assert.equal(held.at(-1)?.isOpen, true, 'who came last still has time to ask');
    });
  }

  it('cuts off no stream that somebody with a token reads, however many others come', async () => {
    const reader = await EventReader.open(`${scene.url}/api/v1/notifications/stream`, {
      authorization: `Bearer ${testTokens.viewer}`,
    });
    let hasEnded = false;
    void reader.ended.then(() => {
      hasEnded = true;
    });
    for (let count = 0; count < 3 * connections; count += 1) {
      await hold('GET /health HTTP/1.1\r\nHost: ');
    }
    assert.match(await withToken(), /^HTTP\/1\.1 404 /);
    await until('those who came first being gone', () => openCount() < connections);
    assert.equal(hasEnded, false);
    reader.leave();
  });

  it('lets strangers be while there is room', async () => {
    for (let count = 0; count < connections - newcomers - 1; count += 1) {
      await hold('');
    }
    assert.match(await withToken(), /^HTTP\/1\.1 404 /);
    assert.equal(openCount(), held.length);
  });
});
