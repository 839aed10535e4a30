import type { MessagePort } from 'node:worker_threads';
import type { SentError } from '#protocol/threads/sentError';

/** What the thread that answers questions is started with: a line to the store. */
export interface QueryWorkerData {
  readonly store: MessagePort;
}

/** One question; whoever gives it up writes 1 into `halt`. */
export interface Asked {
  readonly id: number;
  /** `tend` asks nothing: it has the thread lay out in columns what is not yet. */
  readonly method: 'find' | 'series' | 'tend';
  readonly question: unknown;
  readonly halt: SharedArrayBuffer;
}

/** What became of a question. */
export type Answered =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: SentError };
