import type { ApprovalRow } from '#protocol/rows';
import type { Context } from '../context';
import type { Store, Write } from '../storePort';

/** The open approvals of a server, as its store holds them: only this server writes, so each commit keeps them right. */
interface Known {
  rows: Map<string, ApprovalRow> | null;
  /** Counts what was noted: a list that was read meanwhile is read again. */
  noted: number;
}

// By the store, not the context: a run in a work tree has a context of its own over the same store.
const ofStores = new WeakMap<Store, Known>();
const open = ['requested', 'granted'] as const;

/** Every approval that is requested or granted, oldest first; read once, then known. */
export async function openApprovals(context: Context): Promise<readonly ApprovalRow[]> {
  const known = knownOf(context);
  while (known.rows === null) {
    const { noted } = known;
    const where = { status: open };
    const { items } = await context.ports.store.list('approvals', { where, limit: null });
    if (known.noted === noted) {
      known.rows ??= new Map(items.map((row) => [row.id, row]));
    }
  }
  return [...known.rows.values()];
}

/** An approval that is known to be open. */
export function openApproval(context: Context, id: string): ApprovalRow | undefined {
  return knownOf(context).rows?.get(id);
}

/** Notes what a transaction did to approvals; call once it is durable. */
export function noteApprovals(context: Context, writes: readonly Write[]): void {
  for (const write of writes) {
    if (write.op !== 'event' && write.table === 'approvals') {
      note(knownOf(context), write);
    }
  }
}

/** Forgets what is known: rows were removed. */
export function forgetApprovals(context: Context): void {
  const known = knownOf(context);
  known.rows = null;
  known.noted += 1;
}

type ApprovalWrite = Extract<Write, { readonly table: 'approvals' }>;

function note(known: Known, write: ApprovalWrite): void {
  known.noted += 1;
  if (write.op === 'insert') {
    known.rows?.set(write.row.id, write.row);
    return;
  }
  const row = known.rows?.get(write.key.id ?? '');
  if (row === undefined) {
    // Named by other columns, or closed: closed ones do not come back, but nobody needs to rely on that here.
    known.rows = null;
    return;
  }
  const changed: ApprovalRow = {
    ...row,
    ...write.set,
    ...(write.op === 'transition' ? { status: write.to as ApprovalRow['status'] } : {}),
  };
  if (changed.status === 'requested' || changed.status === 'granted') {
    known.rows?.set(row.id, changed);
  } else {
    known.rows?.delete(row.id);
  }
}

function knownOf({ ports }: Context): Known {
  const known = ofStores.get(ports.store) ?? { rows: null, noted: 0 };
  ofStores.set(ports.store, known);
  return known;
}
