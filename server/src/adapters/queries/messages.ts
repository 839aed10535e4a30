import type { MessagePort } from 'node:worker_threads';
import type { SentError } from '#protocol/threads/sentError';
import type { QueryLimits } from '../../runtime/ports/queryPort';

/** What the thread that answers questions is started with: with a line to the store, where that counts its writes. */
export interface QueryWorkerData {
  readonly store: { readonly port: MessagePort; readonly writes: SharedArrayBuffer };
  /** What one question may cost. */
  readonly limits: QueryLimits;
}

/** One question; whoever gives it up writes 1 into `halt`. */
export interface Asked {
  readonly id: number;
  /** `tend` asks nothing: it has the thread lay out in columns what is not yet. */
  readonly method: 'find' | 'series' | 'tend';
  readonly question: unknown;
  readonly halt: SharedArrayBuffer;
}

/** What became of a question: its answer as JSON, for a text crosses threads at a fraction of what objects cost. */
export type Answered =
  | { readonly id: number; readonly text: string }
  | { readonly id: number; readonly error: SentError };
