import type { JsonObject } from '#protocol/json';
import type { SpanRow } from '#protocol/rows';
import { spanView } from '../../../runtime/record/views';
import type { Call, Outcome } from '../../invocation';
import { openTraceFile } from './traceDoor';

/** Spans of one request. */
const together = 500;

/** `trace import`: takes the traces of a file into the record of the workspace, each span once. */
export async function importTraces(call: Call): Promise<Outcome> {
  const file = call.given.argument(0);
  const { traces, verify } = await openTraceFile(call, file);
  const door = await call.connect();
  const sum = { accepted: 0, rejected: 0, messages: new Set<string>() };
  const send = async (rows: readonly SpanRow[]) => {
    verify();
    const spans = rows.map((row) => ({ ...spanView(row), otlp: JSON.parse(row.otlp ?? '{}') as JsonObject }));
    const { accepted, rejected, message } = await door.request('trace/import', { spans });
    sum.accepted += accepted;
    sum.rejected += rejected;
    if (message !== '') sum.messages.add(message);
  };
  let waiting: SpanRow[] = [];
  for (const row of traces.whole()) {
    waiting.push(row);
    if (waiting.length < together) continue;
    await send(waiting);
    waiting = [];
  }
  if (waiting.length > 0) await send(waiting);
  const { accepted, rejected } = sum;
  const text = [
    `${accepted} spans are in the record`,
    ...(rejected === 0 ? [] : [`${rejected} were rejected`, ...sum.messages]),
  ];
  return {
    document: { accepted, rejected, messages: [...sum.messages] },
    text: text.join('\n'),
    exit: rejected === 0 ? 0 : 1,
  };
}
