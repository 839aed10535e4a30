import type { PlanView } from '#protocol/methods/plans';
import type { SessionView } from '#protocol/methods/sessions';
import { visible } from '#protocol/shown/visible';
import type { Speech } from '../../shown/speech';
import { stateIcon } from '../../shown/stateIcon';
import { stateText } from '../../shown/stateText';
import { momentText } from '../../shown/timeText';
import { type TreeRow, treeRow } from '../treeRow';

/**
 * A session as a row: its goal, where it stands, and whether it wants a new plan version. `isWaiting` says that
 * something of it waits for a person, which its status alone does not tell from being ready to run.
 */
export function sessionRow(
  session: SessionView,
  isWaiting: boolean,
  { l10n, language, now }: Speech,
): TreeRow {
  const { id, goal, needs_replan, plan_version, run_id, mode, created_at } = session;
  const isAtGate = session.status === 'awaiting_step_approval' && isWaiting;
  const status = isAtGate ? 'awaiting_approval' : session.status;
  return treeRow({
    id: `session/${id}`,
    kind: status === 'cancelled' ? 'session.stopped' : 'session.open',
    label: goal === null || goal === '' ? id : visible(goal),
    icon: needs_replan ? { name: 'warning', color: 'list.warningForeground' } : stateIcon(status),
    details: [
      needs_replan ? l10n.t('needs a new plan version') : stateText(language, status),
      mode === 'dry_run' ? l10n.t('dry run') : undefined,
      momentText(created_at, now, language),
    ],
    subject: {
      session_id: id,
      ...(plan_version !== null && { version: plan_version }),
      ...(run_id !== null && { run_id }),
    },
    branch: plan_version === null ? 'none' : 'closed',
  });
}

/** A plan version as a row below its session. */
export function planRow(plan: PlanView, hasRuns: boolean, { l10n, language, now }: Speech): TreeRow {
  const { session_id, version, title, status, created_at, created_by } = plan;
  return treeRow({
    id: `session/${session_id}/plan/${version}`,
    kind: `plan.${status}`,
    label: l10n.t('Version {0}: {1}', version, visible(title)),
    icon: stateIcon(status),
    details: [stateText(language, status), visible(created_by), momentText(created_at, now, language)],
    opens: 'holdpoint.plan.showBoard',
    subject: { session_id, version },
    branch: hasRuns ? 'closed' : 'none',
  });
}
