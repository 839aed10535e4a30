import * as vscode from 'vscode';
import { chooseOtherVersion, chooseVersion, type Version } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';

/** Shows two versions of a plan side by side. */
export async function compareVersionsPlan(desk: Desk, word?: unknown): Promise<void> {
  const one = await chooseVersion(desk, word);
  const other =
    one &&
    (await chooseOtherVersion(
      desk,
      one.session_id,
      vscode.l10n.t('Compare version {0} with which?', one.version),
      one.version,
    ));
  if (one === undefined || other === undefined) {
    return;
  }
  const [from, to] = one.version < other.version ? [one, other] : [other, one];
  const [left, right] = await Promise.all([versionText(desk, from), versionText(desk, to)]);
  const title = vscode.l10n.t('Plan versions {0} and {1}', from.version, to.version);
  await vscode.commands.executeCommand('vscode.diff', left, right, title);
}

async function versionText(desk: Desk, version: Version): Promise<vscode.Uri> {
  const { plan } = await desk.line.current.request('plan/show', version);
  const name = `${version.session_id} v${version.version}.json`;
  return desk.texts.keep(name, `${JSON.stringify(plan, null, 2)}\n`);
}
