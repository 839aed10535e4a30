import type { Caller, Handlers } from '#protocol/methods';
import { isTerminal } from '#protocol/states';
import { isHttpAddress, OtlpExporter, otlpHeaders } from '../../adapters/telemetry/otlpExporter';
import type { Bus } from '../../runtime/bus';
import type { Log } from '../../transports/log';

/** What the export of every run needs. */
export interface ExportRuns {
  /** The collector stands in `HOLDPOINT_OTLP_ENDPOINT`; without it every trace stays. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly bus: Bus;
  readonly handlers: Pick<Handlers, 'trace/otlp' | 'tracer/report'>;
  readonly log: Log;
}

const system: Caller = { actor: 'system', source: 'system', role: 'operator', client_message_id: null };

/**
 * Brings the trace of every run that ends to a collector, whichever door began it. No run waits for it; spans that are
 * lost are counted, and the server says that it is degraded. Answers how to end.
 */
export function exportRuns(options: ExportRuns): (withinMs: number) => Promise<void> {
  const { bus, handlers, log, env } = options;
  const endpoint = env['HOLDPOINT_OTLP_ENDPOINT'];
  if (endpoint === undefined || endpoint === '') {
    return async () => {};
  }
  if (!isHttpAddress(endpoint)) {
    log.error('HOLDPOINT_OTLP_ENDPOINT is no address over HTTP: traces stay here');
    return async () => {};
  }
  const exporter = new OtlpExporter({ endpoint, headers: otlpHeaders(env['OTEL_EXPORTER_OTLP_HEADERS']) });
  const { signal } = new AbortController();
  let told = 0;
  const leave = async (run_id: string) => {
    const { resourceSpans } = await handlers['trace/otlp'](
      { trace_id: run_id, content: false },
      system,
      signal,
    );
    exporter.export(resourceSpans);
    await exporter.sent();
    const faults = exporter.lost - told;
    told = exporter.lost;
    if (faults > 0) {
      await handlers['tracer/report']({ run_id, tracer: 'otel', faults }, system, signal);
    }
  };
  const stopListening = bus.listen((name, payload) => {
    const { run_id, status } = payload as { readonly run_id?: string; readonly status?: string };
    if (name === 'run/changed' && run_id !== undefined && isTerminal('run', status as never)) {
      leave(run_id).catch((error: unknown) =>
        log.warning('the trace of a run did not leave', { run_id, error: String(error) }),
      );
    }
  });
  return async (withinMs) => {
    stopListening();
    await exporter.finish(withinMs);
  };
}
