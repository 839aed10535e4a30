import type { Checked, Handlers } from '#protocol/methods';
import type { Context } from '../../context';

/** Statistics over the record, and what shows that nobody has changed it. */
export function auditHandlers(
  context: Context,
): Pick<Handlers, 'stats/show' | 'audit/verify' | 'audit/export'> {
  const { store } = context.ports;
  return {
    'stats/show': async () => {
      const [tools, durations, failures, size] = await Promise.all([
        store.view('v_run_success_rate_by_tool'),
        store.view('v_step_duration_ms_p50_p95'),
        store.view('v_session_failure_reasons'),
        sizeOf(context),
      ]);
      return {
        run_success_rate_by_tool: [...tools],
        step_duration_ms_p50_p95: [...durations],
        session_failure_reasons: [...failures],
        store: size,
      };
    },
    'audit/verify': () => store.verifyChain(),
    'audit/export': (params) => exportPage(context, params),
  };
}

async function sizeOf({ ports }: Context) {
  const one = { limit: 1 };
  const [{ bytes, used_bytes }, runs, spans, events] = await Promise.all([
    ports.store.status(),
    ports.store.list('runs', one),
    ports.store.list('spans', one),
    ports.store.events(one),
  ]);
  return { bytes, used_bytes, runs: runs.total, spans: spans.total, events: events.total };
}

interface Line {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Events and tombstones after a place, in the order of the chain, as the lines that can be verified offline. */
async function exportPage(context: Context, { after_seq, limit }: Checked<'audit/export'>) {
  const { store } = context.ports;
  const [events, stones] = await Promise.all([store.events({ after_seq, limit }), store.tombstones()]);
  const rows = events.items.map((event): Line => {
    return { from: event.seq, to: event.seq, text: JSON.stringify(event) };
  });
  const isMore = events.total > rows.length;
  const reach = isMore ? (rows.at(-1)?.to ?? after_seq) : Number.POSITIVE_INFINITY;
  const gaps = stones
    .filter(({ first_seq }) => first_seq > after_seq && first_seq < reach)
    .map((stone): Line => {
      const text = JSON.stringify({ tombstone: true, ...stone });
      return { from: stone.first_seq, to: stone.last_seq, text };
    });
  const lines = [...rows, ...gaps].sort((left, right) => left.from - right.from);
  return { lines: lines.map(({ text }) => text), next_seq: isMore ? (lines.at(-1)?.to ?? null) : null };
}
