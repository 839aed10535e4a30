import type { CancellationToken } from 'vscode';
import type { HelloResult } from '#protocol/connection';

/** One open connection to a server, from its hello to its end; a line makes a new one when it is lost. */
export interface Connection {
  readonly hello: HelloResult;
  request(method: string, params: unknown, token?: CancellationToken): Promise<unknown>;
  notify(method: string, params: unknown): Promise<void>;
  /** Calls the listener for each notification of this name as long as the connection lives. */
  listen(notification: string, listener: (payload: unknown) => void): void;
  /** Answers a request of the server; an AppError reaches it as it was raised. */
  answer(method: string, act: (params: unknown, token: CancellationToken) => Promise<unknown>): void;
  /** Resolves when the connection is gone, whoever ended it. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}
