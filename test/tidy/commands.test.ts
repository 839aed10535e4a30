import { deepStrictEqual, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
  };
}

const readJson = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T;
const manifest = () => readJson<Manifest>('package.json');

/** `holdpoint.plan.run` lives in `plan/runPlan`. */
function fileOf(command: string): string {
  const [, noun = '', verb = ''] = command.split('.');
  return `${noun}/${verb}${noun.slice(0, 1).toUpperCase()}${noun.slice(1)}.ts`;
}

/** The ids that the table of the extension registers. */
const registered = () =>
  [...readFileSync('client/src/commandTable.ts', 'utf8').matchAll(/^ {2}'(holdpoint[.][^']+)'/gm)].map(
    ([, id = '']) => id,
  );

describe('commands', () => {
  it('has one file per command of the manifest, and no other', () => {
    const files = manifest().contributes.commands.map(({ command }) => fileOf(command));
    const found = readdirSync('client/src/commands', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => path.replaceAll('\\', '/'));
    deepStrictEqual(found.sort(), files.sort());
    ok(files.length > 0);
  });

  it('has each command of the manifest in the table that registers it, and no other', () => {
    const commands = manifest().contributes.commands.map(({ command }) => command);
    deepStrictEqual([...registered()].sort(), commands.sort());
  });

  it('has every command that a lens names in the manifest', () => {
    const lenses = readFileSync('server/src/core/language/answers/lenses.ts', 'utf8');
    const named = [...lenses.matchAll(/'(holdpoint[.]\w+[.]\w+)'/g)].map(([, id = '']) => id);
    const commands = new Set(manifest().contributes.commands.map(({ command }) => command));
    deepStrictEqual(
      named.filter((id) => !commands.has(id)),
      [],
    );
    ok(named.length > 0);
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
