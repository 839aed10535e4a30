import { AppError, type ErrorCode, errorCodes } from '../errors';

/** An error as it crosses threads. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

/** Makes an error fit to cross threads. */
export function sentError(error: unknown): SentError {
  const known = error instanceof AppError ? error : undefined;
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack, code: known?.code, details: known?.details };
}

/** Makes the error again that was sent. */
export function receivedError(sent: SentError): Error {
  if (sent.code !== undefined && Object.hasOwn(errorCodes, sent.code))
    return new AppError(sent.code as ErrorCode, sent.message, sent.details ?? {});
  const error = new Error(sent.message);
  error.name = sent.name;
  if (sent.stack !== undefined) error.stack = sent.stack;
  return error;
}
