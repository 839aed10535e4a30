import { deepStrictEqual, ok } from 'node:assert/strict';
import { parse } from './planText';

describe('mistakes of syntax', () => {
  it('quote the beginning of what stands in the way, however much it is', () => {
    const { problems } = parse(`schema: plan/1\n}\n${'word '.repeat(10_000)}`);
    ok(problems.length > 0);
    for (const { code, message } of problems) {
      deepStrictEqual([code, message.length < 120], ['SYNTAX', true], message.slice(0, 200));
    }
    ok(problems.some(({ message }) => message.includes('word word') && message.endsWith('…".')));
  });

  it('quote what is short in full', () => {
    const [first] = parse('schema: plan/1\n}\n').problems;
    deepStrictEqual(first?.message, 'Unexpected flow-map-end token in YAML stream: "}".');
  });
});
