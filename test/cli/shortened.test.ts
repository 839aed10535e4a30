import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { shortened } from '../../server/src/cli/run/output/shortened';

describe('a result for the screen', () => {
  it('is the result itself where nothing is long', () => {
    strictEqual(shortened({ run_id: 'run-1', steps: { a: { output: { n: 1, list: [], none: {} } } } }), null);
  });

  it('tells how long a text is that it cuts', () => {
    deepStrictEqual(shortened({ text: 'é'.repeat(121) }), { text: `${'é'.repeat(120)}… (121)` });
    deepStrictEqual(shortened({ text: '😀'.repeat(61) }), { text: `${'😀'.repeat(60)}… (122)` });
  });

  it('tells the size of what lies deep, and keeps the fields of an output', () => {
    const output = { path: 'a', hunks: [{ index: 0 }, { index: 1 }], made: { by: 'x' } };
    deepStrictEqual(shortened({ steps: { a: { output } } }), {
      steps: { a: { output: { path: 'a', hunks: ['{… 1}', '{… 1}'], made: { by: 'x' } } } },
    });
  });
});
