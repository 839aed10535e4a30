import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExactJson } from '#protocol/otlp/exactJson';
import { parseLiteral } from '../../../server/src/core/literals/parseLiteral';
import { withDigits } from '../../support/withDigits';

const fault = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    assert.ok(error instanceof SyntaxError);
    return true;
  }
};

describe('JSON whose integers keep their digits', () => {
  it('is what everybody reads, but for the digits of such integers', () => {
    const property = fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, space) => {
      const written = JSON.stringify(JSON.parse(text), null, space);
      assert.deepEqual(parseExactJson(written), JSON.parse(written, withDigits));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('keeps integers of any length, wherever they stand', () => {
    const read = (text: string) => parseExactJson(text);
    assert.equal(read('9007199254740993'), '9007199254740993');
    assert.equal(read(' -9223372036854775808'), '-9223372036854775808');
    assert.equal(read('9007199254740991'), 9007199254740991);
    assert.deepEqual(read('{"a":[1,18446744073709551615 ,-9007199254740993],"b":{"c" : 9007199254740993}}'), {
      a: [1, '18446744073709551615', '-9007199254740993'],
      b: { c: '9007199254740993' },
    });
    assert.deepEqual(read('{"1234567890123456789":"9007199254740993, 9007199254740995"}'), {
      '1234567890123456789': '9007199254740993, 9007199254740995',
    });
    assert.deepEqual(read('["\\"", 9007199254740993, "\\\\", 9007199254740995]'), [
      '"',
      '9007199254740993',
      '\\',
      '9007199254740995',
    ]);
  });

  it('leaves fractions as the numbers they are, and keeps what is too large for any', () => {
    assert.deepEqual(
      parseExactJson('[1234567890123456.5, 0.12345678901234567890, 12e20, -0]'),
      [1234567890123456.5, 0.12345678901234568, 12e20, -0],
    );
    assert.deepEqual(parseExactJson('[1e400,-1E+400]'), ['1e400', '-1E+400']);
  });

  it('has one property of each name, as everybody reads it', () => {
    const read = parseExactJson('{"__proto__":9007199254740993,"a":1,"a":9007199254740993}') as object;
    assert.deepEqual(Object.entries(read), [
      ['__proto__', '9007199254740993'],
      ['a', '9007199254740993'],
    ]);
  });

  it('refuses what nobody reads, and takes no longer for it than for anything else', () => {
    const wide = '12345678901234567890';
    for (const text of [
      ...[`0${wide}`, `+${wide}`, `- ${wide}`, `.${wide}`, `${wide}.`, `${wide}a`, `a${wide}`, `${wide}e`],
      ...[
        `{${wide}:1}`,
        `{${wide} :1}`,
        `[${wide}`,
        `["${wide}]`,
        `[${wide} ${wide}]`,
        `"\\${wide}`,
        `${wide}"a"`,
      ],
      ...[`${'1'.repeat(1e6)}a`, `[${wide},"${'\\"'.repeat(5e5)}`, `[${wide},"${'\\"'.repeat(5e5)}\\`],
      ...[`[${wide},${'"'.repeat(999_999)}`, `[${wide},${'"a"'.repeat(3e5)}`, `${wide}${' '.repeat(1e6)}:`],
    ])
      assert.ok(
        fault(() => parseExactJson(text)),
        text.slice(0, 60),
      );
  });

  it('reads long texts beside such integers', () => {
    const texts = ['\\'.repeat(1e6), '"'.repeat(1e6), 'é'.repeat(1e6)];
    const written = `[${JSON.stringify(texts)},9007199254740993]`;
    assert.deepEqual(parseExactJson(written), [texts, '9007199254740993']);
  });
});

describe('literals of imported records', () => {
  it('FLOW-16: keep the digits of integers, as JSON and as Python writes them', () => {
    assert.deepEqual(parseLiteral('{"id": 9007199254740993, "n": 3}'), { id: '9007199254740993', n: 3 });
    assert.deepEqual(parseLiteral("{'id': 9_007_199_254_740_993, 'less': -9007199254740993, 'f': 1e3}"), {
      id: '9007199254740993',
      less: '-9007199254740993',
      f: 1000,
    });
  });
});
