import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readLines, repositoryFiles, writtenFiles } from './repository';

/** Lines of the given files that `pattern` finds, as `path:line`. */
function find(paths: readonly string[], pattern: RegExp): readonly string[] {
  return paths.flatMap((path) =>
    readLines(path).flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

const literal = (text: string) => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));

describe('honesty', () => {
  it('leaves no test alone, aside or unwritten', () => {
    const tests = repositoryFiles().filter((path) => /^test[/].*[.]ts$/.test(path));
    deepStrictEqual(
      find(tests, /\b(describe|context|it)[.](only|skip)\b|\b(xit|xdescribe|this[.]skip)\(/),
      [],
    );
    ok(tests.length > 0);
  });

  it('leaves nothing for later inside the code', () => {
    const code = repositoryFiles().filter((path) => /^(client|server|media)[/].*[.]ts$/.test(path));
    deepStrictEqual(find(code, /\b(TO[D]O|FIX[M]E|X[X]X)\b|@ts-(ignore|nocheck)/), []);
  });

  it('names no place of the machine it was written on', () => {
    const code = writtenFiles().filter((path) => !path.startsWith('test/'));
    deepStrictEqual(find(writtenFiles(), literal(`${process.cwd()}/`)), []);
    deepStrictEqual(find(code, /[/](home|Users)[/][a-z]+[/]|[A-Z]:\\Users\\/), []);
  });

  it('names no package registry', () => {
    const registry = process.env['npm_config_registry'];
    const host = registry === undefined ? null : new URL(registry).host;
    const everything = [...writtenFiles(), 'package-lock.json'];
    if (host !== null && host !== 'registry.npmjs.org') {
      deepStrictEqual(find(everything, literal(host)), []);
    }
  });

  it('has a README and a CI entry that run the same two commands', () => {
    for (const path of ['README.md', 'README.ja.md']) {
      const text = readFileSync(path, 'utf8');
      match(text, /^npm ci && npm run demo$/m);
      match(text, /^npm ci && npm test$/m);
    }
    match(readFileSync('.ci/run', 'utf8'), /^\{ npm ci && npm test; \}/m);
  });
});
