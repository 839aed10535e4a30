import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { globTest } from '../../../server/src/core/globs/globTest';
import { pathIndex } from '../../../server/src/core/policy/judge/pathIndex';

const names = ['a', 'B', 'src', 'lib', '.env', 'x.ts', 'x.tsx', 'y z', 'é', 'node_modules'];
const wild = [
  '*',
  '**',
  '?',
  '*.ts',
  '*.{ts,tsx}',
  '{src,lib}',
  '[ab]',
  'a*',
  '**b',
  '.',
  '..',
  '',
  '\\a',
  'Src',
];
const joined = (parts: readonly string[]) => parts.join('/');
const glob = fc.array(fc.constantFrom(...names, ...wild), { minLength: 1, maxLength: 5 }).map(joined);
const path = fc
  .array(fc.constantFrom(...names, 'SRC', 'A', 'b', ''), { minLength: 1, maxLength: 5 })
  .map(joined);
const globsOf = fc.option(fc.array(glob, { maxLength: 3 }));

describe('the index of rules by path', () => {
  it('hands out every rule that a path may meet, in order', () => {
    fc.assert(
      fc.property(fc.array(globsOf, { maxLength: 30 }), fc.array(path, { maxLength: 3 }), (all, paths) => {
        const entries = all.map((globs, order) => ({ order, paths: globs }));
        const lists = [...pathIndex(entries).concerning(paths.map((relative) => ({ relative })))];
        for (const list of lists)
          deepStrictEqual(
            list,
            [...list].sort((a, b) => a.order - b.order),
          );
        const found = new Set(lists.flat());
        const missing = entries.filter(
          (entry) => !found.has(entry) && paths.some((given) => isMet(entry, given)),
        );
        deepStrictEqual(missing, [], paths.join());
      }),
      { numRuns: 2_000 },
    );
  });

  it('hands out few of many', () => {
    const entries = Array.from({ length: 1000 }, (_, index) => ({ paths: [`area${index}/src/**`] }));
    deepStrictEqual([...pathIndex(entries).concerning([{ relative: 'area7/src/a.ts' }])].flat(), [
      entries[7],
    ]);
  });
});

function isMet({ paths }: { readonly paths: readonly string[] | null }, given: string): boolean {
  return paths === null || globTest(paths, 'path', true)(given);
}
