import fc from 'fast-check';
import type { Json } from '#protocol/json';
import type { SpanRow } from '#protocol/rows';

/** Rows of spans of several traces, of every kind that may be in a store, in the order in which they are recorded. */
export const anySpans: fc.Arbitrary<readonly SpanRow[]> = fc
  .array(
    fc.array(spanOf(), { minLength: 1, maxLength: 7 }).map((spans) => spans),
    { minLength: 1, maxLength: 6 },
  )
  .chain((traces) =>
    fc.nat(1000).map((shift) => {
      const rows = traces.flatMap((spans, trace) =>
        spans.map((span, place) => rowOf(span, trace, place, spans.length)),
      );
      // Traces grow side by side.
      return rows
        .map((row, index) => ({ row, key: (index * 7919 + shift) % rows.length }))
        .sort((one, other) => one.key - other.key)
        .map(({ row }) => row);
    }),
  );

interface AnySpan {
  readonly name: string;
  readonly kind: SpanRow['kind'];
  readonly status: SpanRow['status'];
  readonly error: string | null;
  readonly timeout: 0 | 1;
  readonly parent: number;
  readonly start: number;
  readonly length: number | null;
  readonly attributes: Readonly<Record<string, Json>>;
}

function spanOf(): fc.Arbitrary<AnySpan> {
  const value: fc.Arbitrary<Json> = fc.oneof(
    fc.integer({ min: -2, max: 3 }),
    fc.constantFrom(0.5, 1.5, 2.5),
    fc.constantFrom('a', 'b', 'ab', ''),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.oneof(fc.integer({ min: 0, max: 2 }), fc.constantFrom('a', 'b')), { maxLength: 2 }),
  );
  return fc.record({
    name: fc.constantFrom('one', 'two', 'three'),
    kind: fc.constantFrom('run' as const, 'step' as const, 'tool' as const, 'llm' as const, 'gate' as const),
    status: fc.constantFrom('OK' as const, 'ERROR' as const, 'UNSET' as const),
    error: fc.constantFrom(null, 'boom', 'bang'),
    timeout: fc.constantFrom(0 as const, 1 as const),
    // Mostly an earlier span; also a later one, itself, one that is not there, and none.
    parent: fc.oneof({ weight: 5, arbitrary: fc.nat(6) }, fc.constantFrom(-1, -2)),
    start: fc.nat(8),
    length: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -1, max: 4 }) }, fc.constant(null)),
    attributes: fc.dictionary(fc.constantFrom('x', 'y', 'z', 'service.name'), value, { maxKeys: 3 }),
  });
}

function rowOf(span: AnySpan, trace: number, place: number, count: number): SpanRow {
  const id = (at: number) => (trace * 100 + at).toString(16).padStart(16, '0');
  const start_us = 1_700_000_000_000_000 + Math.floor(trace / 2) * 3_000_000 + span.start * 500_000;
  return {
    span_id: id(place),
    trace_id: trace.toString(16).padStart(32, '0'),
    run_id: trace % 3 === 0 ? null : `run-${trace}`,
    parent_span_id: parentOf(span.parent, place, count, id),
    service_name: trace % 2 === 0 ? 'holdpoint' : 'other',
    kind: span.kind,
    name: span.name,
    status: span.status,
    error: span.error,
    timeout: span.timeout,
    otlp: null,
    policy_snapshot: place % 2 === 0 ? null : '{"profile":"strict"}',
    attributes: JSON.stringify(span.attributes),
    start_us,
    end_us: span.length === null ? null : start_us + span.length * 250_000,
    created_at: '2026-01-02T03:04:05.006Z',
  };
}

function parentOf(parent: number, place: number, count: number, id: (at: number) => string): string | null {
  if (parent === -1) return null;
  if (parent === -2) return 'f'.repeat(16);
  // Seldom a span that comes later, so that most ways up lead to a root.
  return parent === 6 ? id((place + 1) % count) : place === 0 ? null : id(parent % place);
}
