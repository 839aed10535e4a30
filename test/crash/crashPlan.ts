import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files that are changed one by one, each by a step of its own. */
const single = ['one.txt', 'two.txt', 'three.txt'] as const;
/** Files that one step changes together: all or none. */
const together = ['a.txt', 'b.txt', 'c.txt'] as const;

/** What a file holds in a generation; long enough that a half-written one would show. */
export function contentOf(name: string, generation: number): string {
  const line = (n: number) => `${name} generation ${generation} line ${n}\n`;
  return Array.from({ length: 200 }, (_, n) => line(n)).join('');
}

/** The files of a generation. */
export function filesOf(generation: number): Readonly<Record<string, string>> {
  return Object.fromEntries([...single, ...together].map((name) => [name, contentOf(name, generation)]));
}

/** Appends its argument to the log beside it, so that every execution can be counted. */
export const appendScript = "require('node:fs').appendFileSync(process.argv[2], process.argv[3] + '\\n');\n";

/** A plan that takes every file from one generation to the next, with a counted command after each write. */
export function crashSteps(generation: number, log: string): readonly Readonly<Record<string, unknown>>[] {
  const next = generation + 1;
  const command = (id: string, needs: string) => ({
    id,
    uses: 'shell.run',
    needs: [needs],
    with: { argv: [process.execPath, 'append.cjs', log, `${next}:${id}`] },
  });
  const singles = single.flatMap((path, index) => [
    {
      id: `draft_${index}`,
      uses: 'write_file_preview',
      needs: index === 0 ? [] : [`run_${index - 1}`],
      with: { path, content: contentOf(path, next) },
    },
    {
      id: `apply_${index}`,
      uses: 'write_file_apply',
      needs: [`draft_${index}`],
      with: { preview: `\${steps.draft_${index}.output}` },
    },
    command(`run_${index}`, `apply_${index}`),
  ]);
  const patch = together.map((path) => replacing(path, generation)).join('');
  return [
    ...singles,
    { id: 'draft_set', uses: 'apply_patch', needs: ['run_2'], with: { patch } },
    {
      id: 'apply_set',
      uses: 'apply_patch',
      needs: ['draft_set'],
      with: { patch, mode: 'apply', preview: '${steps.draft_set.output}' },
    },
    command('run_set', 'apply_set'),
  ];
}

function replacing(path: string, generation: number): string {
  const lines = (sign: string, n: number) =>
    contentOf(path, n)
      .split('\n')
      .slice(0, -1)
      .map((line) => `${sign}${line}\n`)
      .join('');
  return `--- a/${path}\n+++ b/${path}\n@@ -1,200 +1,200 @@\n${lines('-', generation)}${lines('+', generation + 1)}`;
}

/** What is wrong with the files right after a kill: each is whole, of this generation or the next. */
export function tornFiles(root: string, generation: number): readonly string[] {
  return [...single, ...together].filter((name) => generationOf(root, name, generation) === undefined);
}

/** Whether the files that change together are of one generation. */
export function areTogether(root: string, generation: number): boolean {
  return new Set(together.map((name) => generationOf(root, name, generation))).size === 1;
}

function generationOf(root: string, name: string, generation: number): number | undefined {
  const text = readFileSync(join(root, name), 'utf8');
  return [generation, generation + 1].find((one) => text === contentOf(name, one));
}
