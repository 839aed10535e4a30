import assert from 'node:assert/strict';
import { askModel, type ModelHost, offeredModels } from '../../../client/src/workspace/languageModels';

type Token = Parameters<typeof askModel>[2];
type Model = Awaited<ReturnType<ModelHost['selectChatModels']>>[number];

const words = (text: string) => text.split(' ').length;

/** A model of an editor that answers in parts, or fails as the editor's models do. */
function scene(given: { failure?: Error; isOffered?: boolean; parts?: readonly string[] } = {}) {
  const sent: unknown[] = [];
  const token = { isCancellationRequested: false } as Token & {
    isCancellationRequested: boolean;
  };
  async function* text() {
    for (const part of given.parts ?? ['two ', 'words']) {
      yield part;
    }
  }
  const model = {
    id: 'm1',
    vendor: 'v',
    family: 'f',
    name: 'Model',
    version: '2',
    maxInputTokens: 100,
    sendRequest: async (messages: unknown, options: unknown) => {
      sent.push({ messages, options });
      if (given.failure !== undefined) {
        throw given.failure;
      }
      return { text: text() };
    },
    countTokens: async (message: string | { text: string }) =>
      words(typeof message === 'string' ? message : message.text),
  } as unknown as Model;
  const host: ModelHost = {
    selectChatModels: async () => [model],
    message: (role, said) => ({ role, text: said }) as unknown as ReturnType<ModelHost['message']>,
    isOffered: () => given.isOffered ?? true,
  };
  const ask = (model_id = 'm1') =>
    askModel(
      host,
      {
        model_id,
        justification: 'to draft a plan',
        messages: [
          { role: 'user', text: 'say two words' },
          { role: 'assistant', text: 'yes' },
        ],
      },
      token,
    );
  return { host, ask, sent, token };
}

describe('the language models of the editor', () => {
  it('are offered with what their provider says of them', async () => {
    assert.deepEqual(await offeredModels(scene().host), [
      { model_id: 'm1', vendor: 'v', family: 'f', name: 'Model', version: '2', max_input_tokens: 100 },
    ]);
  });

  it('answer with the whole text and the tokens as the model counts them; the person is told what for', async () => {
    const { ask, sent } = scene();
    assert.deepEqual(await ask(), { model_id: 'm1', text: 'two words', input_tokens: 4, output_tokens: 2 });
    assert.deepEqual(sent, [
      {
        messages: [
          { role: 'user', text: 'say two words' },
          { role: 'assistant', text: 'yes' },
        ],
        options: { justification: 'to draft a plan' },
      },
    ]);
  });

  it('are neither offered nor asked while the person has switched that off', async () => {
    const { host, ask, sent } = scene({ isOffered: false });
    assert.deepEqual(await offeredModels(host), []);
    await assert.rejects(ask(), { code: 'FORBIDDEN' });
    assert.deepEqual(sent, []);
  });

  it('are not found by another id', async () => {
    await assert.rejects(scene().ask('other'), { code: 'NOT_FOUND', details: { model_id: 'other' } });
  });

  for (const [code, expected] of [
    ['NoPermissions', 'FORBIDDEN'],
    ['Blocked', 'DENIED'],
    ['NotFound', 'NOT_FOUND'],
    ['other', 'INTERNAL'],
  ] as const) {
    it(`name a refusal with ${code}`, async () => {
      const failure = Object.assign(new Error('no'), { code });
      await assert.rejects(scene({ failure }).ask(), { code: expected });
    });
  }

  it('stop when they are cancelled, however the model ends then', async () => {
    const { ask, token } = scene({ failure: new Error('aborted') });
    token.isCancellationRequested = true;
    await assert.rejects(ask(), { name: 'AbortError' });
  });

  it('give no half an answer when they are called off, though their provider only ends early', async () => {
    const { ask, token } = scene({ parts: [] });
    token.isCancellationRequested = true;
    await assert.rejects(ask(), { name: 'AbortError' });
  });
});
