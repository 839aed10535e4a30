import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResponseError } from 'vscode-jsonrpc/node';
import { editorModels, scriptedModels } from '../../server/src/adapters/editors/editorModels';
import type { Models } from '../../server/src/runtime/ports';
import { openSocketDoor, type SocketDoor } from '../../server/src/transports/socket';
import { memoryLog } from '../support/memoryLog';
import { scriptedHandlers } from '../support/scriptedHandlers';
import { helloOf, type SocketPeer, socketPeer } from '../support/socketPeer';
import { removeFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

const token = 'ab'.repeat(32);
const request = {
  model_id: 'scripted',
  justification: 'to draft a plan',
  messages: [{ role: 'user' as const, text: 'two words' }],
};

describe('what the server asks of a connected editor', () => {
  let folder: string;
  let door: SocketDoor;
  let models: Models;
  const peers: SocketPeer[] = [];
  const signal = new AbortController().signal;

  const editor = async (more: object = {}) => {
    const peer = await socketPeer(join(folder, 's.sock'), null);
    peers.push(peer);
    const hello = { ...helloOf(token), source: 'vscode', offers: ['models'], ...more };
    await peer.connection.sendRequest('server/hello', hello);
    return peer.connection;
  };
  /** An editor whose models are the scripted ones. */
  const scripted = async (answer: (text: string) => string) => {
    const connection = await editor();
    const own = scriptedModels(answer);
    connection.onRequest('model/offered', async () => ({ models: await own.list(signal) }));
    connection.onRequest('model/ask', (params) => own.ask(params, signal));
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hp-'));
    door = await openSocketDoor({
      path: join(folder, 's.sock'),
      desk: { handlers: scriptedHandlers({}), log: memoryLog() },
      greeter: { token, actor: 'user:ann', version: '1', pid: 7, root: '/w' },
      listen: () => () => undefined,
    });
    models = editorModels((method, params, stop) => door.ask('models', { method, params, signal: stop }));
  });
  afterEach(async () => {
    for (const peer of peers.splice(0)) {
      peer.close();
    }
    await door.close(100);
    removeFolder(folder);
  });

  it('gives the same as models in memory do', async () => {
    await scripted((text) => `${text} more`);
    const twin = scriptedModels((text) => `${text} more`);
    assert.deepEqual(await models.list(signal), await twin.list(signal));
    const answer = await models.ask(request, signal);
    assert.deepEqual(answer, await twin.ask(request, signal));
    assert.deepEqual(answer, {
      model_id: 'scripted',
      text: 'two words more',
      input_tokens: 2,
      output_tokens: 3,
    });
  });

  it('goes to the newest window, and to no client without trust or without such an offer', async () => {
    await scripted(() => 'first');
    await scripted(() => 'second');
    await editor({ trusted: false });
    await editor({ offers: [] });
    assert.equal((await models.ask(request, signal)).text, 'second');
  });

  it('cannot be asked where no editor is', async () => {
    await assert.rejects(models.list(signal), { code: 'SERVER_UNREACHABLE' });
  });

  it('is refused as the editor refuses it', async () => {
    const connection = await editor();
    const body = { error_code: 'FORBIDDEN', message: 'no consent', details: { model_id: 'm' } };
    connection.onRequest('model/ask', () => new ResponseError(-32012, 'no consent', body));
    await assert.rejects(models.ask(request, signal), {
      code: 'FORBIDDEN',
      message: 'no consent',
      details: { model_id: 'm' },
    });
  });

  it('is cancelled in the editor too, and ends when the window goes away', async () => {
    const connection = await editor();
    let isCancelled = false;
    connection.onRequest(
      'model/ask',
      (_, stop) =>
        new Promise((resolve) => {
          stop.onCancellationRequested(() => {
            isCancelled = true;
            resolve(null);
          });
        }),
    );
    const stopping = new AbortController();
    const asked = models.ask(request, stopping.signal);
    asked.catch(() => undefined);
    await Promise.race([asked.catch(() => undefined), new Promise((resolve) => setImmediate(resolve))]);
    stopping.abort();
    await assert.rejects(asked);
    await until('the editor to hear of it', () => isCancelled);
    const lost = models.ask(request, signal);
    lost.catch(() => undefined);
    peers[0]?.close();
    await assert.rejects(lost, { code: 'SERVER_UNREACHABLE' });
  });
});
