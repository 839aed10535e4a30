import type { Call, Outcome } from '../../invocation';
import { listOutcome, pageOf } from '../../lists';
import { localeOf } from '../../terminal/messages';

/** `trace queries`: the ready-made and the saved queries, each with the question that it answers. */
export async function listQueries(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const locale = localeOf(call.given.text('locale'), call.env);
  const page = await door.request('query/list', { locale, ...pageOf(call) });
  return listOutcome(call, page, {
    columns: [
      { name: 'name', value: ({ name }) => name },
      { name: 'answers', value: ({ sentence, title }) => (sentence === '' ? title : sentence) },
      { name: 'query', value: ({ q }) => q },
    ],
    empty: 'No queries found',
  });
}

/** `trace save`: keeps a query under a name. */
export async function saveQuery(call: Call): Promise<Outcome> {
  const { given } = call;
  const door = await call.connect();
  const saved = await door.request('query/save', {
    name: given.argument(0),
    q: given.argument(1),
    sentence: given.text('sentence') ?? '',
    replace: given.flag('replace'),
  });
  return { document: saved, text: `saved; ask it by holdpoint trace list --query '${saved.name}'` };
}

/** `trace forget`: deletes a saved query. */
export async function forgetQuery(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const { name } = await door.request('query/delete', { name: call.given.argument(0) });
  return { document: { name }, text: `deleted the query ${name}` };
}
