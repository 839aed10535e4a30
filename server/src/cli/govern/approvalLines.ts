import type { ApprovalView, PreviewView } from '#protocol/methods/approvals';
import { commandLines, type ShownCommand } from '#protocol/shown/commandText';
import { visible } from '#protocol/shown/visible';
import type { RollbackEntry } from '../../core/change/rollback';
import { diffText } from '../terminal/diffText';
import { jsonText } from '../terminal/jsonText';
import type { Messages } from '../terminal/messages';
import { paint } from '../terminal/paint';
import { rollbackLines } from './rollbackLines';

/** An approval with the previews it covers. */
export type ShownApproval = ApprovalView & { readonly previews: readonly PreviewView[] };

/** Everything the approval's digest covers that a person needs to judge it: nothing is cut or left to the terminal. */
export function approvalLines(
  approval: ShownApproval,
  messages: Messages,
  hasColor: boolean,
): readonly string[] {
  const { shown, step_id, subject_id, subject_type } = approval;
  const title = [step_id ?? subject_id, shown['title'] ?? shown['plan_title']].filter(isText).join(' - ');
  const commands = (shown['commands'] ?? []) as readonly unknown[];
  return [
    paint(hasColor, 'strong', messages.gateTitle(`${subject_type} ${visible(title)}`)),
    ...commands.filter(isCommand).flatMap((command) => commandLines(command).map((line) => `  ${line}`)),
    ...listed(messages.env, shown['env']),
    ...(subject_type === 'rollback' || approval.previews.length > 0
      ? rollbackFiles(shown['entries'], messages)
      : listed(messages.files, shown['files'])),
    ...listed(messages.hosts, shown['hosts']),
    ...approval.previews.flatMap((preview) => previewLines(preview, messages, hasColor)),
    ...inputLines(approval, messages),
    ...facts(approval, messages),
  ];
}

/** One preview: which file, what happens to it, the whole diff. */
export function previewLines(preview: PreviewView, messages: Messages, hasColor: boolean): readonly string[] {
  const traits = [preview.op, preview.eol, preview.bom ? 'BOM' : '', modeText(preview)].filter(
    (part) => part !== '',
  );
  const hashes = `${preview.old_sha256 ?? '(none)'} -> ${preview.new_sha256 ?? '(none)'}`;
  return [
    `  ${paint(hasColor, 'strong', visible(preview.path))} (${traits.join(', ')})`,
    `  sha256 ${hashes}`,
    preview.encoding === 'binary' ? `  ${messages.binary}` : diffText(preview, hasColor),
  ];
}

function modeText({ mode }: PreviewView): string {
  return mode === null ? '' : `mode ${(mode & 0o777).toString(8)}`;
}

function listed(name: string, value: unknown): readonly string[] {
  const entries = Array.isArray(value) ? value.filter(isText) : [];
  return entries.length === 0 ? [] : [`  ${name}: ${entries.map(visible).join(', ')}`];
}

/** The files of a rollback, each with what would happen to it. */
function rollbackFiles(entries: unknown, messages: Messages): readonly string[] {
  const known = Array.isArray(entries) ? (entries as readonly RollbackEntry[]) : [];
  return rollbackLines(
    known.map(({ path, restores, restore_sha, conflict }) => ({
      path,
      action: restores ? (restore_sha === null ? 'delete' : 'restore') : 'keep',
      conflict,
    })),
    messages,
  );
}

/** Inputs stand there in full when neither commands nor diffs say what would happen. */
function inputLines({ shown, previews }: ShownApproval, messages: Messages): readonly string[] {
  const commands = shown['commands'];
  const isSaid = previews.length > 0 || (Array.isArray(commands) && commands.length > 0);
  const inputs = shown['inputs'];
  return isSaid || inputs === undefined || inputs === null
    ? []
    : [`  ${messages.inputs}: ${jsonText(inputs).replaceAll('\n', '\n  ')}`];
}

function facts(
  { shown, digest, expires_at, required, votes }: ShownApproval,
  messages: Messages,
): readonly string[] {
  const rule = [shown['rule_id'], shown['location']].filter(isText).join(', ');
  const reason = isText(shown['reason']) ? visible(messages.told(shown['reason'])) : '';
  const expected = shown['expected_observation'];
  const risk = ['risk', 'effect', 'executor'].flatMap((name) =>
    isText(shown[name]) ? [`${name} ${shown[name]}`] : [],
  );
  return [
    ...(risk.length === 0 ? [] : [`  ${visible(risk.join(', '))}`]),
    ...(rule === '' && reason === ''
      ? []
      : [`  ${messages.why}: ${reason}${rule === '' ? '' : ` (${visible(rule)})`}`]),
    ...(isText(expected) ? [`  ${messages.expected}: ${visible(expected)}`] : []),
    ...(required > 1 ? [`  ${messages.votes(votes.length, required)}`] : []),
    ...(expires_at === null ? [] : [`  ${messages.expires}: ${expires_at}`]),
    `  ${digest}`,
  ];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isCommand(value: unknown): value is ShownCommand {
  return typeof value === 'object' && value !== null;
}
