import type { BlastRadius } from '#protocol/methods/plans';
import { visible } from '#protocol/shown/visible';
import { effectText, placeText, riskText, verdictText } from '../shown/policyText';
import { durationText } from '../shown/timeText';
import { told } from '../shown/told';
import type { Translator } from '../shown/translator';

/** What approving a plan would mean: files, commands, hosts, what cannot be undone, the verdict of each step; never cut. */
export function planText(radius: BlastRadius, l10n: Translator): string {
  const { files, commands, hosts, irreversible, steps, expected_prompts, past_runs, past_duration_ms } =
    radius;
  const touched = [
    ...section(l10n.t('Files'), files),
    ...section(l10n.t('Commands'), commands),
    ...section(l10n.t('Hosts'), hosts),
    ...section(l10n.t('Cannot be undone'), irreversible.map(told)),
  ];
  return [
    ...(touched.length === 0 ? [l10n.t('Touches nothing outside the run.')] : touched),
    `${l10n.t('Steps')}:`,
    ...steps.map((step) => `  ${stepLine(step, l10n)}`),
    expected_prompts === 1
      ? l10n.t('You will be asked about 1 more time.')
      : l10n.t('You will be asked about {0} more times.', expected_prompts),
    ...(past_runs === 0 || past_duration_ms === null
      ? []
      : [l10n.t('It succeeded {0} times before, in about {1}.', past_runs, durationText(past_duration_ms))]),
  ].join('\n');
}

function section(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [`${title}:`, ...entries.map((entry) => `  ${visible(entry)}`)];
}

function stepLine(step: BlastRadius['steps'][number], l10n: Translator): string {
  const { step_id, tool, effect, risk, verdict, rule_id, location, asks } = step;
  const answer = asks ? l10n.t('will ask you') : verdictText(verdict);
  return visible(
    `${step_id}: ${answer} (${tool}, ${effectText(effect)}, ${l10n.t('risk {0}', riskText(risk))}; ${rule_id}, ${placeText(location)})`,
  );
}
