import * as vscode from 'vscode';
import type { TreeRow } from '../trees/treeRow';

/** What a person is asked to choose from. */
export interface Choice {
  readonly title: string;
  /** What is said when there is nothing to choose. */
  readonly empty: string;
  /** Whether the only row is taken without a question, because to take it decides nothing. */
  readonly isOnlyTaken?: boolean;
}

/** Lets a person choose one of some rows, as they look in the trees; undefined when they turn away. */
export async function chooseRow(
  rows: Promise<readonly TreeRow[]>,
  { title, empty, isOnlyTaken = false }: Choice,
): Promise<TreeRow | undefined> {
  const choosable = (await rows).filter(({ kind }) => kind !== 'more');
  if (choosable.length === 0) {
    await vscode.window.showInformationMessage(empty);
    return undefined;
  }
  const [only] = choosable;
  if (isOnlyTaken && choosable.length === 1) {
    return only;
  }
  const items = choosable.map((row) => ({
    row,
    label: `$(${row.icon.name}) ${row.label}`,
    description: row.description,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return chosen?.row;
}

/** Asks for a reason until there is one; undefined when the person turns away. */
export async function askReason(title: string): Promise<string | undefined> {
  const reason = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('The reason is recorded and goes back to the author.'),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('A reason is needed.') : undefined),
  });
  return reason?.trim();
}
