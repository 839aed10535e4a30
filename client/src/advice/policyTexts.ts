import type { Result } from '#protocol/methods';
import { visible } from '#protocol/shown/visible';
import { placeText, verdictText } from '../shown/policyText';
import { told } from '../shown/told';
import type { Translator } from '../shown/translator';

/** Which rule decides about a step, and what every stage of the judgement said. */
export function explainedText(explained: Result<'policy/explain'>, l10n: Translator): string {
  const { step_id, tool, verdict, rule_id, location, reason, stages } = explained;
  return [
    l10n.t('Step {0} ({1}): {2}', visible(step_id), visible(tool), verdictText(verdict)),
    `${l10n.t('Why')}: ${visible(told(reason))}`,
    `${l10n.t('Deciding rule')}: ${visible(`${rule_id}, ${placeText(location)}`)}`,
    '',
    `${l10n.t('Stages')}:`,
    ...stages.map((stage) => {
      const place = stage.location === null ? null : placeText(stage.location);
      const rule = [stage.rule_id, place].filter((part) => part !== null).join(', ');
      const verdict = stage.verdict === null ? '-' : verdictText(stage.verdict);
      const line = `  ${stage.stage}: ${verdict} ${told(stage.reason)}${rule === '' ? '' : ` (${rule})`}`;
      return visible(line);
    }),
    '',
  ].join('\n');
}

/** Which decisions of earlier runs another policy would have taken differently. */
export function simulatedText(
  { runs, decisions, changed }: Result<'policy/simulate'>,
  l10n: Translator,
): string {
  return [
    l10n.t('{0} decisions of {1} runs; {2} would change.', decisions, runs, changed.length),
    '',
    ...changed.map(({ run_id, step_id, tool, before, after, rule_id, location, reason }) =>
      visible(
        `${run_id ?? '-'} ${step_id ?? '-'} ${tool}: ${verdictText(before)} → ${verdictText(after)} (${rule_id}, ${placeText(location)}: ${told(reason)})`,
      ),
    ),
    '',
  ].join('\n');
}

/** What is wrong with the policy files of a workspace. */
export function lintedText({ errors, warnings, files }: Result<'policy/lint'>, l10n: Translator): string {
  const line = ({ line: at, column, code, message }: Result<'policy/lint'>['errors'][number]) =>
    visible(`${at}:${column} ${code} ${told(message)}`);
  return [
    files.length === 0
      ? l10n.t('There is no policy file.')
      : `${l10n.t('Files')}: ${files.map(visible).join(', ')}`,
    l10n.t('{0} errors, {1} warnings', errors.length, warnings.length),
    ...errors.map(line),
    ...warnings.map((warning) => `${l10n.t('warning')}: ${line(warning)}`),
    '',
  ].join('\n');
}
