import type { Localizer } from './l10n';

/** What the states of plans, runs, steps and approvals are called. */
export function stateWords(l10n: Localizer): Readonly<Record<string, string>> {
  return {
    draft: l10n.t('Draft'),
    validated: l10n.t('Waits for approval'),
    approved: l10n.t('Approved'),
    rejected: l10n.t('Rejected'),
    revoked: l10n.t('Revoked'),
    superseded: l10n.t('Superseded'),
    queued: l10n.t('Queued'),
    preparing: l10n.t('Preparing'),
    running: l10n.t('Running'),
    awaiting_approval: l10n.t('Waits for approval'),
    paused: l10n.t('Paused'),
    interrupted: l10n.t('Interrupted'),
    succeeded: l10n.t('Succeeded'),
    failed: l10n.t('Failed'),
    denied: l10n.t('Denied'),
    cancelled: l10n.t('Cancelled'),
    pending: l10n.t('Pending'),
    blocked: l10n.t('Blocked'),
    ready: l10n.t('Ready'),
    timed_out: l10n.t('Timed out'),
    skipped: l10n.t('Skipped'),
    requested: l10n.t('Waits for a decision'),
    granted: l10n.t('Granted'),
    expired: l10n.t('Expired'),
    consumed: l10n.t('Granted and used'),
  };
}
