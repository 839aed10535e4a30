import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { createLanguage } from '../../server/src/core/language/language';
import { languageTools } from '../../server/src/runtime/languageTools';
import { createTools } from '../../server/src/tools/toolTable';
import type { LanguageDesk } from '../../server/src/transports/language/languageDesk';
import { openLanguageSession } from '../../server/src/transports/language/openLanguageSession';
import { type LanguagePeer, languagePeer } from '../support/languagePeer';
import { memoryLog } from '../support/memoryLog';
import { until } from '../support/until';

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

  it('tells what is wrong in the language of the editor, repairs and reasons of policy included', async () => {
    const editor = start();
    await editor.initialize('ja');
    const text = plan
      .replace('read_file', 'read_fil')
      .concat('  - id: b\n    uses: shell.run\n    with: { argv: [rm, -rf, /] }\n');
    await editor.open(uri, text);
    const found = await editor.diagnostics(uri, 1);
    const [wrong, denied] = found;
    assert.equal(wrong?.message, "ツール 'read_fil' はありません。'read_file' のことですか?");
    assert.match(
      denied?.message ?? '',
      /ポリシーがこのステップを拒否します: .*ルートフォルダーの削除は決して許可されない/,
    );
    const range = wrong?.range;
    const [fix] = await editor.connection.sendRequest<
      { title: string; diagnostics: { message: string }[] }[]
    >('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics: [] } });
    assert.equal(fix?.title, "'read_file' に変更");
    assert.equal(fix?.diagnostics[0]?.message, wrong?.message);
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

  const ask = <T>(method: string, more: object): Promise<T> =>
    peer.connection.sendRequest(method, { textDocument: { uri }, ...more });
  const position = { line: 3, character: 9 };

  it('answers about the text as it stands: hover, completion, places, outline, lenses', async () => {
    const editor = start();
    await editor.initialize();
    await editor.open(uri, plan);
    const hover = await ask<{ contents: { value: string } }>('textDocument/hover', { position });
    assert.ok(hover.contents.value.startsWith('**look**'));
    const offered = await ask<{ label: string }[]>('textDocument/completion', {
      position: { line: 4, character: 10 },
    });
    assert.ok(offered.some(({ label }) => label === 'shell.run'));
    const definition = await ask<{ range: unknown }>('textDocument/definition', { position });
    assert.deepEqual(definition.range, { start: { line: 3, character: 8 }, end: { line: 3, character: 12 } });
    const context = { includeDeclaration: true };
    assert.equal((await ask<unknown[]>('textDocument/references', { position, context })).length, 1);
    assert.equal((await ask<unknown[]>('textDocument/documentSymbol', {})).length, 3);
    assert.equal((await ask<unknown[]>('textDocument/foldingRange', {})).length, 2);
    assert.equal((await ask<unknown[]>('textDocument/codeLens', {})).length, 4);
  });

  it('says of the inputs of a tool what they hold, in words of the plan', async () => {
    const editor = start();
    await editor.initialize();
    await editor.open(uri, `${plan}  - id: b\n    uses: shell.run\n    with: { argv: [ls] }\n`);
    const on = { line: plan.split('\n').length, character: 12 };
    const hover = await ask<{ contents: { value: string } }>('textDocument/hover', { position: on });
    assert.match(hover.contents.value, /argv.*: list/);
  });

  it('answers about a query with what the record holds, and asks the record for queries only', async () => {
    const asked: string[] = [];
    const facts = { attributes: [{ scope: 'span', name: 'team', values: ['"red"'] }], intrinsics: {} };
    const editor = start({
      request: (method) => {
        asked.push(method);
        return Promise.resolve((method === 'trace/facts' ? facts : { items: [] }) as never);
      },
    });
    await editor.initialize();
    await editor.open(uri, plan);
    await ask('textDocument/completion', { position });
    assert.equal(asked.includes('trace/facts'), false);
    const query = 'file:///w/slow.traceql';
    await editor.open(query, '{ span.tem = "red" }');
    const [doubt] = await editor.diagnostics(query, 1);
    assert.match(doubt?.message ?? '', /did you mean team[?]$/);
    const offered = await editor.connection.sendRequest<{ label: string }[]>('textDocument/completion', {
      textDocument: { uri: query },
      position: { line: 0, character: 7 },
    });
    assert.ok(offered.some(({ label }) => label === 'span.team'));
  });

  it('renames a step, and says why a name cannot be', async () => {
    const editor = start();
    await editor.initialize();
    await editor.open(uri, plan);
    const prepared = await ask<{ placeholder: string }>('textDocument/prepareRename', { position });
    assert.equal(prepared.placeholder, 'look');
    const made = await ask<{ changes: Record<string, { newText: string }[]> }>('textDocument/rename', {
      position,
      newName: 'see',
    });
    assert.deepEqual(
      made.changes[uri]?.map(({ newText }) => newText),
      ['see'],
    );
    await assert.rejects(ask('textDocument/rename', { position, newName: '1' }), /is no step id/);
  });

  it('offers repairs as edits of the document', async () => {
    const editor = start();
    await editor.initialize();
    await editor.open(uri, plan.replace('read_file', 'read_fil'));
    const range = { start: { line: 4, character: 10 }, end: { line: 4, character: 10 } };
    const [action] = await ask<{ title: string; kind: string; edit: { changes: object } }[]>(
      'textDocument/codeAction',
      { range, context: { diagnostics: [] } },
    );
    assert.equal(action?.title, "Change to 'read_file'");
    assert.equal(action.kind, 'quickfix');
    assert.deepEqual(Object.keys(action.edit.changes), [uri]);
  });

  it('asks for policy anew at each check, so that a saved policy file counts', async () => {
    let isBroken = false;
    const editor = start({ policyLayers: () => Promise.resolve(isBroken ? null : []) });
    await editor.initialize();
    const shell = plan.replace('read_file', 'shell.run').replace('{ path: a.txt }', '{ argv: [rm, -rf, /] }');
    await editor.open(uri, shell);
    const [denied] = await editor.diagnostics(uri, 1);
    assert.equal(denied?.code, 'builtin.rm_root');
    isBroken = true;
    await editor.connection.sendNotification('textDocument/didSave', {
      textDocument: { uri: 'file:///w/p' },
    });
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: `${shell}\n` }],
    });
    assert.deepEqual(await editor.diagnostics(uri, 2), []);
  });

  it('takes back the diagnostics of a closed document, and knows it no more', async () => {
    const editor = start();
    await editor.initialize();
    await editor.open(uri, 'schema: plan/1\n');
    assert.equal((await editor.diagnostics(uri, 1)).length, 2);
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await until('the diagnostics to go', () => editor.published.at(-1)?.diagnostics.length === 0);
    assert.equal(await ask('textDocument/hover', { position }), null);
  });

  it('breaks off what the editor has lost interest in', async () => {
    let open: (layers: readonly []) => void = () => {};
    const layers = new Promise<readonly []>((resolve) => {
      open = resolve;
    });
    const editor = start({ policyLayers: () => layers });
    await editor.initialize();
    await editor.open(uri, plan);
    const cancel = new CancellationTokenSource();
    const asked = editor.connection.sendRequest(
      'textDocument/hover',
      { textDocument: { uri }, position },
      cancel.token,
    );
    cancel.cancel();
    open([]);
    await assert.rejects(asked, { code: -32800 });
  });

  it('goes on where policy or runs cannot be had, and says so in the log', async () => {
    const log = memoryLog();
    const refuse = () => Promise.reject(new Error('the store is away'));
    const editor = start({ log, policyLayers: refuse, request: refuse });
    await editor.initialize();
    await editor.open(uri, plan.replace('read_file', 'read_fil'));
    assert.equal((await editor.diagnostics(uri, 1))[0]?.code, 'UNKNOWN_TOOL');
    assert.ok(log.lines.filter(({ level }) => level === 'warning').length >= 2);
  });

  it('leaves the process alone when the editor says exit', async () => {
    let hasEnded = false;
    const listen = () => () => {
      hasEnded = true;
    };
    const editor = start({ listen });
    await editor.initialize();
    await editor.connection.sendRequest('shutdown');
    await editor.connection.sendNotification('exit');
    await until('the session to end', () => hasEnded);
  });
});
