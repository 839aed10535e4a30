import { AppError } from '#protocol/errors';
import type { ApprovalRow } from '#protocol/rows';
import type { Context } from '../context';
import type { Ports } from '../ports';
import { type Shown, storedJson } from '../record/views';
import { slotContext } from '../slots';

/** Of the files that an approval's previews would write, those that an editor holds with unsaved changes. */
export async function unsavedOf(context: Context, approval: ApprovalRow): Promise<readonly string[]> {
  const { preview_ids = [] } = storedJson(approval.shown_json) as Shown;
  const { store, editors } = context.ports;
  const run =
    approval.run_id === null || preview_ids.length === 0 || !editors.hasUnsaved()
      ? undefined
      : await store.get('runs', { id: approval.run_id });
  if (!run) {
    return [];
  }
  const { items } = await store.list('previews', { where: { id: [...preview_ids] }, limit: null });
  const { ports } = await slotContext(context, run);
  return await unsavedAmong(
    ports,
    items.map(({ path }) => path),
  );
}

/** Of these files of a working tree, those that somebody has changed in an editor and not saved. */
export async function unsavedAmong(
  { editors, workspace }: Pick<Ports, 'editors' | 'workspace'>,
  paths: readonly string[],
): Promise<readonly string[]> {
  const facts = await Promise.all(paths.map((path) => workspace.fact(path)));
  return editors.unsaved(
    workspace.root,
    facts.filter(({ inside }) => inside).map(({ relative }) => relative),
  );
}

/** The refusal to write files that somebody has changed in an editor and not saved. */
export function unsavedRefusal(
  paths: readonly string[],
  about: { readonly approval_id: string; readonly run_id: string | null },
): AppError {
  const text = `${paths.join(', ')}: changed in an editor and not saved. Save or revert it there, then approve again.`;
  return new AppError('STATE_CONFLICT', text, { cause: 'unsaved_changes', paths, ...about });
}
