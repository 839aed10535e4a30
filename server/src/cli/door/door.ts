import type { HelloParams, HelloResult } from '#protocol/connection';
import type { CancelSignal, Method, Notification, Notifications, Params, Result } from '#protocol/methods';

/** An open connection to the server of a workspace: every request and event of the contract, typed. */
export interface Door {
  /** What the server said of itself at the beginning; null over HTTP, where nothing is said before it is asked. */
  readonly server: HelloResult | null;
  /** With a signal the request is given up when that says so; the server stops what it does for it alone. */
  request<M extends Method>(method: M, params: Params<M>, signal?: CancelSignal): Promise<Result<M>>;
  /** Calls `listener` for each notification until the returned function is called. */
  on<N extends Notification>(notification: N, listener: (payload: Notifications[N]) => void): () => void;
  /** Settles once the server has gone; over HTTP never, since nothing is held open there. */
  readonly closed: Promise<void>;
  close(): void;
}

/** A program that acts through the command line, with no more than it was given: an agent, or the bridge to a chat. */
export interface Agent {
  readonly source: 'mcp' | 'discord';
  readonly name: string;
  readonly version: string;
  readonly role: 'viewer' | 'operator' | 'approver';
  /** Whose message a chat carries. */
  readonly sender?: NonNullable<HelloParams['sender']>;
}
