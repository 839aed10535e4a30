import { AppError } from '#protocol/errors';

const reasons: Readonly<Record<string, { readonly what: string; readonly next: string }>> = {
  ENOSPC: { what: 'the disk is full', next: 'free some space' },
  EDQUOT: { what: 'the disk quota is used up', next: 'free some space' },
  EROFS: { what: 'the file system is read-only', next: 'make the workspace writable' },
  EACCES: { what: 'permission is denied', next: 'give yourself the right to write there' },
  EPERM: { what: 'the operation is not permitted', next: 'check the owner and flags of the file' },
  EIO: { what: 'the disk reports an error', next: 'check the disk' },
  EMFILE: { what: 'too many files are open', next: 'close some programs' },
};

/** The refusal for a failed system call on a file: which file, why, that nothing was changed, and the next step. */
export function diskFailure(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error;
  const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
  const { what, next } = reasons[code] ?? { what: message, next: 'look into the cause' };
  const text = `${path}: ${what} (${code}). No file was changed. To go on, ${next} and apply again.`;
  return new AppError('STORE_UNAVAILABLE', text, { path, errno: code });
}
