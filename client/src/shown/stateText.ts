import type { Translator } from './translator';

const texts: Readonly<Record<string, (l10n: Translator) => string>> = {
  allocated: (l10n) => l10n.t('in use'),
  approved: (l10n) => l10n.t('approved'),
  available: (l10n) => l10n.t('free'),
  awaiting_approval: (l10n) => l10n.t('waiting for approval'),
  awaiting_plan_approval: (l10n) => l10n.t('plan waits for approval'),
  awaiting_step_approval: (l10n) => l10n.t('ready to run'),
  blocked: (l10n) => l10n.t('blocked'),
  cancelled: (l10n) => l10n.t('cancelled'),
  cleaning: (l10n) => l10n.t('being cleaned'),
  denied: (l10n) => l10n.t('denied'),
  draft: (l10n) => l10n.t('draft'),
  error: (l10n) => l10n.t('broken'),
  failed: (l10n) => l10n.t('failed'),
  interrupted: (l10n) => l10n.t('interrupted'),
  paused: (l10n) => l10n.t('paused'),
  pending: (l10n) => l10n.t('pending'),
  preparing: (l10n) => l10n.t('preparing'),
  queued: (l10n) => l10n.t('queued'),
  ready: (l10n) => l10n.t('ready'),
  rejected: (l10n) => l10n.t('rejected'),
  revoked: (l10n) => l10n.t('revoked'),
  running: (l10n) => l10n.t('running'),
  skipped: (l10n) => l10n.t('skipped'),
  succeeded: (l10n) => l10n.t('succeeded'),
  superseded: (l10n) => l10n.t('superseded'),
  timed_out: (l10n) => l10n.t('timed out'),
  validated: (l10n) => l10n.t('checked, not approved'),
};

/** A state in the words of the person; one that this version does not know keeps its name. */
export function stateText(l10n: Translator, state: string): string {
  return texts[state]?.(l10n) ?? state;
}
