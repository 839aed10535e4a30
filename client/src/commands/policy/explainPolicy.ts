import * as vscode from 'vscode';
import { explainedText } from '../../advice/policyTexts';
import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';
import { planFile } from '../../journey/planFile';

/** Says which rule of the policy decides about a step: of a row, or of the plan in the editor. */
export async function explainPolicy(desk: Desk, word?: unknown): Promise<void> {
  const { session_id, step_id } = subjectOf(word);
  const explained =
    session_id !== undefined && step_id !== undefined
      ? await desk.line.current.request('policy/explain', { session_id, step_id })
      : await explainFile(desk, word, step_id);
  if (explained !== undefined) {
    const name = vscode.l10n.t('Policy for step {0}', explained.step_id);
    await desk.texts.show(`${name}.txt`, explainedText(explained, vscode.l10n));
  }
}

async function explainFile(desk: Desk, word: unknown, wanted: string | undefined) {
  const plan = await planFile(word);
  if (plan === undefined) {
    return undefined;
  }
  const { text, name: file_name, document } = plan;
  const line = desk.line.of(document.uri);
  const step_id = wanted ?? (await chooseStep(desk, plan));
  return step_id === undefined
    ? undefined
    : await line.request('policy/explain', { step_id, text, file_name });
}

async function chooseStep(
  desk: Desk,
  { text, name }: { readonly text: string; readonly name: string },
): Promise<string | undefined> {
  const { blast_radius } = await desk.line.current.request('plan/validate', { text, file_name: name });
  const items = (blast_radius?.steps ?? []).map(({ step_id, verdict, tool }) => ({
    label: step_id,
    description: `${verdict} · ${tool}`,
  }));
  if (items.length === 0) {
    await vscode.window.showInformationMessage(vscode.l10n.t('The plan has errors; mend them first.'));
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which step?') }))?.label;
}
