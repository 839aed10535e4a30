import type * as vscode from 'vscode';
import type { Desk } from '../../desk';
import { sendComment as send } from '../../review/reviewComments';

/** Sends the comment that was written on a line of a proposed change. */
export async function sendComment(_desk: Desk, reply?: unknown): Promise<void> {
  if (reply !== undefined) {
    await send(reply as vscode.CommentReply);
  }
}
