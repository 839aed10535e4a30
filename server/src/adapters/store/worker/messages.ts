import type { SentError } from '#protocol/threads/sentError';

/** What a store's thread is started with. */
export interface WorkerData {
  readonly file: string;
  readonly wasmFile: string;
  /** Four bytes in which the thread counts what it has written; see `WriteCount`. */
  readonly writes: SharedArrayBuffer;
}

/** Requests that change the store: they share transactions. */
export const writeMethods = [
  'commit',
  'deleteSession',
  'removeTraces',
  'keepColumns',
  'sealSegments',
] as const;

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
  'foreignTraces',
  'runlogCounts',
  'stageCounts',
  'status',
] as const;

export type Method = (typeof writeMethods)[number] | (typeof readMethods)[number] | 'close';

/** One request to a store's thread; a `lazy` write may wait for company, a `soft` one need not survive a cut of power yet. */
export interface Request {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
  readonly lazy: boolean;
  readonly soft: boolean;
}

/** What a store's thread is told: a request, or a line on which another thread will ask. */
export type ToWorker<Line> = Request | { readonly guest: Line };

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: SentError };

/** What a store's thread says; the first answer, to {@link opening}, is why the store is read-only, or null. */
export interface FromWorker {
  readonly answers: readonly Answer[];
}

/** The id under which the thread says how opening went, without being asked. */
export const opening = 0;
