import type { ExplanationView } from '#protocol/methods/sessions';
import type { Translator } from '../shown/translator';

/** What to do next with a session: in a sentence, and as a command of the editor with its button. */
export interface NextStep {
  readonly sentence: string;
  readonly command?: string;
  readonly button?: string;
}

/** Advice for a session in the editor's own words. */
export function nextStep(explanation: ExplanationView, l10n: Translator): NextStep {
  const { status, needs_replan, plan_version, pending_step_id, pending_step_status } = explanation;
  if (needs_replan && status !== 'awaiting_plan_approval') {
    return {
      sentence: l10n.t(
        'The last run failed. Change the plan and run it again: finished steps keep their results.',
      ),
      command: 'holdpoint.run.showReport',
      button: l10n.t('Show What Happened'),
    };
  }
  if (plan_version === null) {
    return { sentence: l10n.t('The session has no plan yet. Open a plan file and import it.') };
  }
  if (pending_step_status === 'awaiting_approval') {
    return {
      sentence: l10n.t('Step {0} waits for a decision.', pending_step_id ?? ''),
      command: 'holdpoint.approvals.focus',
      button: l10n.t('Show Approvals'),
    };
  }
  return byStatus(status, plan_version, l10n);
}

function byStatus(status: string, version: number, l10n: Translator): NextStep {
  switch (status) {
    case 'cancelled':
      return { sentence: l10n.t('The session was stopped. Running its plan again makes a new one.') };
    case 'awaiting_plan_approval':
      return {
        sentence: l10n.t('Version {0} of the plan waits for approval.', version),
        command: 'holdpoint.plan.approve',
        button: l10n.t('Approve'),
      };
    case 'awaiting_step_approval':
      return {
        sentence: l10n.t('Version {0} of the plan is approved and can run.', version),
        command: 'holdpoint.plan.run',
        button: l10n.t('Run'),
      };
    case 'running':
      return {
        sentence: l10n.t('A run is under way.'),
        command: 'holdpoint.run.showTrace',
        button: l10n.t('Show Trace'),
      };
    default:
      return {
        sentence: l10n.t('The last run is over.'),
        command: 'holdpoint.run.showReport',
        button: l10n.t('Show Report'),
      };
  }
}
