import { AppError } from '#protocol/errors';

/** Whether a request failed because there was no server to answer it. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'SERVER_UNREACHABLE';
}
