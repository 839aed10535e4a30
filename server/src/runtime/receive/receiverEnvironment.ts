import type { SpanReceiver } from '../context';

/**
 * Variables that lead an instrumented child's spans to this server, under the span of TRACEPARENT; none where the child
 * has a collector of its own. The token in them posts spans and opens nothing else.
 */
export function receiverEnvironment(
  receiver: SpanReceiver | null,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (receiver === null || Object.keys(environment).some((name) => name.startsWith('OTEL_EXPORTER_OTLP'))) {
    return {};
  }
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${receiver.token}`,
  };
}
