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
 * A transaction in the making, with fewer writes than it is given: what happens to a row after the write that makes it
 * goes into that write. A move that its state table does not list is left as it is, for the store to refuse.
 */
export class FoldedWrites {
  readonly #writes: Write[] = [];
  readonly #made = new Map<string, Folded>();

  /** What is to be stored. */
  get writes(): readonly Write[] {
    return this.#writes;
  }

  add(write: Write): void {
    if (write.op === 'event' || !Object.hasOwn(foldable, write.table)) {
      this.#writes.push(write);
    } else if (write.op === 'insert') {
      this.#made.set(nameOf(write.table, write.row), { place: this.#writes.push(write) - 1, isOwn: false });
    } else {
      this.#fold(this.#made.get(nameOf(write.table, write.key)), write);
    }
  }

  /** Puts a change into the insert that made its row, or behind everything else where that cannot be. */
  #fold(made: Folded | undefined, change: Change): void {
    const insert = made && (this.#writes[made.place] as Insert);
    if (made === undefined || insert === undefined || !isListed(insert, change)) {
      this.#writes.push(change);
      return;
    }
    const own = made.isOwn ? insert : ({ ...insert, row: { ...insert.row } } as Insert);
    Object.assign(own.row, change.set, change.op === 'transition' ? { status: change.to } : {});
    this.#writes[made.place] = own;
    made.isOwn = true;
  }
}

/** Where an insert stands, and whether it is a copy already that may be changed. */
interface Folded {
  readonly place: number;
  isOwn: boolean;
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
