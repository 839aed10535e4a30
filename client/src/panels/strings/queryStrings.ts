import type { QueryStrings } from '#protocol/views/query';
import { stateTexts } from '../../shown/stateText';
import type { Translator } from '../../shown/translator';

/** Every text of the view of answers. */
export function queryStrings(l10n: Translator, language: string): QueryStrings {
  return { states: stateTexts(language), words: { ...question(l10n), ...answer(l10n) } };
}

const question = (l10n: Translator) => ({
  ask: l10n.t('Ask'),
  column: l10n.t('column {0}'),
  delete: l10n.t('Delete the query “{0}”'),
  hint: l10n.t('A TraceQL query, such as {0}'),
  keys: l10n.t('Control Enter asks · Control Space offers what may stand here'),
  offers: l10n.t('What may stand here'),
  query: l10n.t('Query'),
  ready: l10n.t('Ready-made queries'),
  save: l10n.t('Keep…'),
  saved: l10n.t('Your queries'),
  title: l10n.t('Ask the record'),
  welcome: l10n.t('Choose a query, or write one. The answer leads to the spans.'),
});

const answer = (l10n: Translator) => ({
  asking: l10n.t('Asking the record'),
  average: l10n.t('Average'),
  chart: l10n.t('Numbers over time'),
  found: l10n.t('{0} traces'),
  last: l10n.t('Last'),
  least: l10n.t('Least'),
  matched: l10n.t('{0} spans match'),
  most: l10n.t('Most'),
  noneFound: l10n.t('Nothing matches. All {0} spans that were looked at are none of it.'),
  partialSpans: l10n.t('Not everything was looked at: the answer is about the newest {0} spans.'),
  partialTime: l10n.t('Time ran out: the answer is about the newest {0} spans.'),
  series: l10n.t('{0} series'),
  span: l10n.t('Show the span in its trace'),
  started: l10n.t('started {0}'),
  tooMany: l10n.t('The chart shows the first {0} series; the table has all.'),
});
