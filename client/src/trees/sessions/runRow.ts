import type { RunView } from '#protocol/methods/runs';
import { visible } from '#protocol/shown/visible';
import type { Speech } from '../../shown/speech';
import { stateIcon } from '../../shown/stateIcon';
import { stateText } from '../../shown/stateText';
import { momentText, spanText } from '../../shown/timeText';
import { told } from '../../shown/told';
import { type TreeRow, treeRow } from '../treeRow';

/** Where a run stands in a tree: below its plan version, or in a list of all runs, where it needs its plan's name. */
export type RunPlace = 'below its plan' | 'in a list';

/** A run as a row: its state, how long it took, and why it ended when that was not well. */
export function runRow(run: RunView, place: RunPlace, { l10n, language, now }: Speech): TreeRow {
  const { run_id, session_id, plan_version, plan_title, status, mode, end_reason, started_at, created_at } =
    run;
  const isBelow = place === 'below its plan';
  const moment = momentText(started_at ?? created_at, now, language);
  const hasFailed = status === 'failed' || status === 'denied' || status === 'interrupted';
  return treeRow({
    id: isBelow ? `session/${session_id}/plan/${plan_version}/run/${run_id}` : `run/${run_id}`,
    kind: `run.${status}`,
    label: isBelow ? l10n.t('Run of {0}', moment) : titleOf(plan_title, run_id),
    icon: stateIcon(status),
    details: [
      stateText(language, status),
      spanText(run),
      mode === 'dry_run' ? l10n.t('dry run') : undefined,
      run.pinned ? l10n.t('kept for good') : undefined,
      isBelow ? undefined : moment,
      hasFailed && end_reason !== null ? visible(told(end_reason.message)) : undefined,
    ],
    opens: 'holdpoint.run.showReport',
    subject: { session_id, version: plan_version, run_id },
    branch: isBelow ? 'closed' : 'none',
  });
}

function titleOf(title: string, run_id: string): string {
  return title === '' ? run_id : visible(title);
}
