import type * as vscode from 'vscode';
import type { HelloResult } from '#protocol/connection';
import type { Method, Notification, Notifications, Params, Result } from '#protocol/methods';

/** The one line to the server of a workspace: every request and notification of the contract, typed. */
export interface ServerLine extends vscode.Disposable {
  /**
   * Starts or attaches to the workspace's server when needed; throws the AppError that the server raised, or an
   * error named AbortError when the token was cancelled.
   */
  request<M extends Method>(
    method: M,
    params: Params<M>,
    token?: vscode.CancellationToken,
  ): Promise<Result<M>>;
  /** Stays registered over reconnects. */
  on<N extends Notification>(
    notification: N,
    listener: (payload: Notifications[N]) => void,
  ): vscode.Disposable;
  /** Fires after each (re)connection: views read everything anew. */
  readonly onDidConnect: vscode.Event<HelloResult>;
  readonly onDidDisconnect: vscode.Event<void>;
  readonly isConnected: boolean;
  /** The folder whose server it reaches; undefined where there is none. */
  readonly root: string | undefined;
}
