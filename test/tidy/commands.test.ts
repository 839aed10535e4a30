import { deepStrictEqual, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
  };
}

const readJson = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T;
const manifest = () => readJson<Manifest>('package.json');

/** `holdpoint.plan.run` lives in `runPlan`. */
function fileOf(command: string): string {
  const [, noun = '', verb = ''] = command.split('.');
  return `${verb}${noun.slice(0, 1).toUpperCase()}${noun.slice(1)}.ts`;
}

describe('commands', () => {
  it('has one file per command of the manifest, and no other', () => {
    const files = manifest().contributes.commands.map(({ command }) => fileOf(command));
    deepStrictEqual(readdirSync('client/src/commands').sort(), files.sort());
    ok(files.length > 0);
  });

  it('has every text of the manifest in English and Japanese', () => {
    const used = [...readFileSync('package.json', 'utf8').matchAll(/"%([^%"]+)%"/g)].map(
      ([, key = '']) => key,
    );
    const english = Object.keys(readJson<object>('package.nls.json')).sort();
    const japanese = Object.keys(readJson<object>('package.nls.ja.json')).sort();
    deepStrictEqual([...new Set(used)].sort(), english);
    deepStrictEqual(japanese, english);
  });

  it('has every message of the extension in Japanese', () => {
    const sources = readdirSync('client/src', { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    );
    const messages = sources.flatMap((path) =>
      [...readFileSync(`client/src/${path}`, 'utf8').matchAll(/l10n[.]t\(\s*'((?:[^'\\]|\\.)*)'/g)].map(
        ([, text = '']) => text,
      ),
    );
    const translated = Object.keys(readJson<object>('media/l10n/bundle.l10n.ja.json')).sort();
    deepStrictEqual([...new Set(messages)].sort(), translated);
    ok(messages.length > 0);
  });
});
