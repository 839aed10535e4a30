import fc from 'fast-check';
import type { AnyValue, KeyValue, OtlpSpan, ResourceSpans } from '#protocol/otlp/otlp';

/** Texts that no rule of redaction finds anything in, of all kinds of letters. */
const text = fc.oneof(
  fc.constantFrom('a', 'GET /orders', 'käse', '注文', '🙂', "it's", '%', '', ' x '),
  fc.string({ maxLength: 6, unit: fc.constantFrom('a', 'é', '語', '-', '1') }),
);
const filled = text.map((one) => one || 'x');

const hex = (digits: number) =>
  fc
    .tuple(fc.constantFrom(...'123456789abcdef'), fc.bigInt({ min: 0n, max: 16n ** BigInt(digits - 1) - 1n }))
    .map(([first, rest]) => first + rest.toString(16).padStart(digits - 1, '0'));

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const double = fc
  .oneof(
    fc.double({ noNaN: true }),
    fc.constantFrom(1, 0.5, -3),
    fc.constantFrom('NaN', 'Infinity', '-Infinity'),
  )
  .filter((one) => typeof one === 'string' || Number.isFinite(one))
  .map((one) => (Object.is(one, -0) ? 0 : one));
/** Short, so that they cannot look like a key. */
const bytes = fc.uint8Array({ maxLength: 9 }).map((one) => Buffer.from(one).toString('base64'));

const { attributes } = fc.letrec<{ value: AnyValue; attributes: readonly KeyValue[] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({ stringValue: text }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: int64 }),
    fc.record({ doubleValue: double }),
    fc.record({ bytesValue: bytes }),
    fc.constant({}),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => ({
      arrayValue: values.length === 0 ? {} : { values },
    })),
    tie('attributes').map((values) => ({ kvlistValue: values.length === 0 ? {} : { values } })),
  ),
  attributes: fc.array(
    fc.record({ key: fc.oneof(filled, fc.constantFrom('12', '__proto__', 'a.b')), value: tie('value') }),
    {
      maxLength: 4,
    },
  ),
}));

/** Leaves out what a message in its one form does not say. */
const said = <T extends object>(given: T): T =>
  Object.fromEntries(
    Object.entries(given).filter(
      ([, one]) =>
        one !== undefined &&
        one !== '' &&
        one !== 0 &&
        one !== '0' &&
        !(Array.isArray(one) && one.length === 0),
    ),
  ) as T;

const time = fc.bigInt({ min: 0n, max: BigInt(Number.MAX_SAFE_INTEGER) * 1000n }).map(String);
const count = fc.integer({ min: 0, max: 5 });
const state = fc.constantFrom('', 'a=1,b=2');

const event = fc
  .record({ timeUnixNano: time, name: text, attributes, droppedAttributesCount: count })
  .map(said);
const link = fc
  .record({ traceId: hex(32), spanId: hex(16), traceState: state, attributes, flags: count })
  .map(said);

const span = fc
  .record({
    traceId: hex(32),
    spanId: hex(16),
    traceState: state,
    parentSpanId: fc.oneof(hex(16), fc.constant('')),
    flags: fc.nat(),
    name: text,
    kind: fc.integer({ min: 0, max: 5 }),
    startTimeUnixNano: time,
    endTimeUnixNano: time.filter((one) => one !== '0'),
    attributes,
    droppedAttributesCount: count,
    events: fc.array(event, { maxLength: 2 }),
    droppedEventsCount: count,
    links: fc.array(link, { maxLength: 2 }),
    droppedLinksCount: count,
    status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: text }).map(said),
  })
  .map(said) as fc.Arbitrary<OtlpSpan>;

const url = fc.constantFrom('', 'https://opentelemetry.io/schemas/1.30.0');

/** Requests with spans of every kind, in the one form in which they come back. */
export const anyGroups: fc.Arbitrary<readonly ResourceSpans[]> = fc.array(
  fc
    .record({
      resource: fc.record({ attributes, droppedAttributesCount: count }).map(said),
      scopeSpans: fc.array(
        fc
          .record({
            scope: fc
              .record({ name: text, version: text, attributes, droppedAttributesCount: count })
              .map(said),
            spans: fc.array(span, { minLength: 1, maxLength: 3 }),
            schemaUrl: url,
          })
          .map(said),
        { minLength: 1, maxLength: 2 },
      ),
      schemaUrl: url,
    })
    .map(said) as fc.Arbitrary<ResourceSpans>,
  { minLength: 1, maxLength: 2 },
);

/** Each span with all that is said of it, in an order of its own: how they are grouped says nothing. */
export function flatSpans(groups: readonly ResourceSpans[]): readonly string[] {
  return groups
    .flatMap(({ resource = {}, scopeSpans = [], schemaUrl }) =>
      scopeSpans.flatMap(({ scope = {}, spans = [], schemaUrl: scopeUrl }) =>
        spans.map((one) =>
          JSON.stringify(sorted([resource, schemaUrl, scope, scopeUrl, { status: {}, ...one }])),
        ),
      ),
    )
    .sort();
}

function sorted(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(sorted);
  if (given === null || typeof given !== 'object') return given;
  return Object.entries(given)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, one]) => [key, sorted(one)]);
}
