import * as vscode from 'vscode';
import type { Desk } from '../desk';

/** What a person is about to agree to. */
export interface Agreement {
  readonly title: string;
  /** Everything that is agreed to, never cut. */
  readonly text: string;
  readonly digest: string;
  readonly isHighRisk: boolean;
  /** What the button says. */
  readonly button: string;
}

const mostLines = 24;
const mostLetters = 1800;

/**
 * Shows what is to be agreed to, in full, and asks. What this window has shown in full before is asked about only
 * when its risk is high. A text too long for a question stands in a document of its own.
 */
export async function agree(desk: Desk, agreement: Agreement): Promise<boolean> {
  const { title, text, digest, isHighRisk, button } = agreement;
  const isSeen = desk.seen.has(digest);
  if (isSeen && !isHighRisk) {
    return true;
  }
  const isShort = text.split('\n').length <= mostLines && text.length <= mostLetters;
  if (!isShort) {
    await desk.texts.show(`${title}.txt`, text);
  }
  desk.seen.add(digest);
  const warning = isHighRisk
    ? [vscode.l10n.t('This is of high risk. Approve it only when every line of it is what you want.')]
    : [];
  const what = isShort
    ? text
    : vscode.l10n.t('Everything it covers stands in the document behind this question.');
  const chosen = await vscode.window.showWarningMessage(
    title,
    { modal: true, detail: [...warning, what].join('\n\n') },
    button,
  );
  return chosen === button;
}
