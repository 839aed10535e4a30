import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '#protocol/json';
import { referencesIn } from '../../../server/src/core/expression/references';
import {
  type ResolveOptions,
  resolveReferences,
} from '../../../server/src/core/expression/resolveReferences';
import type { Scope } from '../../../server/src/core/expression/scope';

const scope: Scope = {
  inputs: { n: 3, list: ['a', 'b'], text: 'hi', sly: '$' + '{secrets.KEY}' },
  steps: { 'a-1': { status: 'succeeded', output: { b: { c: [1, 2] } } }, open: { status: 'running' } },
  joins: { j: { x: 1, y: 2 } },
  payload: null,
  run: { id: 'run-1' },
  secrets: { KEY: 's3cret' },
  env: { CI: '1' },
};

/** `r('inputs.n')` is a reference to it. */
const r = (name: string): string => `$\{${name}}`;

function check(json: Json, expected: Json, options: ResolveOptions = {}): void {
  deepStrictEqual(resolveReferences(json, scope, options), { value: expected });
}

function unresolved(json: Json): readonly string[] {
  const result = resolveReferences(json, scope);
  return 'unresolved' in result ? result.unresolved.map(({ pointer, text }) => `${pointer} ${text}`) : [];
}

describe('references', () => {
  it('keep the type of a value when they are the whole string', () => {
    check(r('inputs.n'), 3);
    check(r('inputs.list'), ['a', 'b']);
    check(r('steps.a-1.output'), { b: { c: [1, 2] } });
    check(r('payload'), null);
    check(r(' inputs.n '), 3);
  });

  it('interpolate within a longer string, objects as canonical JSON', () => {
    check(`n=${r('inputs.n')} ${r('inputs.text')}!`, 'n=3 hi!');
    check(`x${r('joins.j')}`, 'x{"x":1,"y":2}');
    check(`${r('steps.a-1.output.b.c[1]')}${r('steps.a-1.status')}`, '2succeeded');
    check(`${r('run.id')}/${r('env.CI')}`, 'run-1/1');
  });

  it('work at any depth and leave keys and plain values alone', () => {
    check(
      { [r('inputs.n')]: [r('inputs.n'), 1, null, { a: r('inputs.text') }] },
      { [r('inputs.n')]: [3, 1, null, { a: 'hi' }] },
    );
  });

  it('are escaped by a second dollar', () => {
    check(`$${r('inputs.n')}`, r('inputs.n'));
    check(`a $$${r('x')}`, `a $${r('x')}`);
    check(`$$${'{'} $5 $ {`, '$'.concat('{ $5 $ {'));
  });

  it('tell everything that has no value, with its place', () => {
    deepStrictEqual(
      unresolved({ a: [r('steps.open.output')], b: `x ${r('inputs.gone')}`, c: r('batch.index') }),
      ['/a/0 steps.open.output', '/b inputs.gone', '/c batch.index'],
    );
    deepStrictEqual(unresolved(r('inputs.constructor')), [' inputs.constructor']);
    deepStrictEqual(unresolved(r('HOME')), [' HOME']);
    deepStrictEqual(unresolved(`x ${r('a b')}`), [" b} ('}' must end the reference 'a')"]);
  });

  it('leave secrets out of what is stored, and never resolve a value again', () => {
    check(
      { a: `t ${r('secrets.KEY')}`, b: r('inputs.n') },
      { a: `t ${r('secrets.KEY')}`, b: 3 },
      { keepSecrets: true },
    );
    check(r('secrets.KEY'), 's3cret');
    check([r('inputs.sly'), `x ${r('inputs.sly')}`], [r('secrets.KEY'), `x ${r('secrets.KEY')}`]);
  });

  it('are found with their places', () => {
    const found = referencesIn({
      'a/b': [`${r('inputs.n')} ${r('steps.x.output.y[0]')}`],
      c: `$${r('run.id')}`,
    });
    deepStrictEqual(
      found.map(({ root, path, text, pointer }) => ({ root, path, text, pointer })),
      [
        { root: 'inputs', path: ['n'], text: 'inputs.n', pointer: '/a~1b/0' },
        { root: 'steps', path: ['x', 'output', 'y', 0], text: 'steps.x.output.y[0]', pointer: '/a~1b/0' },
      ],
    );
  });

  it('never throw, and change nothing in texts without any', () => {
    const pieces = fc
      .array(fc.constantFrom('$', '{', '}', '$' + '{', 'inputs', '.', 'n', '[0]', ' ', '"', "['a']"), {
        maxLength: 20,
      })
      .map((list) => list.join(''));
    fc.assert(
      fc.property(fc.oneof(pieces, fc.string()), (text) => {
        const result = resolveReferences(text, scope);
        ok('value' in result || result.unresolved.length > 0);
        if (!text.includes('$' + '{')) deepStrictEqual(result, { value: text });
      }),
      { numRuns: 500 },
    );
  });
});
