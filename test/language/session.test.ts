import assert from 'node:assert/strict';
import { createLanguage } from '../../server/src/core/language/language';
import { languageTools } from '../../server/src/runtime/languageTools';
import { createTools } from '../../server/src/tools/toolTable';
import type { LanguageDesk } from '../../server/src/transports/language/languageDesk';
import { openLanguageSession } from '../../server/src/transports/language/openLanguageSession';
import { type LanguagePeer, languagePeer } from '../support/languagePeer';
import { memoryLog } from '../support/memoryLog';

const uri = 'file:///w/change.plan.yaml';
const plan = `schema: plan/1
title: A change
steps:
  - id: look
    uses: read_file
    with: { path: a.txt }
`;

describe('a language session', () => {
  let peer: LanguagePeer;

  const start = (given: Partial<LanguageDesk> = {}) => {
    const desk: LanguageDesk = {
      language: createLanguage(languageTools(createTools(), new Set())),
      version: '1.2.3',
      root: '/w',
      log: memoryLog(),
      nowMs: () => 0,
      policyLayers: () => Promise.resolve([]),
      canIsolateNetwork: () => Promise.resolve(true),
      request: () => Promise.resolve({ items: [] } as never),
      listen: () => () => {},
      ...given,
    };
    peer = languagePeer((streams) => openLanguageSession(streams, desk));
    return peer;
  };
  afterEach(() => peer.close());

  it('says at initialize what it can do', async () => {
    const { capabilities } = await start().initialize();
    assert.equal(capabilities['hoverProvider'], true);
    assert.deepEqual(capabilities['textDocumentSync'], { openClose: true, change: 2, save: true });
  });

  it('tells what is wrong with a text, and of the next version that it is right', async () => {
    const editor = start();
    await editor.initialize();
    await editor.open(uri, plan.replace('read_file', 'read_fil'));
    const [wrong] = await editor.diagnostics(uri, 1);
    assert.equal(wrong?.code, 'UNKNOWN_TOOL');
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        {
          range: { start: { line: 4, character: 18 }, end: { line: 4, character: 18 } },
          text: 'e',
        },
      ],
    });
    assert.deepEqual(await editor.diagnostics(uri, 2), []);
  });

  it('survives exit: the process is not its own', async () => {
    const editor = start();
    await editor.initialize();
    await editor.connection.sendRequest('shutdown');
    await editor.connection.sendNotification('exit');
    assert.ok(process.pid > 0);
  });
});
