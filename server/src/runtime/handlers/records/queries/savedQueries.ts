import { AppError } from '#protocol/errors';
import type { Checked, Handlers } from '#protocol/methods';
import type { NamedQuery, savedQueryMethods } from '#protocol/methods/traces/savedQueries';
import type { SavedQueryRow } from '#protocol/rows';
import { checkQuery } from '../../../../core/traceql/checkQuery';
import { type ReadyQuery, readyQueries, readyQuery } from '../../../../core/traceql/readyQueries';
import type { Context } from '../../../context';
import { listAnswer } from '../../../record/listAnswer';
import { commit, isoNow } from '../../../record/record';
import { Serial } from '../../../serial';
import type { Write } from '../../../storePort';
import { answerable } from './answerable';

/** Lists the queries that have a name, and keeps those of the person. */
export function savedQueryHandlers(context: Context): Pick<Handlers, keyof typeof savedQueryMethods> {
  return {
    'query/list': (params) => listQueries(context, params),
    'query/save': (params) => naming.run(params.name, () => saveQuery(context, params)),
    'query/delete': ({ name }) => naming.run(name, () => deleteQuery(context, name)),
  };
}

/** Changes of one name come one after the other: each sees whether there is such a query. */
const naming = new Serial();

async function listQueries(context: Context, params: Checked<'query/list'>) {
  const { locale, limit, offset } = params;
  const order = [{ by: 'name' }] as const;
  const where = { deleted_at: null };
  const { items } = await context.ports.store.list('saved_queries', { where, order, limit: null });
  const all = [...readyQueries.map((one) => readyView(one, locale)), ...items.map(savedView)];
  return listAnswer(all.slice(offset, offset + limit), all.length, { limit, offset });
}

async function saveQuery(context: Context, params: Checked<'query/save'>): Promise<NamedQuery> {
  const { name, q, sentence, replace } = params;
  answerable(q);
  if (readyQuery(name) !== undefined) {
    throw new AppError('STATE_CONFLICT', `${name} is a ready-made query; choose another name`);
  }
  if ([name, q, sentence].some((text) => context.redactor.text(text).count > 0)) {
    throw new AppError('BAD_REQUEST', 'this holds a secret, which is not stored; ask without it');
  }
  const before = await context.ports.store.get('saved_queries', { name });
  if (before !== undefined && before.deleted_at === null && !replace) {
    throw new AppError(
      'STATE_CONFLICT',
      `a query with the name ${name} exists; replace it or choose another name`,
    );
  }
  const now = isoNow(context);
  const set = { q, sentence, updated_at: now, deleted_at: null };
  const row: SavedQueryRow = { name, created_at: now, ...set };
  const write: Write =
    before === undefined
      ? { op: 'insert', table: 'saved_queries', row }
      : { op: 'update', table: 'saved_queries', key: { name }, set };
  await commit(context, [write]);
  return savedView(row);
}

/** The name is free again, and the text is gone. */
async function deleteQuery(context: Context, name: string): Promise<{ name: string }> {
  const before = await context.ports.store.get('saved_queries', { name });
  if (before === undefined || before.deleted_at !== null) {
    throw new AppError('NOT_FOUND', `there is no saved query with the name ${name}`);
  }
  const set = { q: '', sentence: '', deleted_at: isoNow(context) };
  await commit(context, [{ op: 'update', table: 'saved_queries', key: { name }, set }]);
  return { name };
}

function readyView({ name, query, ...words }: ReadyQuery, locale: 'en' | 'ja'): NamedQuery {
  const { isSeries } = checkQuery(query);
  return { name, ...words[locale], q: query, is_series: isSeries, is_saved: false, updated_at: null };
}

function savedView({ name, q, sentence, updated_at }: SavedQueryRow): NamedQuery {
  return { name, title: name, sentence, q, is_series: checkQuery(q).isSeries, is_saved: true, updated_at };
}
