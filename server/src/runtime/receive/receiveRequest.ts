import type { Checked, Result } from '#protocol/methods';
import { receiveSpans } from '../../core/otlp/receiveSpans';
import { spanSlices } from '../../core/otlp/spanSlices';
import type { Context } from '../context';
import type { SpanKeeper } from './spanKeeper';

/** Spans that are read in one go; between two, others are answered. */
const sliceSpans = 256;

/** Reads the spans of a request and keeps what can be kept. */
export async function receiveRequest(
  context: Context,
  keeper: SpanKeeper,
  { resourceSpans }: Checked<'span/receive'>,
): Promise<Result<'span/receive'>> {
  const reasons = new Map<string, number>();
  let accepted = 0;
  const keeping: Promise<void>[] = [];
  for (const slice of spanSlices(resourceSpans, sliceSpans)) {
    const received = receiveSpans([slice], context.redactor);
    addAll(reasons, received.rejected);
    const kept = keeper.keep(received.spans).then((answer) => {
      accepted += answer.accepted;
      addAll(reasons, answer.rejected);
    });
    keeping.push(kept);
    kept.catch(() => undefined);
    await context.ports.clock.turn();
  }
  await Promise.all(keeping);
  const rejected = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  const rejections = [...reasons].map(([reason, count]) => ({ reason, count }));
  return { accepted, rejected, rejections };
}

function addAll(reasons: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [reason, count] of more) {
    reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  }
}
