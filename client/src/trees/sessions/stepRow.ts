import type { ApprovalView } from '#protocol/methods/approvals';
import type { StepView } from '#protocol/methods/runs';
import { visible } from '#protocol/shown/visible';
import type { Speech } from '../../shown/speech';
import { stateIcon } from '../../shown/stateIcon';
import { stateText } from '../../shown/stateText';
import { spanText } from '../../shown/timeText';
import { told } from '../../shown/told';
import type { Translator } from '../../shown/translator';
import { type TreeRow, treeRow } from '../treeRow';

/** The run whose steps are shown, with the approvals that were asked for on its way. */
export interface StepPlace {
  readonly session_id: string;
  readonly version: number;
  readonly run_id: string;
  readonly approvals: readonly ApprovalView[];
}

/** A step of a run as a row: its state, how long it took, who let it pass its gate, what went wrong. */
export function stepRow(step: StepView, place: StepPlace, { l10n, language }: Speech): TreeRow {
  const { session_id, version, run_id } = place;
  const { step_id, tool, visit, status, carried_from, attempts, error } = step;
  return treeRow({
    id: `session/${session_id}/plan/${version}/run/${run_id}/step/${step_id}`,
    kind: `step.${status}`,
    label: visible(step_id),
    icon: stateIcon(status),
    details: [
      carried_from === null ? stateText(language, status) : l10n.t('carried over'),
      spanText(step),
      gateText(gateOf(step, place), l10n),
      visible(tool),
      visit > 1 ? l10n.t('visit {0}', visit) : undefined,
      attempts > 1 ? l10n.t('{0} attempts', attempts) : undefined,
      error === null ? undefined : visible(told(error.message)),
    ],
    opens: 'holdpoint.run.showReport',
    subject: { session_id, version, run_id, step_id },
  });
}

/** The newest approval that was asked for at this step. */
function gateOf({ step_id }: StepView, { approvals }: StepPlace): ApprovalView | undefined {
  return approvals
    .filter((approval) => approval.step_id === step_id && approval.status !== 'superseded')
    .sort((a, b) => b.created_at.localeCompare(a.created_at))[0];
}

function gateText(gate: ApprovalView | undefined, l10n: Translator): string | undefined {
  const who = visible(gate?.actor ?? '?');
  switch (gate?.status) {
    case 'granted':
    case 'consumed':
      return l10n.t('approved by {0}', who);
    case 'rejected':
      return l10n.t('rejected by {0}', who);
    case 'expired':
      return l10n.t('approval expired');
    default:
      return undefined;
  }
}
