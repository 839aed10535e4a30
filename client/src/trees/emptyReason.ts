import { AppError } from '#protocol/errors';

/** Why a view shows nothing, as the manifest's welcome texts ask for it. */
export type EmptyReason = 'ready' | 'noFolder' | 'unreachable';

/** Which of them an error is; undefined when a person must be told of it. */
export function emptyReason(error: unknown): EmptyReason | undefined {
  if (!(error instanceof AppError)) {
    return undefined;
  }
  if (error.details['cause'] === 'no_folder') {
    return 'noFolder';
  }
  const isKeptOff = ['folder_gone', 'protocol'].includes(String(error.details['cause']));
  return isKeptOff || error.code === 'SERVER_UNREACHABLE' ? 'unreachable' : undefined;
}
