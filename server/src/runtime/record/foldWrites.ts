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
  const made = new Map<string, Folded>();
  for (const write of writes) {
    if (write.op === 'event' || !Object.hasOwn(foldable, write.table)) {
      folded.push(write);
    } else if (write.op === 'insert') {
      made.set(nameOf(write.table, write.row), { place: folded.push(write) - 1, isOwn: false });
    } else {
      fold(folded, made.get(nameOf(write.table, write.key)), write);
    }
  }
  return folded;
}

/** Where an insert stands, and whether it is a copy already that may be changed. */
interface Folded {
  readonly place: number;
  isOwn: boolean;
}

/** Puts a change into the insert that made its row, or behind everything else where that cannot be. */
function fold(folded: Write[], made: Folded | undefined, change: Change): void {
  const insert = made && (folded[made.place] as Insert);
  if (made === undefined || insert === undefined || !isListed(insert, change)) {
    folded.push(change);
    return;
  }
  const own = made.isOwn ? insert : ({ ...insert, row: { ...insert.row } } as Insert);
  Object.assign(own.row, change.set, change.op === 'transition' ? { status: change.to } : {});
  folded[made.place] = own;
  made.isOwn = true;
}

function nameOf(table: string, key: object): string {
  return foldable[table as keyof typeof foldable](key as Cells);
}

function isListed(insert: Insert, change: Change): boolean {
  if (change.op === 'update') {
    return true;
  }
  const { status } = insert.row as { readonly status: string };
  const machine = machines[change.table as keyof typeof machines];
  return (
    change.from.includes(status) &&
    isTransition(machine, status as State<typeof machine>, change.to as State<typeof machine>)
  );
}
