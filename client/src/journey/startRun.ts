import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import type { Params } from '#protocol/methods';
import type { Version } from '../choices/chooseSubject';
import type { Desk } from '../desk';
import type { GivingUp } from './untilDecided';
import { watchRun } from './watchRun';

/** How a run is wanted. */
export interface RunWish {
  readonly isDryRun: boolean;
  /** Who may give up waiting for the plan's approval. */
  readonly givingUp?: GivingUp;
}

/** Starts a run of an approved version and follows it; undefined where the session takes nothing but another version. */
export async function startRun(
  desk: Desk,
  version: Version,
  { isDryRun }: RunWish,
): Promise<string | undefined> {
  const line = desk.line.current;
  try {
    const { run_id } = await line.request('run/start', { ...version, ...settings(), dry_run: isDryRun });
    void watchRun(desk, line, run_id);
    return run_id;
  } catch (error) {
    if (!(error instanceof AppError)) {
      throw error;
    }
    // Somebody else, perhaps on the board, was quicker with the same wish.
    const already = error.code === 'STATE_CONFLICT' ? error.details['run_id'] : undefined;
    if (typeof already === 'string') {
      return already;
    }
    if (error.code === 'NEEDS_REPLAN') {
      return undefined;
    }
    throw error;
  }
}

/** What the settings say of every run. */
function settings(): Pick<Params<'run/start'>, 'stepping' | 'slot'> {
  const chosen = vscode.workspace.getConfiguration('holdpoint');
  const slot = chosen.get<string>('run.slot', '');
  return {
    stepping: chosen.get<'auto' | 'manual'>('run.stepping', 'auto'),
    ...(slot !== '' && { slot }),
  };
}
