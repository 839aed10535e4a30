import type { Translator } from '../shown/translator';
import { type TreeRow, treeRow } from './treeRow';

/** How many rows a tree reads at a time. */
export const pageSize = 500;

/** The last row of a list that goes on: opening it reads the next page. */
export function moreRow(
  tree: string,
  { shownCount, totalCount }: { readonly shownCount: number; readonly totalCount: number },
  l10n: Translator,
): TreeRow {
  return treeRow({
    id: `more/${tree}`,
    kind: 'more',
    label: l10n.t('Show more'),
    icon: { name: 'ellipsis' },
    details: [l10n.t('{0} of {1}', shownCount, totalCount)],
    opens: 'holdpoint.view.loadMore',
    subject: { tree },
  });
}
