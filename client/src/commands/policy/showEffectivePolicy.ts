import * as vscode from 'vscode';
import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';

/** Shows every setting of the policy in force, and which layer set it. */
export async function showEffectivePolicy(desk: Desk, word?: unknown): Promise<void> {
  const { session_id } = subjectOf(word);
  const effective = await desk.line.current.request('policy/effective', {
    ...(session_id !== undefined && { session_id }),
  });
  const name = vscode.l10n.t('Policy in force');
  await desk.texts.show(`${name}.json`, `${JSON.stringify(effective, null, 2)}\n`);
}
