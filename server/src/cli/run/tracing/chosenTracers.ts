import { join } from 'node:path';
import { otlpHeaders } from '../../../adapters/telemetry/otlpExporter';
import type { Call } from '../../invocation';
import type { Terminal } from '../../terminal/terminal';
import type { RunOptions } from '../options/runOptions';
import { ConsoleTracer } from './consoleTracer';
import { FileTracer } from './fileTracer';
import { OtelTracer } from './otelTracer';
import type { Tracer } from './tracer';

/** The tracers that somebody asked for; none when the record is enough. */
export function chosenTracers(
  { programs, env, version, messages }: Call,
  terminal: Terminal,
  options: RunOptions,
): Tracer[] {
  const { tracesToScreen, otlpEndpoint, traceFile } = options;
  const headers = otlpHeaders(env['OTEL_EXPORTER_OTLP_HEADERS']);
  return [
    ...(tracesToScreen ? [new ConsoleTracer(terminal, messages.told)] : []),
    ...(otlpEndpoint === undefined ? [] : [new OtelTracer({ endpoint: otlpEndpoint, headers, version })]),
    ...(traceFile === undefined ? [] : [new FileTracer(traceFile, join(programs, 'storeWorker.cjs'))]),
  ];
}
