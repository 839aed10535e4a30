import * as vscode from 'vscode';
import type { Params } from '#protocol/methods';
import type { RollbackView } from '#protocol/methods/governance';
import { visible } from '#protocol/shown/visible';
import type { Desk } from '../desk';

type Target = Pick<Params<'rollback/prepare'>, 'target' | 'step_id'>;

/**
 * Takes back a run or goes back to a checkpoint: lists the exact files, lets the person take along those that
 * changed since, and writes only after they agreed.
 */
export async function rollBack(desk: Desk, target: Target): Promise<void> {
  const line = desk.line.current;
  const prepared = await line.request('rollback/prepare', target);
  const chosen = await chooseFiles(prepared);
  if (chosen === undefined || chosen.paths.length === 0) {
    await withdraw(desk, prepared);
    return;
  }
  const { paths, include, isAsPrepared } = chosen;
  const wanted = isAsPrepared
    ? prepared
    : await line.request('rollback/prepare', { ...target, paths, include });
  if (wanted.approval_id !== prepared.approval_id) {
    await withdraw(desk, prepared);
  }
  await carryOut(desk, wanted);
}

/** Carries out a rollback that was approved, and says how the files were found afterwards. */
export async function applyRollback(desk: Desk, approval_id: string): Promise<void> {
  const done = await desk.line.current.request('rollback/apply', { approval_id });
  const count = done.files.filter(({ action }) => action !== 'keep').length;
  const text =
    count === 1 ? vscode.l10n.t('1 file was put back.') : vscode.l10n.t('{0} files were put back.', count);
  if (done.verify?.passed === false) {
    await vscode.window.showWarningMessage(`${text} ${visible(done.verify.details)}`);
  } else {
    void vscode.window.setStatusBarMessage(`$(discard) ${text}`, 8000);
  }
}

/** Which files a person wants back. */
interface ChosenFiles {
  readonly paths: string[];
  /** Those among them that changed since and are taken along on purpose. */
  readonly include: string[];
  readonly isAsPrepared: boolean;
}

/** Lets the person choose among the files; undefined when they turn away. */
async function chooseFiles({ files, conflicts, target }: RollbackView): Promise<ChosenFiles | undefined> {
  const restored = files.filter(({ action }) => action !== 'keep');
  if (restored.length === 0 && conflicts.length === 0) {
    // What was prepared is withdrawn at once, not when somebody has put the message away.
    void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing to put back.'));
    return undefined;
  }
  const items = [
    { label: vscode.l10n.t('Put back'), kind: vscode.QuickPickItemKind.Separator, path: '' },
    ...restored.map(({ path, action }) => ({
      label: `$(${action === 'delete' ? 'trash' : 'discard'}) ${visible(path)}`,
      description: action === 'delete' ? vscode.l10n.t('will be deleted') : vscode.l10n.t('will be restored'),
      picked: true,
      path,
    })),
    {
      label: vscode.l10n.t('Kept, unless you choose them'),
      kind: vscode.QuickPickItemKind.Separator,
      path: '',
    },
    ...conflicts.map(({ path, conflict }) => ({
      label: `$(warning) ${visible(path)}`,
      description: conflictText(conflict),
      picked: false,
      path,
    })),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Roll back {0}: these files', target),
    placeHolder: vscode.l10n.t('Choose changed files only if you want to lose what they hold now'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (chosen === undefined) {
    return undefined;
  }
  const paths = chosen.map(({ path }) => path).filter((path) => path !== '');
  const include = paths.filter((path) => conflicts.some((conflict) => conflict.path === path));
  return { paths, include, isAsPrepared: include.length === 0 && paths.length === restored.length };
}

function conflictText(conflict: string | null): string {
  switch (conflict) {
    case 'changed_since':
      return vscode.l10n.t('changed since');
    case 'changed_between':
      return vscode.l10n.t('changed by somebody in between');
    case 'written_later':
      return vscode.l10n.t('written again later');
    case 'not_recorded':
      return vscode.l10n.t('not written by the run');
    case 'replaced':
      return vscode.l10n.t('no file any more; move what stands there away first');
    default:
      return conflict ?? '';
  }
}

async function carryOut(desk: Desk, wanted: RollbackView): Promise<void> {
  const line = desk.line.current;
  const { approval_id, files, target } = wanted;
  const written = files.filter(({ action }) => action !== 'keep');
  if (approval_id === null) {
    return;
  }
  const approval = await line.request('approval/show', { approval_id });
  if (approval.status === 'requested') {
    const button = vscode.l10n.t('Roll Back');
    const detail = written.map(({ path, action }) => `${action} ${visible(path)}`).join('\n');
    const title = vscode.l10n.t('Roll back {0}? A checkpoint is made first.', target);
    if ((await vscode.window.showWarningMessage(title, { modal: true, detail }, button)) !== button) {
      await withdraw(desk, wanted);
      return;
    }
    const { digest } = approval;
    await line.request('approval/grant', { approval_id, digest, confirm_high_risk: true });
  }
  await applyRollback(desk, approval_id);
}

/** A list that nobody wants any more does not stay in the queue, unless somebody else has put it there. */
async function withdraw(desk: Desk, { approval_id, joined }: RollbackView): Promise<void> {
  if (approval_id === null || joined) {
    return;
  }
  const line = desk.line.current;
  const { status } = await line.request('approval/show', { approval_id });
  if (status === 'requested') {
    const reason = 'withdrawn by whoever prepared it';
    await line.request('approval/reject', { approval_id, reason });
  }
}
