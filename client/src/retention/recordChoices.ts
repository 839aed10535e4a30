import type { Result } from '#protocol/methods';
import { sizeText } from '../shown/sizeText';
import type { Speech } from '../shown/speech';

/** One line about how long the record is kept, and what choosing it changes. */
export interface RecordChoice {
  readonly label: string;
  readonly description: string;
  readonly act: 'days' | 'maxBytes' | 'pin' | 'vacuum';
}

/** How long the record is kept by age, size and pin, a line each, and the way to have it kept to now. */
export function recordChoices(
  { max_age_days, max_bytes, runs, pinned_runs }: Result<'retention/show'>,
  { l10n, language }: Speech,
): RecordChoice[] {
  const age =
    max_age_days === null
      ? l10n.t('Runs are kept whatever their age')
      : l10n.t('Runs are kept for {0} days', max_age_days);
  const size =
    max_bytes === null
      ? l10n.t('The record may take any room')
      : l10n.t('Above {0} the oldest runs are removed', sizeText(max_bytes, language));
  const change = l10n.t('change');
  return [
    { label: `$(clock) ${age}`, description: change, act: 'days' },
    { label: `$(database) ${size}`, description: change, act: 'maxBytes' },
    {
      label: `$(pin) ${l10n.t('{0} of {1} runs are kept for good', pinned_runs, runs)}`,
      description: l10n.t('keep one, or let it go'),
      act: 'pin',
    },
    {
      label: `$(trash) ${l10n.t('Remove now what is past its time')}`,
      description: l10n.t('only while no run is live or waits'),
      act: 'vacuum',
    },
  ];
}
