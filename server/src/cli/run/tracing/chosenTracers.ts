import { join } from 'node:path';
import type { Call } from '../../invocation';
import type { Terminal } from '../../terminal/terminal';
import type { RunOptions } from '../options/runOptions';
import { ConsoleTracer } from './consoleTracer';
import { FileTracer } from './fileTracer';
import { OtelTracer } from './otelTracer';
import type { Tracer } from './tracer';

/** The tracers that somebody asked for; none when the record is enough. */
export function chosenTracers(
  { programs, env, version }: Call,
  terminal: Terminal,
  options: RunOptions,
): Tracer[] {
  const { tracesToScreen, otlpEndpoint, traceFile } = options;
  const headers = otlpHeaders(env['OTEL_EXPORTER_OTLP_HEADERS']);
  return [
    ...(tracesToScreen ? [new ConsoleTracer(terminal)] : []),
    ...(otlpEndpoint === undefined ? [] : [new OtelTracer({ endpoint: otlpEndpoint, headers, version })]),
    ...(traceFile === undefined ? [] : [new FileTracer(traceFile, join(programs, 'storeWorker.cjs'))]),
  ];
}

/** Headers as OpenTelemetry writes them in the environment: `name=value,name=value`, each encoded as in an address. */
function otlpHeaders(text = ''): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at <= 0 ? [] : [[pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
