import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What the driver hands to the suite in the editor, in the variable HOLDPOINT_SUITE. */
export interface SuiteOrder {
  /** The bundles with the tests. */
  readonly files: readonly string[];
  /** The file to which each result is added as a line. */
  readonly record: string;
}

/** One test that ran in the editor, something measured there, or the last line, which says that all is done. */
export type SuiteLine =
  | { readonly kind: 'test'; readonly path: readonly string[]; readonly failure: string | null }
  | { readonly kind: 'figure'; readonly name: string; readonly value: number }
  | { readonly kind: 'end'; readonly editor: string; readonly node: string };

/** What VS Code loads in its extension host to run the tests. */
export const suiteProgram = resolve('dist/test/editor/suite/runSuite.cjs');

/** The bundles of the suites that exist; the one that wants the extension asleep comes first. */
export function suiteFiles(): readonly string[] {
  const first = 'activation.test.ts';
  return readdirSync('test/editor/suite', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .sort((a, b) => Number(b === first) - Number(a === first) || a.localeCompare(b))
    .map((path) => resolve('dist/test/editor/suite', path.replace(/[.]ts$/, '.cjs')));
}

/** What the suite has written down so far. */
export function readRecord(path: string): readonly SuiteLine[] {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SuiteLine);
}
