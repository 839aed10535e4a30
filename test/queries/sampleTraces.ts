import fc from 'fast-check';
import type { Attributes, TracedSpan } from '../../server/src/core/traceql/evaluate/tracedSpan';
import type { Write } from '../../server/src/runtime/storePort';
import { eventWrite, samplePlan, sampleRun, sampleSession, sampleSpan } from '../store/sampleRows';

/** A span as the tests make it up. */
export interface SampleSpan {
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly kind: 'internal' | 'client';
  readonly status: 'ok' | 'error' | 'unset';
  readonly message: string;
  readonly startUs: number;
  readonly endUs: number | null;
  readonly timeout: boolean;
  readonly attributes: Attributes;
  readonly policy: Attributes;
  readonly events: readonly {
    readonly name: string;
    readonly timeUs: number;
    readonly attributes: Attributes;
  }[];
}

/** The spans of one trace by their starts; the first is its root, the only one without a parent. */
export interface SampleTrace {
  readonly traceId: string;
  readonly runId: string;
  readonly service: string;
  readonly spans: readonly SampleSpan[];
}

/** A length that is exact in nanoseconds, microseconds and as a binary fraction of a second: sums of it are exact too. */
export const grainUs = 15_625;

/** When the earliest of the traces may start. */
export const epochUs = 1_767_225_600_000_000;

const numbers = fc.constantFrom(0, 1, 2, 3, 4, 8, 0.5, 1.5, -1);
/** Integers that no number holds exactly, and neighbours of them. */
const large = fc.constantFrom(
  9_007_199_254_740_993n,
  9_007_199_254_740_992n,
  -9_007_199_254_740_993n,
  9_223_372_036_854_775_807n,
);
const words = fc.constantFrom('x', 'y', 'xy', 'a b', '1', '｡', '😀');
const single = fc.oneof(numbers, words, fc.boolean());
const value = fc.oneof(
  { weight: 8, arbitrary: single },
  { weight: 1, arbitrary: fc.array(numbers, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(words, { minLength: 1, maxLength: 3 }) },
);
const identity = fc.oneof(
  { weight: 4, arbitrary: large },
  { weight: 1, arbitrary: fc.array(large, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom(7, '7') },
);
const attributes = fc
  .tuple(
    fc.dictionary(fc.constantFrom('a', 'b', 'n', 'ok', 'my key'), value, { maxKeys: 4 }),
    fc.option(identity),
  )
  .map(([others, id]): Attributes => (id === null ? others : { ...others, id }));
const event = fc.record({
  name: fc.constantFrom('log.line', 'attempt.retry', 'step.failed'),
  afterMs: fc.nat(3),
  attributes: fc.dictionary(fc.constantFrom('a', 'why'), single, { maxKeys: 2 }),
});
const drawn = fc.record({
  parent: fc.integer({ min: -2, max: 11 }),
  name: fc.constantFrom('one', 'two', 'three', 'git push', 'holdpoint.step deploy'),
  kind: fc.constantFrom('internal' as const, 'internal' as const, 'client' as const),
  status: fc.constantFrom('ok' as const, 'error' as const, 'unset' as const),
  message: fc.constantFrom('', '', 'boom'),
  startsAfter: fc.nat(40),
  lasts: fc.option(fc.integer({ min: -1, max: 130 }), { freq: 8 }),
  timeout: fc.boolean(),
  attributes,
  policy: fc.dictionary(fc.constantFrom('profile', 'deep.key'), single, { maxKeys: 2 }),
  events: fc.array(event, { maxLength: 2 }),
});

/** A random trace: parents may be missing or form circles, ends may be open or before starts. */
export function anyTrace(number: number): fc.Arbitrary<SampleTrace> {
  const spans = fc.array(drawn, { minLength: 1, maxLength: 12 });
  return fc.tuple(fc.nat(200), fc.constantFrom('holdpoint', 'shop'), spans).map(([start, service, all]) => {
    const startUs = epochUs + start * grainUs * 64;
    const ordered = all.map(({ startsAfter }, at) => (at === 0 ? 0 : startsAfter)).sort((a, b) => a - b);
    const id = (at: number) => `${(number * 16 + at).toString(16).padStart(16, '0')}`;
    const made = all.map((one, at) =>
      spanOf(one, { at, id, startUs: startUs + (ordered[at] ?? 0) * grainUs, count: all.length }),
    );
    const traceId = number.toString(16).padStart(32, '0');
    return { traceId, runId: `run-${number}`, service, spans: made };
  });
}

/** Several random traces of one record. */
export function anyTraces(most: number): fc.Arbitrary<readonly SampleTrace[]> {
  return fc
    .integer({ min: 1, max: most })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => anyTrace(at + 1))));
}

interface Place {
  readonly at: number;
  readonly id: (at: number) => string;
  readonly startUs: number;
  readonly count: number;
}

function spanOf(one: typeof drawn extends fc.Arbitrary<infer T> ? T : never, place: Place): SampleSpan {
  const { at, id, startUs, count } = place;
  const { parent, lasts, events, startsAfter: _, ...rest } = one;
  // -2 and -1 name a parent that is nowhere; a place from `count` up is taken round to one that there is.
  const parentId = at === 0 ? null : parent < 0 ? 'f'.repeat(16) : id(parent % count);
  return {
    ...rest,
    id: id(at),
    parentId,
    startUs,
    endUs: lasts === null ? null : startUs + lasts * grainUs,
    // The record keeps milliseconds of events.
    events: events.map(({ name, afterMs, attributes: own }) => ({
      name,
      timeUs: Math.floor(startUs / 1000) * 1000 + afterMs * 1000,
      attributes: own,
    })),
  };
}

/** The spans of a sample as queries see them. */
export function tracedSample({ service, spans }: SampleTrace): TracedSpan[] {
  return spans.map((span, at) => ({
    id: span.id,
    parentId: span.parentId,
    name: span.name,
    kind: span.kind,
    status: span.status,
    statusMessage: span.message,
    startUs: span.startUs,
    endUs: span.endUs,
    attributes: span.attributes,
    resource: { 'service.name': service },
    instrumentation: { name: 'holdpoint' },
    events: span.events,
    links: [],
    columns: { kind: recordKind(span, at), timeout: span.timeout, policySnapshot: span.policy },
  }));
}

/** The kind that the record gives to a span of a sample. */
export function recordKind({ kind }: SampleSpan, at: number): 'run' | 'llm' | 'step' {
  return at === 0 ? 'run' : kind === 'client' ? 'llm' : 'step';
}

const statuses = { ok: 'OK', error: 'ERROR', unset: 'UNSET' } as const;

/** Everything that must be written to find samples in a store: a session, a plan, runs, spans, events. */
export function sampleWrites(traces: readonly SampleTrace[]): Write[] {
  return [
    { op: 'insert', table: 'sessions', row: sampleSession('session_q') },
    { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'session_q') },
    ...traces.flatMap(traceWrites),
  ];
}

/** Attributes as the receiver of spans keeps them: in plain, and as they came where that does not say it all. */
function attributeColumns(attributes: Attributes): {
  readonly attributes: string;
  readonly otlp: string | null;
} {
  const entries = Object.entries(attributes);
  const typed = entries.map(([key, value]) => ({ key, value: typedValue(value) }));
  const isPlain = entries.every(([, value]) => typeof value !== 'bigint' && typeof value !== 'object');
  return {
    attributes: JSON.stringify(attributes, (_, one: unknown) =>
      typeof one === 'bigint' ? String(one) : one,
    ),
    otlp: isPlain ? null : JSON.stringify({ span: { attributes: typed } }),
  };
}

function typedValue(value: unknown): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(typedValue) } };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return typeof value === 'bigint' || Number.isInteger(value)
    ? { intValue: String(value) }
    : { doubleValue: value };
}

function traceWrites(trace: SampleTrace): Write[] {
  const { traceId, runId, service, spans } = trace;
  const run = sampleRun(runId, 'session_q', { trace_id: traceId });
  const rows = spans.map((span, at): Write => {
    const row = sampleSpan(span.id, runId, {
      trace_id: traceId,
      parent_span_id: span.parentId,
      service_name: service,
      kind: recordKind(span, at),
      name: span.name,
      status: statuses[span.status],
      error: span.message === '' ? null : span.message,
      timeout: span.timeout ? 1 : 0,
      policy_snapshot: JSON.stringify(span.policy),
      ...attributeColumns(span.attributes),
      start_us: span.startUs,
      end_us: span.endUs,
    });
    return { op: 'insert', table: 'spans', row };
  });
  const events = spans.flatMap((span) =>
    span.events.map((one, at) =>
      eventWrite(`evt_${span.id}_${at}`, {
        run_id: runId,
        session_id: 'session_q',
        span_id: span.id,
        type: one.name as 'log.line',
        ts: new Date(one.timeUs / 1000).toISOString(),
        payload: JSON.stringify(one.attributes),
      }),
    ),
  );
  return [{ op: 'insert', table: 'runs', row: run }, ...rows, ...events];
}
