import type { ApprovalView, PreviewView } from '#protocol/methods/approvals';
import { commandLines, type ShownCommand } from '#protocol/shown/commandText';
import { visible, visibleLines } from '#protocol/shown/visible';
import { effectText, placeText, riskText } from '../../shown/policyText';
import type { Speech } from '../../shown/speech';
import { momentText } from '../../shown/timeText';
import { told, toldIn } from '../../shown/told';
import type { Translator } from '../../shown/translator';
import { approvalTitle, textOf } from './approvalTitle';

/** An approval with the previews it covers, as `approval/show` answers. */
export type WholeApproval = ApprovalView & { readonly previews: readonly PreviewView[] };

/** Everything that the approval's digest covers and a person needs to judge it; nothing is cut. */
export function approvalText(approval: WholeApproval, speech: Speech): string {
  const { l10n, language, now } = speech;
  const { shown, digest, required, votes, decided_at, expires_at, previews } = approval;
  const commands = listOf(shown['commands']) as readonly ShownCommand[];
  return [
    approvalTitle(approval, l10n),
    textOf(shown['plan_title']),
    '',
    ...commands.flatMap((command) => commandLines(command, toldIn())),
    ...(commands.length > 0
      ? [
          names(l10n.t('Environment variables'), shown['env']) ??
            l10n.t('Environment variables: none beyond the usual'),
        ]
      : []),
    previews.length === 0 ? names(l10n.t('Files'), shown['files']) : undefined,
    names(l10n.t('Hosts'), shown['hosts']),
    ...previews.flatMap((preview) => previewLines(preview, l10n)),
    ...inputLines(approval, l10n),
    ...facts(approval, l10n),
    required > 1 ? l10n.t('{0} of {1} approvals', votes.length, required) : undefined,
    ...decisionLines(approval, speech),
    expires_at === null || decided_at !== null
      ? undefined
      : l10n.t('until {0}', momentText(expires_at, now, language)),
    digest,
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

/** Who said yes, and who ended it with a no; with door, time and reason. */
function decisionLines(approval: WholeApproval, { l10n, language, now }: Speech): readonly string[] {
  const { status, votes, actor, source, decided_at, reason } = approval;
  const said = (who: string, door: string | null, at: string | null, why: string | null) =>
    visible(
      `${[`${who} (${door})`, at && momentText(at, now, language), why].filter((part) => part !== null).join(', ')}`,
    );
  return [
    ...votes.map((vote) => l10n.t('Approved by {0}', said(vote.actor, vote.source, vote.at, vote.reason))),
    ...(status === 'rejected' && actor !== null
      ? [l10n.t('Rejected by {0}', said(actor, source, decided_at, reason))]
      : []),
  ];
}

function facts({ shown }: WholeApproval, l10n: Translator): readonly (string | undefined)[] {
  const place = textOf(shown['location']);
  const rule = [textOf(shown['rule_id']), place && placeText(place)].filter((part) => part !== undefined);
  const reason = textOf(shown['reason']);
  const line = (title: string, value: unknown, say = (text: string) => text) => {
    const text = textOf(value);
    return text === undefined ? undefined : `${title}: ${say(text)}`;
  };
  return [
    line(l10n.t('Risk'), shown['risk'], riskText),
    line(l10n.t('Effect'), shown['effect'], effectText),
    line(l10n.t('Executor'), shown['executor']),
    line(l10n.t('Slot'), shown['slot']),
    reason === undefined ? undefined : `${l10n.t('Why you are asked')}: ${told(reason)}`,
    rule.length === 0 ? undefined : `${l10n.t('Deciding rule')}: ${rule.join(', ')}`,
    line(l10n.t('Expected result'), shown['expected_observation']),
  ];
}

function previewLines(preview: PreviewView, l10n: Translator): readonly string[] {
  const { path, op, old_sha256, new_sha256, encoding, diff } = preview;
  return [
    `${visible(path)} (${op})`,
    `sha256 ${old_sha256 ?? '-'} → ${new_sha256 ?? '-'}`,
    encoding === 'binary' ? l10n.t('binary, cannot be shown') : visibleLines(diff),
  ];
}

/** Inputs stand there in full when neither commands nor diffs say what would happen. */
function inputLines({ shown, previews }: WholeApproval, l10n: Translator): readonly string[] {
  const inputs = shown['inputs'];
  const isSaid = previews.length > 0 || listOf(shown['commands']).length > 0;
  return isSaid || inputs === undefined || inputs === null
    ? []
    : [`${l10n.t('Inputs')}: ${visibleLines(JSON.stringify(inputs, null, 2))}`];
}

function names(title: string, value: unknown): string | undefined {
  const entries = listOf(value)
    .map(nameOf)
    .filter((name) => name !== undefined);
  return entries.length === 0 ? undefined : `${title}: ${entries.join(', ')}`;
}

function nameOf(entry: unknown): string | undefined {
  return typeof entry === 'object' && entry !== null
    ? textOf((entry as { readonly path?: unknown }).path)
    : textOf(entry);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
