import * as vscode from 'vscode';
import type { HunkTrait } from '#protocol/views/change';
import type { ReviewEnd } from './decision/review';

/** What cannot be seen in a hunk, in words. */
export function traitText(trait: HunkTrait): string {
  const texts: Readonly<Record<HunkTrait, string>> = {
    white_space_only: vscode.l10n.t('white space only'),
    to_crlf: vscode.l10n.t('line endings become CRLF'),
    to_lf: vscode.l10n.t('line endings become LF'),
    final_newline_added: vscode.l10n.t('adds the final newline'),
    final_newline_removed: vscode.l10n.t('removes the final newline'),
    bom_added: vscode.l10n.t('adds a byte order mark'),
    bom_removed: vscode.l10n.t('removes the byte order mark'),
    trailing_white_space: vscode.l10n.t('white space at line ends'),
  };
  return texts[trait];
}

/** What became of a review: by whom, where and when. */
export function endText({ status, actor, source, at, reason, isOurs }: ReviewEnd): string {
  if (isOurs) {
    return status === 'rejected'
      ? vscode.l10n.t('You rejected this change.')
      : vscode.l10n.t('You approved this change.');
  }
  const who = actor ?? '';
  const where = source ?? '';
  const when = at === null ? '' : new Date(at).toLocaleTimeString(vscode.env.language);
  switch (status) {
    case 'granted':
    case 'consumed':
      return vscode.l10n.t('{0} approved this change at {1} ({2}).', who, when, where);
    case 'rejected':
      return vscode.l10n.t('{0} rejected this change at {1} ({2}): {3}', who, when, where, reason ?? '');
    case 'expired':
      return vscode.l10n.t('The request for this approval expired. The step asks again.');
    case 'revoked':
      return vscode.l10n.t('This approval was revoked.');
    default:
      return vscode.l10n.t(
        'What waits for approval has changed since: other hunks were chosen, or it was drafted again.',
      );
  }
}
