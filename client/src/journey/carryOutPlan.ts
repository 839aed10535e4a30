import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import type { Profile } from '#protocol/policy';
import type { Version } from '../choices/chooseSubject';
import type { Desk } from '../desk';
import { type CheckedText, showProblems } from '../diagnostics';
import { askedProfile } from '../workspace/askedProfile';
import { importIntoNew, importPlanFile, type NewSession } from './importPlanFile';
import { type PlanFile, planFile } from './planFile';
import { type RunWish, startRun } from './startRun';
import { untilDecided } from './untilDecided';

/** Stores the file a command is meant for as the next version; shows its problems instead when it has any. */
export async function importFile(
  desk: Desk,
  word: unknown,
): Promise<(Version & { file: PlanFile }) | undefined> {
  const file = await planFile(word);
  if (file === undefined) {
    return undefined;
  }
  const line = desk.line.of(file.document.uri);
  const imported = await withProblems(desk, file, () =>
    importPlanFile(line, desk.fileSessions, file, newSession()),
  );
  return imported && { session_id: imported.session_id, version: imported.version, file };
}

/**
 * Runs a version: waits for its approval when it has none, showing what is to be approved. A session that wants a
 * changed plan says so and offers to begin anew.
 */
export async function carryOut(
  desk: Desk,
  version: Version,
  wish: RunWish,
  file?: PlanFile,
): Promise<string | undefined> {
  if (!(await approved(desk, version, wish))) {
    return undefined;
  }
  const run_id = await startRun(desk, version, wish);
  if (run_id !== undefined) {
    return run_id;
  }
  const again = await beginAnew(desk, file);
  return again && (await carryOut(desk, again, wish));
}

async function approved(desk: Desk, version: Version, { givingUp }: RunWish): Promise<boolean> {
  const line = desk.line.current;
  const { status, title } = await line.request('plan/show', version);
  if (status === 'approved') {
    return true;
  }
  const { openPlanBoard } = await import('../panels/planBoard');
  openPlanBoard(line, version);
  const waiting = {
    location: vscode.ProgressLocation.Window,
    title: vscode.l10n.t('“{0}” waits for approval', title),
  };
  const decision = await vscode.window.withProgress(waiting, (_, token) =>
    untilDecided(line, version, givingUp ?? token),
  );
  return decision === 'approved';
}

/** A failed run is followed by a changed plan, or by a new session with the same one. */
async function beginAnew(desk: Desk, file: PlanFile | undefined): Promise<Version | undefined> {
  const text = vscode.l10n.t('The last run of this plan failed. Change the plan, then run it again.');
  const anew = vscode.l10n.t('Run It Unchanged in a New Session');
  const chosen = await vscode.window.showWarningMessage(text, ...(file === undefined ? [] : [anew]));
  if (file === undefined || chosen !== anew) {
    return undefined;
  }
  const line = desk.line.of(file.document.uri);
  return await withProblems(desk, file, () => importIntoNew(line, desk.fileSessions, file, newSession()));
}

async function withProblems(
  desk: Desk,
  file: PlanFile,
  act: () => Promise<Result<'plan/import'>>,
): Promise<Result<'plan/import'> | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'PLAN_INVALID') {
      throw error;
    }
    const errors = (error.details['errors'] ?? []) as CheckedText['errors'];
    showProblems(desk.problems, file.document, { errors, warnings: [] });
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    return undefined;
  }
}

function newSession(): NewSession {
  const settings = vscode.workspace.getConfiguration('holdpoint').inspect<Profile | ''>('run.profile');
  const profile = askedProfile(settings ?? {});
  return profile === '' ? {} : { safety_profile: profile };
}
