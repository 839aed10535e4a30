import type { TraceFound } from '#protocol/methods/traces/queries';
import type { SpanRow } from '#protocol/rows';
import { selectedFields, spansetAnswer } from '../../../core/traceql/answer/spansetAnswer';
import type { Query } from '../../../core/traceql/ast';
import { evaluateQuery } from '../../../core/traceql/evaluate/evaluateQuery';
import { spanView } from '../../record/views';
import type { TraceRows } from './traceRows';

/** Decides trace by trace, from the rows themselves, whether a query finds it, and says what it finds. */
export function traceFinder(query: Query, spanLimit: number): (trace: TraceRows) => TraceFound | null {
  const evaluate = evaluateQuery(query);
  const selected = selectedFields(query);
  return ({ traceId, runId, rows, tree }) => {
    const sets = evaluate(tree);
    if (sets.length === 0) return null;
    return {
      trace_id: traceId,
      run_id: runId,
      root_name: tree.rootName,
      root_service: tree.rootService,
      start_us: rows[0]?.start_us ?? 0,
      duration_ms: tree.durationNs / 1e6,
      span_count: rows.length,
      matched_count: new Set(sets.flatMap(({ places }) => [...places])).size,
      spansets: sets.map((set) => {
        const { attributes, wide, matched, spans } = spansetAnswer(set, tree, { selected, spanLimit });
        return {
          attributes: { ...attributes },
          ...(wide === undefined ? {} : { wide }),
          matched,
          spans: spans.map(({ place, selected: columns, ...more }) => ({
            ...spanView(rows[place] as SpanRow),
            selected: { ...columns },
            ...more,
          })),
        };
      }),
    };
  };
}
