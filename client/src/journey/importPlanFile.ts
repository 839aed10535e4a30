import { AppError } from '#protocol/errors';
import type { Params, Result } from '#protocol/methods';
import type { SessionView } from '#protocol/methods/sessions';
import type { ServerLine } from '../connection/serverLine';
import type { FileSessions } from './fileSessions';
import { importPlanText } from './importPlanText';

/** A plan as a person has it before them. */
export interface PlanSource {
  /** The address of its file. */
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

/** How new sessions are made. */
export type NewSession = Pick<Params<'session/create'>, 'mode' | 'safety_profile'>;

/** Stores a plan as the next version in the session of its file; a file without a usable session gets a new one. */
export async function importPlanFile(
  line: ServerLine,
  sessions: FileSessions,
  source: PlanSource,
  wanted: NewSession,
): Promise<Result<'plan/import'>> {
  const known = sessions.of(source.file);
  const session = known === undefined ? undefined : await usable(line, known);
  return session === undefined
    ? await importIntoNew(line, sessions, source, wanted)
    : await line.request('plan/import', {
        session_id: session.id,
        text: source.text,
        file_name: source.name,
      });
}

/** The same in a session of its own, whatever came before. */
export async function importIntoNew(
  line: ServerLine,
  sessions: FileSessions,
  source: PlanSource,
  wanted: NewSession,
): Promise<Result<'plan/import'>> {
  const imported = await importPlanText(line, source, wanted);
  await sessions.remember(source.file, imported.session_id);
  return imported;
}

/** A session that still takes plans; one that was stopped or deleted does not. */
async function usable(line: ServerLine, session_id: string): Promise<SessionView | undefined> {
  try {
    const session = await line.request('session/show', { session_id });
    return session.status === 'cancelled' ? undefined : session;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') {
      return undefined;
    }
    throw error;
  }
}
