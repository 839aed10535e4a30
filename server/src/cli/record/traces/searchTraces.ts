import { AppError } from '#protocol/errors';
import type { SpanFound } from '#protocol/methods/traces/queries';
import type { Call, Outcome } from '../../invocation';
import { pageOf } from '../../lists';
import { type ListShape, listText } from '../../terminal/list';
import { withNotes } from './listTraces';
import { queryOf } from './queryOption';
import { spanShape } from './showTrace';
import { traceDoor } from './traceDoor';

/** `trace search`: single spans of any trace, the newest first. */
export async function searchTraces(call: Call): Promise<Outcome> {
  const { given, terminal } = call;
  const asked = await queryOf(call);
  if (asked?.isSeries) {
    throw new AppError(
      'QUERY_INVALID',
      'column 1: this finds numbers over time and no spans; use trace list',
      {
        column: 1,
      },
    );
  }
  const door = await traceDoor(call);
  const page = await door.request('trace/search', {
    ...(asked === null ? {} : { q: asked.q }),
    status: given.word<'OK' | 'ERROR'>('status'),
    timeout_only: given.flag('timeoutOnly'),
    ...pageOf(call),
  });
  const format = given.format();
  const text = listText(page.items, withSelected(page.items), format, terminal.outColor);
  return { document: page, text: format === 'json' ? text : withNotes(text, format, page) };
}

/** The columns of every list of spans, and those that the query selects. */
function withSelected(spans: readonly SpanFound[]): ListShape<SpanFound> {
  const names = [...new Set(spans.flatMap(({ selected }) => Object.keys(selected)))];
  const columns = names.map((name) => ({ name, value: ({ selected }: SpanFound) => selected[name] }));
  return { columns: [...spanShape.columns, ...columns], empty: spanShape.empty };
}
