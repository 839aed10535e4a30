import type { ActiveRun } from '../live/activeRuns';
import type { Speech } from '../shown/speech';
import { stateText } from '../shown/stateText';
import type { Translator } from '../shown/translator';

/** What the status bar says, and what a click on it does. */
export interface StatusText {
  readonly text: string;
  readonly spoken: string;
  readonly tooltip: string;
  readonly command: string;
  /** Whether somebody must do something. */
  readonly isUrgent: boolean;
}

/** What waits for a person and what runs; undefined when nothing does. */
export function statusText(
  waitingCount: number,
  runs: readonly ActiveRun[],
  { l10n, language }: Pick<Speech, 'l10n' | 'language'>,
): StatusText | undefined {
  const [run] = runs.filter(({ run: { status } }) => status !== 'awaiting_approval' || waitingCount === 0);
  const waits = waitingCount === 0 ? undefined : waitingText(waitingCount, l10n);
  const runs1 = run === undefined ? undefined : runText(run, l10n, language);
  if (waits === undefined && runs1 === undefined) {
    return undefined;
  }
  const spoken = [waits, runs1].filter((part) => part !== undefined).join('. ');
  const parts = [
    waitingCount === 0 ? undefined : `$(shield) ${waitingCount}`,
    runs1 === undefined ? undefined : `$(${pictureOf(run)}) ${runs1}`,
  ];
  const hint =
    waits === undefined
      ? l10n.t('Click to show or cancel the run.')
      : l10n.t('Click to show what waits for you.');
  return {
    text: parts.filter((part) => part !== undefined).join('  '),
    spoken: `Holdpoint: ${spoken}`,
    tooltip: `Holdpoint: ${spoken}\n${hint}`,
    command: waits === undefined ? 'holdpoint.run.showActive' : 'holdpoint.approvals.focus',
    isUrgent: waits !== undefined,
  };
}

function waitingText(count: number, l10n: Translator): string {
  return count === 1
    ? l10n.t('1 approval is waiting for you')
    : l10n.t('{0} approvals are waiting for you', count);
}

function runText({ run, doneCount, stepCount }: ActiveRun, l10n: Translator, language: string): string {
  return l10n.t(
    '{0}: {1}, {2} of {3} steps',
    run.plan_title,
    stateText(language, run.status),
    doneCount,
    stepCount,
  );
}

function pictureOf(active: ActiveRun | undefined): string {
  switch (active?.run.status) {
    case 'paused':
      return 'debug-pause';
    case 'interrupted':
      return 'debug-disconnect';
    case 'awaiting_approval':
      return 'shield';
    default:
      return 'sync~spin';
  }
}
