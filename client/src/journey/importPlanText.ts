import { AppError } from '#protocol/errors';
import type { Params, Result } from '#protocol/methods';
import type { ServerLine } from '../connection/serverLine';

/** Stores a plan in a session of its own; one with errors leaves nothing behind, not even a session. */
export async function importPlanText(
  line: ServerLine,
  { name, text }: { readonly name: string; readonly text: string },
  wanted: Params<'session/create'>,
): Promise<Result<'plan/import'>> {
  const { title, errors, ok } = await line.request('plan/validate', { text, file_name: name });
  if (!ok) {
    throw new AppError('PLAN_INVALID', `${name} has ${errors.length} error(s)`, { errors });
  }
  const { id } = await line.request('session/create', { goal: title ?? name, ...wanted });
  return await line.request('plan/import', { session_id: id, text, file_name: name });
}
