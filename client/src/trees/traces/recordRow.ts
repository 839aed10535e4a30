import type { Result } from '#protocol/methods';
import { sizeText } from '../../shown/sizeText';
import type { Speech } from '../../shown/speech';
import { type TreeRow, treeRow } from '../treeRow';

/** The record as a row: what it takes on the disk, and how many of its runs are kept for good. */
export function recordRow(
  { bytes, pinned_runs }: Pick<Result<'retention/show'>, 'bytes' | 'pinned_runs'>,
  { l10n, language }: Speech,
): TreeRow {
  return treeRow({
    id: 'record',
    kind: 'record',
    label: l10n.t('Record'),
    icon: { name: 'database' },
    details: [
      sizeText(bytes, language),
      pinned_runs === 0 ? undefined : l10n.t('runs kept for good: {0}', pinned_runs),
    ],
    opens: 'holdpoint.record.showSize',
    subject: {},
  });
}
