import type { ApprovalView } from '#protocol/methods/approvals';
import { commandLines } from '#protocol/shown/commandText';
import type { Texts } from '../texts/texts';
import { commandsOf } from './askedFiles';
import { code, codeBlock, moment, shortDigest } from './markdown';

/** Longer ones are shown by the button, whole. */
const commandLimit = 900;

/** What is asked, in a few lines: nothing of it is cut, and what is too long says where it is. */
export function askedText(approval: ApprovalView, texts: Texts): string {
  const { shown, votes, required, expires_at, digest, preview_ids } = approval;
  const facts = [
    ...(isText(shown['risk']) ? [`${texts.risk} ${code(shown['risk'])}`] : []),
    ...(isText(shown['reason']) && shown['reason'].length < 300
      ? [`${texts.why}: ${code(shown['reason'])}`]
      : []),
  ];
  return [
    titleOf(approval, texts),
    placeOf(approval, texts),
    ...(facts.length === 0 ? [] : [facts.join(' · ')]),
    ...commandText(approval, texts),
    ...(preview_ids.length === 0 ? [] : [texts.changes(preview_ids.length)]),
    ...(required > 1 ? [texts.counted(votes.length, required)] : []),
    `${texts.digest} ${shortDigest(digest)}${expires_at === null ? '' : ` · ${texts.expires} ${moment(expires_at)}`}`,
  ].join('\n');
}

function titleOf({ subject_type, subject_id, step_id, shown }: ApprovalView, texts: Texts): string {
  const kind = texts.subjects[subject_type] ?? subject_type;
  const title = brief(shown['title']);
  const plan = brief(shown['plan_title']);
  const name = subject_type === 'plan' ? (title ?? subject_id) : (step_id ?? subject_id);
  const of = plan === undefined ? '' : ` ${texts.ofPlan} ${code(plan)}`;
  const said = title === undefined || title === name ? '' : ` – ${code(title)}`;
  return `${kind} ${code(name)}${said}${of}`;
}

function placeOf({ session_id, run_id, shown }: ApprovalView, texts: Texts): string {
  const version = shown['version'] ?? shown['plan_version'];
  const run = run_id === null ? [] : [`${texts.run} ${code(run_id)}`];
  const shownVersion = typeof version === 'number' ? [`v${version}`] : [];
  return [`${texts.session} ${code(session_id)}`, ...run, ...shownVersion].join(' · ');
}

function commandText({ shown }: ApprovalView, texts: Texts): readonly string[] {
  const lines = commandsOf(shown).flatMap((command) => commandLines(command));
  if (lines.length === 0) {
    return [];
  }
  const block = codeBlock(lines.join('\n'));
  return [block === undefined || block.length > commandLimit ? texts.longCommand : block];
}

/** Names in a few words; what is longer stands in full in what is attached. */
function brief(value: unknown): string | undefined {
  if (!isText(value)) {
    return undefined;
  }
  return value.length > 120 ? `${value.slice(0, 117)}…` : value;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
