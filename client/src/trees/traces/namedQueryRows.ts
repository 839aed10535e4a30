import type { NamedQuery } from '#protocol/methods/traces/savedQueries';
import { visible } from '#protocol/shown/visible';
import type { ServerLine } from '../../connection/serverLine';
import { localeOf } from '../../shown/locale';
import type { Speech } from '../../shown/speech';
import { type TreeRow, treeRow } from '../treeRow';

/** The row above all queries that have a name. */
export function queriesRow({ l10n }: Pick<Speech, 'l10n'>): TreeRow {
  return treeRow({
    id: 'queries',
    kind: 'queries',
    label: l10n.t('Queries'),
    icon: { name: 'question' },
    details: [],
    subject: {},
    branch: 'closed',
  });
}

/** The ready-made queries, then those that were kept; opening one asks it. */
export async function namedQueryRows(
  line: Pick<ServerLine, 'request'>,
  language: string,
): Promise<readonly TreeRow[]> {
  const locale = localeOf(language);
  const { items } = await line.request('query/list', { locale, limit: 500 });
  return items.map(namedQueryRow);
}

function namedQueryRow({ name, title, sentence, q, is_series, is_saved }: NamedQuery): TreeRow {
  return treeRow({
    id: `query/${is_saved ? 'saved' : 'ready'}/${name}`,
    kind: is_saved ? 'query.saved' : 'query.ready',
    label: visible(title || name),
    icon: { name: is_series ? 'graph-line' : is_saved ? 'bookmark' : 'question' },
    details: [visible(sentence)],
    tooltip: [title || name, sentence, q]
      .filter((text) => text !== '')
      .map(visible)
      .join('\n'),
    opens: 'holdpoint.query.open',
    subject: { query: q, ...(is_saved && { query_name: name }) },
  });
}
