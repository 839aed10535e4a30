import { AppError, type ErrorCode, errorCodes } from '#protocol/errors';

/** What a store's thread is started with. */
export interface WorkerData {
  readonly file: string;
  readonly wasmFile: string;
}

/** Requests that change the store: they share transactions. */
export const writeMethods = ['commit', 'deleteSession', 'retain', 'keepColumns', 'sealSegments'] as const;

/** Requests that only read; each sees every write sent before it. */
export const readMethods = [
  'get',
  'list',
  'events',
  'spanColumns',
  'findSpans',
  'spanNews',
  'spanRows',
  'segments',
  'segmentColumns',
  'verifyChain',
  'tombstones',
  'view',
  'status',
] as const;

export type Method = (typeof writeMethods)[number] | (typeof readMethods)[number] | 'close';

/** One request to a store's thread; a `lazy` write may wait for company. */
export interface Request {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
  readonly lazy: boolean;
}

/** What a store's thread is told: a request, or a line on which another thread will ask. */
export type ToWorker<Line> = Request | { readonly guest: Line };

/** An error as it crosses threads. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: SentError };

/** What a store's thread says; the first answer, to {@link opening}, is why the store is read-only, or null. */
export interface FromWorker {
  readonly answers: readonly Answer[];
}

/** The id under which the thread says how opening went, without being asked. */
export const opening = 0;

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
