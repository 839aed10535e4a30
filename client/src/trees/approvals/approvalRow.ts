import type { ApprovalView } from '#protocol/methods/approvals';
import type { Speech } from '../../shown/speech';
import type { Icon } from '../../shown/stateIcon';
import { momentText } from '../../shown/timeText';
import { type TreeRow, treeRow } from '../treeRow';
import { approvalTitle, isHighRisk, textOf, versionOf } from './approvalTitle';

/** The queue as rows: who has waited longest comes first. */
export function approvalRows(
  approvals: readonly (ApprovalView & { readonly root?: string })[],
  speech: Speech,
): readonly TreeRow[] {
  return [...approvals]
    .sort((a, b) => a.created_at.localeCompare(b.created_at) || a.approval_id.localeCompare(b.approval_id))
    .map((approval) => approvalRow(approval, speech));
}

/** One entry of the queue as a row: what it is about, whose plan, the risk, how many have agreed, until when. */
export function approvalRow(
  approval: ApprovalView & { readonly root?: string },
  { l10n, language, now }: Speech,
): TreeRow {
  const { approval_id, session_id, run_id, step_id, required, votes, expires_at, shown } = approval;
  const version = versionOf(approval);
  return treeRow({
    id: `approval/${approval_id}`,
    kind: `approval.${kindOf(approval)}`,
    label: approvalTitle(approval, l10n),
    icon: iconOf(approval),
    details: [
      approval.subject_type === 'plan' ? undefined : textOf(shown['plan_title']),
      isHighRisk(approval) ? l10n.t('high risk') : undefined,
      required > 1 ? l10n.t('{0} of {1} approvals', votes.length, required) : undefined,
      expires_at === null ? undefined : l10n.t('until {0}', momentText(expires_at, now, language)),
    ],
    opens: 'holdpoint.approval.open',
    subject: {
      approval_id,
      session_id,
      ...(approval.root !== undefined && { root: approval.root }),
      ...(run_id !== null && { run_id }),
      ...(step_id !== null && { step_id }),
      ...(version !== undefined && { version }),
    },
  });
}

function kindOf({ subject_type, preview_ids }: ApprovalView): string {
  return subject_type === 'step' && preview_ids.length > 0 ? 'preview' : subject_type;
}

const icons: Readonly<Record<string, string>> = {
  plan: 'checklist',
  preview: 'diff',
  rollback: 'discard',
  decision: 'question',
  step: 'terminal',
};

function iconOf(approval: ApprovalView): Icon {
  const name = icons[kindOf(approval)] ?? 'shield';
  return isHighRisk(approval) ? { name, color: 'list.errorForeground' } : { name };
}
