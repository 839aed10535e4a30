import { createLanguage } from '../../../server/src/core/language/language';
import { openLanguageSession } from '../../../server/src/transports/language/openLanguageSession';
import { languagePeer } from '../../support/languagePeer';
import { memoryLog } from '../../support/memoryLog';
import { median } from '../measure';
import { keystrokes, tools } from './typing';

const uri = 'file:///w/long.plan.yaml';

/** Types letters in an editor at the other end of a line, each when the diagnostics of the last have come. */
export async function typeInSession(text: string, word: string): Promise<number> {
  const editor = languagePeer((streams) =>
    openLanguageSession(streams, {
      language: createLanguage(tools),
      version: '0.0.0',
      root: '/w',
      log: memoryLog(),
      nowMs: () => 0,
      policyLayers: () => Promise.resolve([]),
      canIsolateNetwork: () => Promise.resolve(true),
      request: () => Promise.resolve({ items: [] } as never),
      listen: () => () => {},
    }),
  );
  let told: (version: number | undefined) => void = () => {};
  editor.connection.onNotification('textDocument/publishDiagnostics', ({ version }) => told(version));
  const diagnosed = (version: number) =>
    new Promise<void>((done) => {
      told = (found) => found === version && done();
    });
  await editor.initialize();
  const first = diagnosed(1);
  await editor.open(uri, text);
  await first;
  const costs: number[] = [];
  const before = text.slice(0, text.indexOf(word) + word.length).split('\n');
  for (let version = 2; version < 2 + 2 * keystrokes; version += 1) {
    const place = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const startMs = performance.now();
    const answered = diagnosed(version);
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: place, end: place }, text: 'x' }],
    });
    await answered;
    costs.push(performance.now() - startMs);
  }
  editor.close();
  return median(costs);
}
