import { machines } from '#protocol/states';
import { code, heading, table } from './markdown';

/** docs/STATES.md: every state machine as a table and a diagram. */
export function statesDocument(): string {
  return [
    heading('State machines', 'server/src/protocol/states.ts'),
    'One table per machine, used by every writer: the store refuses any other move with `STATE_CONFLICT`, inside the',
    'transaction that would make it. A state without a way out is terminal.',
    '',
    ...Object.entries(machines).map(([name, moves]) => machineText(name, moves)),
  ].join('\n');
}

function machineText(name: string, moves: Readonly<Record<string, readonly string[]>>): string {
  const [first] = Object.keys(moves);
  const arrows = Object.entries(moves).flatMap(([from, targets]) =>
    targets.length === 0 ? [`  ${from} --> [*]`] : targets.map((to) => `  ${from} --> ${to}`),
  );
  const rows = Object.entries(moves).map(([from, targets]) => [
    code(from),
    targets.length === 0 ? '(terminal)' : targets.map((to) => code(to)).join(' '),
  ]);
  return [
    `## ${name}`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${first}`,
    ...arrows,
    '```',
    '',
    table(['from', 'to'], rows),
    '',
  ].join('\n');
}
