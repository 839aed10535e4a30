import { AppError } from '#protocol/errors';
import type { Plan } from '#protocol/plan';
import type { RunRow, SessionRow, SlotRow } from '#protocol/rows';
import { missingSetup, missingSlot } from '../core/plan/warnings/missingPlaces';
import type { Context } from './context';
import type { SlotTree } from './ports';
import { commit, eventWrite, isoNow } from './record/record';
import { Serial } from './serial';

/** A run's working tree: the context in which it works and the slot's name. */
export interface LentSlot {
  readonly context: Context;
  readonly slotId: string;
}

/** Lends a run the slot that its plan, or the person, names: the opened folder in place, or a work tree of its own. */
export async function lendSlot(
  home: Context,
  runId: string,
  {
    session,
    plan,
    asked,
  }: { readonly session: SessionRow; readonly plan: Plan; readonly asked: string | undefined },
): Promise<LentSlot> {
  const kind = asked ?? plan.workspace.slot;
  if (kind === 'in_place') {
    return { context: home, slotId: slotName(home, 0) };
  }
  const missing = missingSlot(kind) ?? missingSetup({ ...plan.workspace, slot: kind });
  if (missing !== null) {
    throw new AppError('NO_SLOT', missing, { slot: kind });
  }
  return await lending.run(home.ports.home.root, () => lendTree(home, runId, session, plan));
}

/** Work trees are made one after the other: each has the next number. */
const lending = new Serial();

async function lendTree(home: Context, runId: string, session: SessionRow, plan: Plan): Promise<LentSlot> {
  const { total } = await home.ports.store.list('slots', { limit: 1 });
  const slotId = slotName(home, total + 1);
  const branch = plan.workspace.branch && filledIn(plan.workspace.branch, session.id, runId);
  const tree = await home.ports.slots.add(slotId, { base: plan.workspace.base, branch });
  await copyRecipe(home, tree, plan.workspace.recipe.copy);
  await recordSlot(home, { session, runId, slotId, tree });
  return { context: inSlot(home, tree), slotId };
}

/** The context in which a stored run works. */
export async function slotContext(home: Context, run: Pick<RunRow, 'slot_id'>): Promise<Context> {
  const row = await home.ports.store.get('slots', { id: run.slot_id });
  if (!row) {
    return home;
  }
  const tree = await home.ports.slots.open(row.path);
  if (!tree) {
    throw new AppError('NO_SLOT', `the work tree ${row.path} is gone: start a new run`, { slot: row.id });
  }
  return inSlot(home, tree);
}

function inSlot(home: Context, tree: SlotTree): Context {
  return { ...home, ports: { ...home.ports, ...tree.ports } };
}

function slotName({ ports }: Context, n: number): string {
  const folder = ports.home.root.split(/[\\/]/).at(-1) ?? '';
  return `workspace-${folder.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 80) || 'root'}-slot${n}`;
}

function filledIn(branch: string, sessionId: string, runId: string): string {
  return branch.replaceAll('{session}', sessionId).replaceAll('{task-id}', runId);
}

/** Files that a work tree lacks because they are not tracked, such as `.env`. */
async function copyRecipe(home: Context, tree: SlotTree, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const file = await home.ports.home.read(path);
    if (!file) {
      throw new AppError('NO_SLOT', `workspace.recipe.copy names ${path}, which does not exist`, { path });
    }
    const there = await tree.ports.workspace.read(path);
    await tree.ports.workspace.apply([
      { path, before_sha256: there?.sha256 ?? null, after: file.bytes, mode: file.mode },
    ]);
  }
}

async function recordSlot(
  home: Context,
  slot: {
    readonly session: SessionRow;
    readonly runId: string;
    readonly slotId: string;
    readonly tree: SlotTree;
  },
): Promise<void> {
  const { session, runId, slotId, tree } = slot;
  const now = isoNow(home);
  const row: SlotRow = {
    id: slotId,
    repo: home.ports.home.root,
    path: tree.path,
    kind: 'worktree',
    state: 'available',
    run_id: runId,
    branch: tree.branch,
    commit_sha: tree.commit,
    lease_until: null,
    allocations: 1,
    metadata: '{}',
    created_at: now,
    updated_at: now,
  };
  const origin = {
    session_id: session.id,
    run_id: runId,
    actor: 'system',
    source: 'system',
    client_message_id: null,
  } as const;
  await commit(home, [
    { op: 'insert', table: 'slots', row },
    { op: 'transition', table: 'slots', key: { id: slotId }, from: ['available'], to: 'allocated' },
    eventWrite(home, origin, {
      type: 'slot.allocated',
      summary: `slot ${slotId} at ${tree.path}`,
      payload: { slot_id: slotId, path: tree.path, commit: tree.commit, branch: tree.branch },
    }),
  ]);
}
