import type { CompareStrings } from '#protocol/views/compare';
import { stateTexts } from '../../shown/stateText';
import type { Translator } from '../../shown/translator';

/** Every text of the comparison of two runs. */
export function compareStrings(l10n: Translator, language: string): CompareStrings {
  return { states: stateTexts(language), words: { ...runs(l10n), ...steps(l10n) } };
}

const runs = (l10n: Translator) => ({
  active: l10n.t('{0} at work'),
  both: l10n.t('both runs'),
  files: l10n.t('Files changed'),
  first: l10n.t('First run'),
  inputs: l10n.t('Other inputs: {0}'),
  loading: l10n.t('Reading the runs'),
  noFiles: l10n.t('No file was changed.'),
  onlyFirst: l10n.t('only the first run'),
  onlySecond: l10n.t('only the second run'),
  plan: l10n.t('version {0}'),
  report: l10n.t('Report'),
  second: l10n.t('Second run'),
  started: l10n.t('started {0}'),
  swap: l10n.t('Swap the runs'),
  title: l10n.t('Two runs compared'),
  trace: l10n.t('Trace'),
  unreadable: l10n.t('These runs cannot be compared'),
  whole: l10n.t('{0} in all'),
});

const steps = (l10n: Translator) => ({
  attempts: l10n.t('{0} attempts'),
  carried: l10n.t('carried over'),
  changed: l10n.t('Differs in: {0}'),
  difference: l10n.t('Difference'),
  notThere: l10n.t('did not run'),
  planAdded: l10n.t('Only in the second plan'),
  planChanged: l10n.t('Changed in the plan'),
  planRemoved: l10n.t('Only in the first plan'),
  planSame: l10n.t('Same in both plans'),
  sameSteps: l10n.t('{0} steps are the same in both plans'),
  step: l10n.t('Step'),
  steps: l10n.t('Steps'),
});
