import type { ApprovalView } from '#protocol/methods/approvals';
import { visible } from '#protocol/shown/visible';
import type { Translator } from '../../shown/translator';

/** What an approval is about in one line: the plan, the command, the files, the rollback. */
export function approvalTitle(approval: ApprovalView, l10n: Translator): string {
  const { subject_type, subject_id, shown, step_id } = approval;
  const step = textOf(shown['title']) ?? step_id ?? subject_id;
  switch (subject_type) {
    case 'plan':
      return l10n.t(
        'Plan “{0}”, version {1}',
        textOf(shown['title']) ?? subject_id,
        versionOf(approval) ?? 0,
      );
    case 'preview':
      return l10n.t('Change: {0}', step);
    case 'rollback':
      return l10n.t('Roll back: {0}', visible(subject_id));
    case 'decision':
      return l10n.t('Decision: {0}', step);
    case 'step':
      return stepTitle(approval, step, l10n);
  }
}

/** The version that an approval of a plan is about. */
export function versionOf({ subject_type, shown }: ApprovalView): number | undefined {
  const version = shown[subject_type === 'plan' ? 'version' : 'plan_version'];
  return typeof version === 'number' ? version : undefined;
}

/** Whether the person must confirm a high risk in so many words. */
export function isHighRisk({ shown }: ApprovalView): boolean {
  return shown['needs_confirmation'] === true || shown['risk'] === 'high';
}

/** A text with nothing hidden in it; undefined when there is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? visible(value) : undefined;
}

function stepTitle({ preview_ids, shown }: ApprovalView, step: string, l10n: Translator): string {
  if (preview_ids.length > 0) {
    return l10n.t('Change: {0}', step);
  }
  const commands = shown['commands'];
  return Array.isArray(commands) && commands.length > 0
    ? l10n.t('Command: {0}', step)
    : l10n.t('Step: {0}', step);
}
