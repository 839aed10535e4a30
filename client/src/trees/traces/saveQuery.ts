import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import type { ServerLine } from '../../connection/serverLine';
import { localeOf } from '../../shown/locale';

/** The language in which ready-made queries explain themselves. */
export function queryLanguage(): 'en' | 'ja' {
  return localeOf(vscode.env.language);
}

/** Keeps a query under a name that the person gives; false when they turned away. */
export async function saveQuery(line: Pick<ServerLine, 'request'>, q: string): Promise<boolean> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Keep this query'),
    prompt: vscode.l10n.t('Under which name?'),
    value: '',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' || text.trim().length > 64
        ? vscode.l10n.t('A name has 1 to 64 characters.')
        : undefined,
  });
  if (name === undefined) {
    return false;
  }
  try {
    await line.request('query/save', { name: name.trim(), q });
    return true;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'STATE_CONFLICT') {
      throw error;
    }
    const replace = vscode.l10n.t('Replace');
    const said = vscode.l10n.t('There is a query “{0}” already.', name.trim());
    if ((await vscode.window.showWarningMessage(said, { modal: true }, replace)) !== replace) {
      return false;
    }
    await line.request('query/save', { name: name.trim(), q, replace: true });
    return true;
  }
}
