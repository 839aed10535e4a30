import { isTerminal } from '#protocol/states';
import type { ActionBars } from '#protocol/views/plan';
import type { Translator } from '../../shown/translator';
import type { PlanFacts, RunFacts } from './planFacts';

/** What decides whether an action is offered. */
export interface BarFacts {
  readonly facts: PlanFacts;
  readonly run: RunFacts | null;
  readonly isTrusted: boolean;
}

/** Why each action of a board is not offered, in words; the server decides for itself again when one is asked for. */
export function planBars(given: BarFacts, l10n: Translator): ActionBars {
  const everything = overall(given, l10n);
  const decision = everything ?? decided(given, l10n);
  const start = everything ?? notReady(given, l10n);
  return {
    approve: decision,
    reject: decision ?? (given.facts.approval?.status === 'requested' ? null : l10n.t('Nothing waits here.')),
    run: start,
    dryRun: start,
    cancel: everything ?? notLive(given, l10n),
    resume: everything ?? notPaused(given, l10n),
  };
}

/** Whether a run still goes on, or waits. */
export function isLive(run: RunFacts | null): run is RunFacts {
  return run !== null && !isTerminal('run', run.run.status);
}

function overall({ facts, isTrusted }: BarFacts, l10n: Translator): string | null {
  if (!isTrusted) {
    return l10n.t('The workspace is not trusted: nothing is decided or run here.');
  }
  return facts.session.status === 'cancelled' ? l10n.t('The session was stopped.') : null;
}

function decided({ facts }: BarFacts, l10n: Translator): string | null {
  const { shown, approval } = facts;
  const isAskedAnew = shown.status === 'approved' && approval?.status === 'requested';
  if (shown.status === 'validated' || isAskedAnew) {
    return null;
  }
  const reasons: Readonly<Record<string, string>> = {
    approved: l10n.t('This version is approved.'),
    rejected: l10n.t('This version was rejected: import a new one.'),
    revoked: l10n.t('The approval was revoked: import a new version.'),
    superseded: l10n.t('A newer version took its place.'),
  };
  return reasons[shown.status] ?? l10n.t('This version is not ready to be decided.');
}

function notReady({ facts, run }: BarFacts, l10n: Translator): string | null {
  const { shown, versions, failedRun } = facts;
  if (isLive(run)) {
    return l10n.t('A run of this version is under way.');
  }
  if (versions.some(({ version }) => version > shown.version)) {
    return l10n.t('There is a newer version: run that one.');
  }
  if (failedRun !== null && failedRun.plan_version >= shown.version) {
    return l10n.t('Its last run failed: import a new version first.');
  }
  return shown.status === 'approved' ? null : l10n.t('It has to be approved first.');
}

function notLive({ run }: BarFacts, l10n: Translator): string | null {
  return isLive(run) ? null : l10n.t('Nothing runs.');
}

function notPaused({ run }: BarFacts, l10n: Translator): string | null {
  const { status } = run?.run ?? {};
  return status === 'paused' || status === 'interrupted' ? null : l10n.t('No run is paused or interrupted.');
}
