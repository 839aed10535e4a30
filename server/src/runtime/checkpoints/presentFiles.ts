import type { PresentFiles } from '../../core/change/rollback';
import type { PathFact, Workspace } from '../ports';

/** Files as they are now. Nothing is read through a link: what is found there was never ours. */
export async function presentFiles(workspace: Workspace, paths: readonly string[]): Promise<PresentFiles> {
  const current: [string, string | null][] = [];
  const modes = new Map<string, number>();
  const replaced = new Set<string>();
  for (const path of paths) {
    const isReplaced = await isNoFile(workspace, path);
    const state = isReplaced ? undefined : await workspace.read(path);
    current.push([path, state?.sha256 ?? null]);
    if (isReplaced) replaced.add(path);
    if (state) modes.set(path, state.mode);
  }
  return { current: Object.fromEntries(current), modes, replaced };
}

/** Whether a folder, a link or the like stands at a path, or a file above it. */
async function isNoFile(workspace: Workspace, path: string): Promise<boolean> {
  const fact = await workspace.fact(path);
  if (fact.kind === 'missing' && !isElsewhere(fact)) {
    const above = path.split('/').slice(0, -1);
    return above.length > 0 && (await isBelowFile(workspace, above));
  }
  return fact.kind !== 'file' || isElsewhere(fact);
}

function isElsewhere({ inside, symlink }: PathFact): boolean {
  return !inside || symlink;
}

/** The nearest thing that there is above a missing file decides. */
async function isBelowFile(workspace: Workspace, above: readonly string[]): Promise<boolean> {
  const { kind } = await workspace.fact(above.join('/'));
  if (kind !== 'missing') return kind !== 'directory';
  return above.length > 1 && (await isBelowFile(workspace, above.slice(0, -1)));
}
