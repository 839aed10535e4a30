import { readFileSync } from 'node:fs';
import { repositoryFiles } from '../repository';

/** One `it` or `describe` of the tests. */
export interface TestTitle {
  readonly file: string;
  readonly title: string;
}

/** Every title in the tests of the repository, in order of file and place. */
export function testTitles(): readonly TestTitle[] {
  return repositoryFiles()
    .filter((file) => file.startsWith('test/') && file.endsWith('.ts'))
    .toSorted()
    .flatMap((file) => titlesOf(file, readFileSync(file, 'utf8')));
}

function titlesOf(file: string, text: string): readonly TestTitle[] {
  const calls = text.matchAll(
    /\b(?:it|describe)\(\s*(?:'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`|"((?:[^"\\]|\\.)*)")/g,
  );
  return [...calls].map(([, single, template, double]) => ({
    file,
    title: (single ?? template?.replaceAll(/\$\{[^}]*\}/g, '…') ?? double ?? '').replaceAll(/\\(.)/g, '$1'),
  }));
}

/** The ids that a title names: `GATE-09`, `R-16` or `regression 16`. */
export function idsIn(title: string): readonly string[] {
  const named = [...title.matchAll(/\b((?:FLOW|GATE|OPS|LOG|RUN)-\d\d|R-\d\d)\b/g)].map(([, id = '']) => id);
  const numbered = [...title.matchAll(/\bregression (\d+)/gi)].map(
    ([, number = '']) => `R-${number.padStart(2, '0')}`,
  );
  return [...named, ...numbered];
}
