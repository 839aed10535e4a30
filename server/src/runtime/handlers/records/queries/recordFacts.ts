import type { SeenFacts } from '#protocol/language/service';
import { noFacts, queryFacts } from '../../../../core/traceql/assist/queryFacts';
import type { Context } from '../../../context';
import { tracedSpansOf } from '../../../record/tracedSpans';

/** Spans of each status from which is learnt what the record holds. */
const sampled = 300;
/** How long what was learnt is good enough. */
const keptMs = 10_000;

/** Tells what completion may offer from the newest spans: read when somebody types, and kept for a while. */
export function recordFacts(context: Context): () => Promise<SeenFacts> {
  let known = noFacts;
  let untilMs = Number.NEGATIVE_INFINITY;
  return async () => {
    const nowMs = context.ports.clock.now();
    if (nowMs < untilMs) return known;
    untilMs = nowMs + keptMs;
    known = await learn(context);
    return known;
  };
}

/** By status, since an index leads to the newest of each. */
async function learn({ ports }: Context): Promise<SeenFacts> {
  const order = [{ by: 'start_us', desc: true }] as const;
  const pages = await Promise.all(
    (['OK', 'ERROR', 'UNSET'] as const).map((status) =>
      ports.store.list('spans', { where: { status }, order, limit: sampled }),
    ),
  );
  return queryFacts(
    tracedSpansOf(
      pages.flatMap(({ items }) => items),
      [],
    ),
  );
}
