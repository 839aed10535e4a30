import type { BlastRadius } from '#protocol/methods/plans';
import { visible } from '#protocol/shown/visible';
import { durationText } from '../terminal/durationText';
import type { Messages } from '../terminal/messages';
import { paint } from '../terminal/paint';

/** What approving a plan would mean: files, commands, hosts, the verdict of each step; every entry, never cut. */
export function blastLines(radius: BlastRadius, messages: Messages, hasColor: boolean): readonly string[] {
  const section = (title: string, entries: readonly string[]) =>
    entries.length === 0 ? [] : [`  ${title}:`, ...entries.map((entry) => `    ${visible(entry)}`)];
  const touched = [
    ...section(messages.blastFiles, radius.files),
    ...section(messages.blastCommands, radius.commands),
    ...section(messages.blastHosts, radius.hosts),
    ...section(messages.blastIrreversible, radius.irreversible.map(messages.told)),
  ];
  const past = messages.blastPast(radius.past_runs, durationText(radius.past_duration_ms));
  return [
    ...(touched.length === 0 ? [`  ${messages.blastNothing}`] : touched),
    ...radius.steps.map((step) => `  ${stepLine(step, hasColor)}`),
    `  ${messages.blastPrompts(radius.expected_prompts)}`,
    ...(radius.past_runs === 0 ? [] : [`  ${past}`]),
  ];
}

function stepLine(step: BlastRadius['steps'][number], hasColor: boolean): string {
  const style = { allow: 'good', ask: 'warning', deny: 'bad' } as const;
  const verdict = paint(hasColor, style[step.verdict], step.verdict.padEnd(5));
  const asks = step.asks ? ' [?]' : '';
  const where = `${step.tool}, ${step.effect}, risk ${step.risk}: ${step.rule_id} (${step.location})`;
  return `${verdict} ${visible(step.step_id)}${asks}  ${visible(where)}`;
}
