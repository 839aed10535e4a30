import * as vscode from 'vscode';
import { chooseOtherRun, chooseRun } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';
import { openComparison } from '../../panels/compare/comparePanel';

/** Shows two runs side by side: how they went, step by step, and in what their plans differ. */
export async function compareRun(desk: Desk, word?: unknown): Promise<void> {
  const one = await chooseRun(desk, word);
  const other = one && (await chooseOtherRun(desk, one, vscode.l10n.t('Compare with which run?')));
  if (one !== undefined && other !== undefined) {
    // What was chosen first is mostly the newer one: the comparison reads from the earlier to the later.
    openComparison(desk.line.current, { left: other, right: one });
  }
}
