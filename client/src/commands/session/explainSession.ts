import * as vscode from 'vscode';
import { nextStep } from '../../advice/nextStep';
import { chooseSession } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';
import { stateText } from '../../shown/stateText';

/** Says where a session stands and offers what to do next. */
export async function explainSession(desk: Desk, word?: unknown): Promise<void> {
  const session_id = await chooseSession(desk, word);
  if (session_id === undefined) {
    return;
  }
  const line = desk.line.current;
  const explanation = await line.request('session/explain', { session_id });
  const { run_id } = await line.request('session/show', { session_id });
  const { sentence, command, button } = nextStep(explanation, vscode.l10n);
  const title = explanation.plan_title ?? session_id;
  const text = `${title}: ${stateText(vscode.env.language, explanation.status)}. ${sentence}`;
  const chosen = await vscode.window.showInformationMessage(text, ...(button === undefined ? [] : [button]));
  if (chosen !== undefined && command !== undefined) {
    const { plan_version: version } = explanation;
    await vscode.commands.executeCommand(command, {
      session_id,
      ...(version !== null && { version }),
      ...(run_id !== null && { run_id }),
    });
  }
}
