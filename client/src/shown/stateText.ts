import type { Translator } from './translator';

const texts: Readonly<Record<string, (l10n: Translator) => string>> = {
  allocated: (l10n) => l10n.t('in use'),
  approved: (l10n) => l10n.t('approved'),
  available: (l10n) => l10n.t('free'),
  awaiting_approval: (l10n) => l10n.t('waits for approval'),
  awaiting_plan_approval: (l10n) => l10n.t('plan waits for approval'),
  awaiting_step_approval: (l10n) => l10n.t('ready to run'),
  blocked: (l10n) => l10n.t('blocked'),
  cancelled: (l10n) => l10n.t('cancelled'),
  cleaning: (l10n) => l10n.t('being cleaned'),
  consumed: (l10n) => l10n.t('granted and used'),
  denied: (l10n) => l10n.t('denied'),
  draft: (l10n) => l10n.t('draft'),
  error: (l10n) => l10n.t('broken'),
  expired: (l10n) => l10n.t('expired'),
  failed: (l10n) => l10n.t('failed'),
  granted: (l10n) => l10n.t('granted'),
  interrupted: (l10n) => l10n.t('interrupted'),
  paused: (l10n) => l10n.t('paused'),
  pending: (l10n) => l10n.t('pending'),
  preparing: (l10n) => l10n.t('preparing'),
  queued: (l10n) => l10n.t('queued'),
  ready: (l10n) => l10n.t('ready'),
  rejected: (l10n) => l10n.t('rejected'),
  requested: (l10n) => l10n.t('waits for a decision'),
  revoked: (l10n) => l10n.t('revoked'),
  running: (l10n) => l10n.t('running'),
  skipped: (l10n) => l10n.t('skipped'),
  succeeded: (l10n) => l10n.t('succeeded'),
  superseded: (l10n) => l10n.t('superseded'),
  timed_out: (l10n) => l10n.t('timed out'),
  validated: (l10n) => l10n.t('waits for approval'),
};

/** A state in the words of the person; one that this version does not know keeps its name. */
export function stateText(l10n: Translator, state: string): string {
  return texts[state]?.(l10n) ?? state;
}

/** All states as they stand on their own in a view, with a capital where the language has them. */
export function stateTexts(l10n: Translator): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).map(([state, say]) => {
      const text = say(l10n);
      return [state, `${text.charAt(0).toUpperCase()}${text.slice(1)}`];
    }),
  );
}
