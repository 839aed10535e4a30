import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AppError } from '#protocol/errors';
import type { ResourceSpans } from '#protocol/otlp/otlp';
import { JsonScan } from '../../server/src/transports/http/otlp/parts/jsonScan';
import { jsonSource } from '../../server/src/transports/http/otlp/parts/jsonSource';
import { messageSource } from '../../server/src/transports/http/otlp/parts/messageSource';
import { longestSpan, spanParts } from '../../server/src/transports/http/otlp/parts/spanParts';
import type { SpanSource } from '../../server/src/transports/http/otlp/parts/spanSource';
import { writeMessage } from '../../server/src/transports/http/otlp/writeMessage';
import { withDigits } from '../support/withDigits';
import { anyGroups, flatSpans } from './anySpans';

const turn = () => Promise.resolve();
const bytesOf = (text: string) => new TextEncoder().encode(text);

function all(source: SpanSource) {
  const parts = [...spanParts(source)];
  const unread = parts.flatMap((part) => [...part.unread]);
  return { parts, groups: parts.flatMap(({ groups }) => groups) as ResourceSpans[], unread };
}

const fromJson = async (text: string) => all(await jsonSource(bytesOf(text), turn));

/** A body in JSON around the text of some spans. */
const around = (spans: string) => `{"resourceSpans":[{"scopeSpans":[{"spans":[${spans}]}]}]}`;
const span = (name: string) => JSON.stringify({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name });

describe('a body of spans, part by part', () => {
  it('holds in JSON what it holds as a whole, however it is written', async () => {
    await fc.assert(
      fc.asyncProperty(anyGroups, fc.nat(3), fc.boolean(), async (groups, indent, isReversed) => {
        const reverse = (_: string, value: unknown) =>
          isReversed && value !== null && typeof value === 'object' && !Array.isArray(value)
            ? Object.fromEntries(Object.entries(value).reverse())
            : value;
        const body = { more: { resourceSpans: [{ spans: ['}'] }] }, resourceSpans: groups };
        const read = await fromJson(JSON.stringify(body, reverse, indent));
        const expected = JSON.parse(JSON.stringify(groups, reverse), withDigits);
        assert.deepEqual(flatSpans(read.groups), flatSpans(expected));
        assert.deepEqual(read.unread, []);
      }),
      { numRuns: 300 },
    );
  });

  it('is found the same in steps of any length', () => {
    fc.assert(
      fc.property(anyGroups, fc.integer({ min: 1, max: 50 }), (groups, step) => {
        const bytes = bytesOf(JSON.stringify({ resourceSpans: groups }, null, 1));
        const [whole, stepped] = [new JsonScan(bytes), new JsonScan(bytes)];
        whole.advance(bytes.length);
        while (!stepped.advance(step));
        assert.deepEqual(stepped.root, whole.root);
      }),
      { numRuns: 300 },
    );
  });

  it('holds in protobuf what it holds as a whole', async () => {
    await fc.assert(
      fc.asyncProperty(anyGroups, async (groups) => {
        const bytes = writeMessage('TracesData', { resourceSpans: groups });
        const read = all(await messageSource(bytes, turn));
        assert.deepEqual(flatSpans(read.groups), flatSpans(groups));
      }),
      { numRuns: 300 },
    );
  });

  it('is refused or read in part where a byte of it is another, and ends no reader', async () => {
    const text = JSON.stringify(JSON.parse(around(`${span('one')},${span('two')}`)), null, 1);
    const bodies = [
      [bytesOf(text), jsonSource],
      [writeMessage('TracesData', JSON.parse(text)), messageSource],
    ] as const;
    for (const [bytes, read] of bodies) {
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, byte) => {
          const changed = Uint8Array.from(bytes);
          changed[at] = byte;
          try {
            const { groups, unread } = all(await read(changed, turn));
            assert.ok(Array.isArray(groups) && Array.isArray(unread));
          } catch (error) {
            assert.ok(error instanceof AppError, String(error));
          }
        }),
        { numRuns: 1000 },
      );
    }
  });

  it('loses a span that cannot be read, and none beside it', async () => {
    const { groups, unread } = await fromJson(around(`${span('one')},{"name":tru},${span('two')}`));
    const spans = groups.flatMap(({ scopeSpans = [] }) => scopeSpans.flatMap((scope) => scope.spans ?? []));
    assert.deepEqual(
      spans.map(({ name }) => name),
      ['one', 'two'],
    );
    assert.deepEqual(unread, [['a span cannot be read', 1]]);
  });

  it('does not look into a span that is longer than any that is kept', async () => {
    const { groups, unread } = await fromJson(around(`${span('x'.repeat(longestSpan))},${span('two')}`));
    assert.equal(flatSpans(groups).length, 1);
    assert.deepEqual(unread, [[`a span takes more than ${longestSpan} bytes`, 1]]);
  });

  it('counts the spans of a group whose frame is too long, and refuses a body that is nothing but frame', async () => {
    const filling = 'x'.repeat(1024 * 1024);
    const group = `{"schemaUrl":"${filling}","scopeSpans":[{"spans":[${span('a')},${span('b')}]}]}`;
    const { unread } = await fromJson(`{"resourceSpans":[${group}]}`);
    assert.deepEqual(unread, [['a group of spans cannot be read', 2]]);
    await assert.rejects(fromJson(`{"x":"${filling}"}`), { code: 'PAYLOAD_TOO_LARGE' });
  });

  it('is looked through a MiB at a time, others in between, however it is written', async () => {
    let turns = 0;
    const counted = async () => {
      turns += 1;
    };
    const groups = [
      { scopeSpans: [{ spans: Array.from({ length: 30_000 }, (_, n) => ({ name: `${n}` })) }] },
    ];
    const text = around(Array.from({ length: 60 }, () => span('x'.repeat(100_000))).join(','));
    await jsonSource(bytesOf(text), counted);
    assert.equal(turns, Math.ceil(bytesOf(text).length / 2 ** 20) - 1);
    turns = 0;
    await messageSource(writeMessage('TracesData', { resourceSpans: groups }), counted);
    assert.equal(turns, 3);
  });

  it('comes in parts of at most 128 spans, those of several groups together', async () => {
    const many = Array.from({ length: 600 }, (_, index) => span(String(index))).join(',');
    const { parts } = await fromJson(around(many));
    const sizes = parts.map(({ groups }) => flatSpans(groups as ResourceSpans[]).length);
    assert.deepEqual(sizes, [128, 128, 128, 128, 88]);
    const single = Array.from({ length: 300 }, () => `{"scopeSpans":[{"spans":[${span('a')}]}]}`);
    const grouped = await fromJson(`{"resourceSpans":[${single.join(',')}]}`);
    assert.deepEqual(
      grouped.parts.map(({ groups }) => groups.length),
      [128, 128, 44],
    );
  });
});
