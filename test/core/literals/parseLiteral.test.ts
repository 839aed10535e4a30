import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseLiteral } from '../../../server/src/core/literals/parseLiteral';
import { withDigits } from '../../support/withDigits';

describe('values that were stored as text', () => {
  const read: readonly (readonly [string, unknown])[] = [
    ['{"a": [1, null, true]}', { a: [1, null, true] }],
    ["{'retry': {'mode': 'fixed', 'delay': 0.5}, 'fail_fast': True}", retry()],
    ["{'on_error': None, 'n': -3, 'ok': False,}", { on_error: null, n: -3, ok: false }],
    ["('a', 'b',)", ['a', 'b']],
    ['()', []],
    ["['it\\'s', \"say \\\"x\\\"\", 'tab\\t', '\\u00e9']", ["it's", 'say "x"', 'tab\t', 'é']],
    [' [1, 2.5, 1e3] ', [1, 2.5, 1000]],
  ];
  for (const [text, value] of read) {
    it(`FLOW-16: are read: ${text}`, () => assert.deepEqual(parseLiteral(text), value));
  }

  const refused = [
    ...[
      '<object object at 0x7f>',
      "__import__('os').system('x')",
      'open("x")',
      "{'a': f()}",
      '[i for i in x]',
    ],
    ...['1 + 1', "'a' 'b' + c", 'lambda: 1', '{', "{'a'", "'open", '[1', 'True and False', "{'a': 1} x", ''],
  ];
  for (const text of refused) {
    it(`FLOW-16: are nothing but literals: ${text === '' ? 'nothing' : text}`, () => {
      assert.equal(parseLiteral(text), undefined);
    });
  }

  it('FLOW-16: are read however deep they nest, or not at all', () => {
    for (const depth of [10, 63, 5000, 200_000]) {
      const value = parseLiteral(`${'['.repeat(depth)}None${']'.repeat(depth)}`);
      assert.equal(value === undefined, depth > 64, String(depth));
    }
  });

  it('FLOW-16: never run, never end the reader, and keep what JSON says', () => {
    const piece = fc.constantFrom(...'{}[]()\'",: \\nTrueFalseNone0123.-e', 'True', 'None', "'a'", '1');
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(text, (one) => void parseLiteral(one)));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        assert.deepEqual(parseLiteral(text), JSON.parse(text, withDigits));
      }),
    );
  });
});

function retry() {
  return { retry: { mode: 'fixed', delay: 0.5 }, fail_fast: true };
}
