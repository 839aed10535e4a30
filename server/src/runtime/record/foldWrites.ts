import { isTransition, type State } from '#protocol/states';
import type { Write } from '../storePort';

/** Tables of which nobody is told: only their last state within a transaction can ever be seen. */
const foldable = {
  step_runs: (key: Cells) => `step_runs ${key['run_id']} ${key['step_id']} ${key['visit']}`,
  attempts: (key: Cells) => `attempts ${key['id']}`,
  spans: (key: Cells) => `spans ${key['span_id']}`,
} as const;

const machines = { step_runs: 'step', attempts: 'attempt' } as const;

type Cells = Readonly<Record<string, unknown>>;
type Insert = Extract<Write, { readonly op: 'insert' }>;
type Change = Exclude<Write, { readonly op: 'insert' | 'event' }>;

/**
 * The same transaction with fewer writes: what happens to a row after the write that makes it goes into that write.
 * A move that its state table does not list is left as it is, for the store to refuse.
 */
export function foldWrites(writes: readonly Write[]): readonly Write[] {
  const folded: Write[] = [];
  const made = new Map<string, number>();
  for (const write of writes) {
    if (write.op === 'event' || !Object.hasOwn(foldable, write.table)) {
      folded.push(write);
    } else if (write.op === 'insert') {
      made.set(nameOf(write.table, write.row), folded.push(write) - 1);
    } else {
      fold(folded, made.get(nameOf(write.table, write.key)), write);
    }
  }
  return folded;
}

/** Puts a change into the insert at `place`, or behind everything else where that cannot be. */
function fold(folded: Write[], place: number | undefined, change: Change): void {
  const whole = place === undefined ? null : changed(folded[place] as Insert, change);
  if (place === undefined || whole === null) {
    folded.push(change);
  } else {
    folded[place] = whole;
  }
}

function nameOf(table: string, key: object): string {
  return foldable[table as keyof typeof foldable](key as Cells);
}

function changed(insert: Insert, change: Change): Insert | null {
  if (change.op === 'update') {
    return { ...insert, row: { ...insert.row, ...change.set } } as Insert;
  }
  const { status } = insert.row as { readonly status: string };
  const machine = machines[change.table as keyof typeof machines];
  const isListed = isTransition(machine, status as State<typeof machine>, change.to as State<typeof machine>);
  return isListed && change.from.includes(status)
    ? ({ ...insert, row: { ...insert.row, ...change.set, status: change.to } } as Insert)
    : null;
}
