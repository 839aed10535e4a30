import * as vscode from 'vscode';
import type { Desk } from '../../desk';
import { stateIcon } from '../../shown/stateIcon';
import { stateText } from '../../shown/stateText';

const states = [
  'running',
  'awaiting_approval',
  'paused',
  'interrupted',
  'succeeded',
  'failed',
  'denied',
  'cancelled',
] as const;

/** Lists only runs in one state, or all again. */
export async function filterTrace(desk: Desk): Promise<void> {
  const items = [
    { label: `$(list-unordered) ${vscode.l10n.t('All runs')}`, status: undefined },
    ...states.map((status) => ({
      label: `$(${stateIcon(status).name.replace('~spin', '')}) ${stateText(vscode.env.language, status)}`,
      status,
    })),
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which runs are listed?') });
  if (chosen !== undefined) {
    desk.sidePanel.filterTraces(chosen.status);
  }
}
