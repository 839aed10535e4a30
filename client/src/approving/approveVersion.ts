import * as vscode from 'vscode';
import type { Version } from '../choices/chooseSubject';
import type { Desk } from '../desk';
import { agree } from './agree';
import { planText } from './planText';

/** Shows what a plan version would do and approves it when the person agrees; says whether it is approved now. */
export async function approveVersion(desk: Desk, { session_id, version }: Version): Promise<boolean> {
  const line = desk.line.current;
  const { status, title, hash, blast_radius } = await line.request('plan/show', { session_id, version });
  if (status === 'approved') {
    return true;
  }
  const isAgreed = await agree(desk, {
    title: vscode.l10n.t('Approve plan “{0}”, version {1}?', title, version),
    text: `${planText(blast_radius, vscode.l10n)}\n${hash}`,
    digest: `${session_id}/${version}/${hash}`,
    isHighRisk: false,
    button: vscode.l10n.t('Approve'),
  });
  if (!isAgreed) {
    return false;
  }
  const { approved } = await line.request('plan/approve', { session_id, version, hash, source: 'vscode' });
  if (!approved) {
    void vscode.window.setStatusBarMessage(
      vscode.l10n.t('Your approval is counted; others must approve as well.'),
      8000,
    );
  }
  return approved;
}
