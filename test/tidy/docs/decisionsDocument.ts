import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'docs/decisions';

/** docs/decisions/README.md: every decision by its number and title, so that none is found by its file name alone. */
export function decisionsDocument(): string {
  const rows = readdirSync(folder)
    .filter((name) => /^\d{4}-/.test(name))
    .toSorted()
    .map((name) => `| ${Number(name.slice(0, 4))} | [${titleOf(name)}](${name}) |`);
  return [
    '# Decisions',
    '',
    'Generated from the first lines of the files beside it by `npm run docs`; do not edit. Each says what was decided, why, what else',
    'was weighed, and what would change our mind. Numbers that are missing were never used.',
    '',
    '| | decision |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** The heading of a decision, which carries the number of its file. */
function titleOf(name: string): string {
  const [first = ''] = readFileSync(join(folder, name), 'utf8').split('\n', 1);
  const start = `# ${Number(name.slice(0, 4))}. `;
  if (!first.startsWith(start)) {
    throw new Error(`${folder}/${name}: the first line must begin with "${start}"`);
  }
  return first.slice(start.length);
}
