import * as vscode from 'vscode';
import type { ServerLine } from '../../connection/serverLine';
import type { Desk } from '../../desk';
import { type RecordChoice, recordChoices } from '../../retention/recordChoices';
import { sizeText } from '../../shown/sizeText';
import { speech } from '../../trees/sidePanel';

/** Says what the record takes and how long it is kept, and leads to what changes that. */
export async function showSizeRecord(desk: Desk): Promise<void> {
  const line = desk.line.current;
  const shown = await line.request('retention/show', {});
  const chosen = await vscode.window.showQuickPick(recordChoices(shown, speech()), {
    title: vscode.l10n.t('The record takes {0}', sizeText(shown.bytes, vscode.env.language)),
  });
  if (chosen !== undefined) {
    await carryOut(line, chosen.act);
  }
}

async function carryOut(line: ServerLine, act: RecordChoice['act']): Promise<void> {
  switch (act) {
    case 'days':
    case 'maxBytes':
      await vscode.commands.executeCommand('workbench.action.openSettings', `holdpoint.retention.${act}`);
      return;
    case 'pin':
      await vscode.commands.executeCommand('holdpoint.run.pin');
      return;
    case 'vacuum':
      await removeNow(line);
  }
}

async function removeNow(line: ServerLine): Promise<void> {
  const { removed, bytes } = await line.request('store/vacuum', {});
  const runs = removed['runs'] ?? 0;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Runs removed: {0}. The record takes {1}.', runs, sizeText(bytes, vscode.env.language)),
  );
}
