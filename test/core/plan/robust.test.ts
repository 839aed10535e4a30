import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { planHash } from '../../../server/src/core/plan/planDigest';
import { fullPlan, parse, planOf, problemLines } from './planText';

const runs = process.env['HOLDPOINT_LONG'] === '1' ? 20_000 : 300;

function survives(text: string): void {
  const parsed = parse(text);
  strictEqual(parsed.plan === null, parsed.problems.length > 0);
  for (const problem of parsed.problems)
    ok(problem.line >= 1 && problem.column >= 1 && problem.message !== '');
  if (parsed.plan) ok(planHash(parsed.plan).startsWith('sha256:'));
}

/** Texts that look like YAML more often than random ones do. */
const yamlish = fc
  .array(
    fc.constantFrom(...'[]{}:,-?&*!|>\'"%@`# \n\ta1~', '${', 'steps:', '\n  - ', '<<: ', '\0', '\ufeff'),
    {
      maxLength: 60,
    },
  )
  .map((pieces) => pieces.join(''));

describe('parsePlan never throws', function () {
  this.timeout(600_000);

  it('on any text', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), yamlish), survives), { numRuns: runs });
  });

  it('on a valid plan with any piece replaced', () => {
    const spot = fc.nat({ max: fullPlan.length });
    const mutation = fc.tuple(spot, fc.nat({ max: 40 }), fc.oneof(yamlish, fc.string({ maxLength: 8 })));
    fc.assert(
      fc.property(mutation, ([at, length, text]) => {
        survives(fullPlan.slice(0, at) + text + fullPlan.slice(at + length));
      }),
      { numRuns: runs },
    );
  });

  it('on foreign plans with any piece replaced', () => {
    const flow =
      'flow: {entry: a, policy: {timeout: 1s}, nodes: {a: {type: LoopNode, setting: {p: "{{ $ctx.x }}"}, context: {inputs: {q: $payload}}}, b: {type: Agent}}, edges: [a >> (a | b)]}';
    const steps =
      '{version: 1, steps: [{id: a, tool: read_file, inputs: {path: x}, verify: {type: exit_code, expr: 0}, preconditions: [text], timeout_sec: 3}]}';
    fc.assert(
      fc.property(
        fc.constantFrom(flow, steps),
        fc.nat({ max: 240 }),
        fc.nat({ max: 9 }),
        yamlish,
        (text, at, length, piece) => {
          survives(text.slice(0, at) + piece + text.slice(at + length));
        },
      ),
      { numRuns: runs },
    );
  });

  it('on any JSON in any place of a plan', () => {
    const keys = fc.constantFrom(
      'inputs',
      'policy',
      'workspace',
      'steps',
      'checks',
      'with',
      'loop',
      'retry',
      'verify',
    );
    const value = fc.json({ maxDepth: 3 });
    fc.assert(
      fc.property(keys, value, fc.boolean(), (key, json, isInStep) => {
        const step = isInStep
          ? { id: 'a', uses: 'shell.run', [key]: JSON.parse(json) }
          : { id: 'a', uses: 'shell.run' };
        const plan = {
          schema: 'plan/1',
          title: 'T',
          steps: [step],
          ...(isInStep ? {} : { [key]: JSON.parse(json) }),
        };
        survives(JSON.stringify(plan));
      }),
      { numRuns: runs },
    );
  });

  it('on deep nesting, alias bombs, floods of errors and texts beyond the limit', () => {
    const [deep, ...others] = parse('['.repeat(1_000_000)).problems;
    strictEqual(deep?.message, 'The document is nested too deeply.');
    deepStrictEqual(others, []);
    survives('- '.repeat(100_000));
    survives('{"a":'.repeat(50_000));
    survives(`${'"'.repeat(50_000)}`);
    const bomb = Array.from({ length: 30 }, (_, i) => `k${i + 1}: &k${i + 1} [*k${i}, *k${i}, *k${i}]`).join(
      '\n',
    );
    deepStrictEqual(problemLines(`k0: &k0 [x]\n${bomb}`).length, 1);
    deepStrictEqual(problemLines(`title: ${'x'.repeat(11 * 1024 * 1024)}`), ['OUT_OF_RANGE  1:1']);
  });

  it('on prototype names, and gives them no meaning', () => {
    const text = planOf('  - {id: a, uses: constructor, __proto__: {x: 1}, with: {toString: 1}}\n');
    deepStrictEqual(problemLines(text), [
      'UNKNOWN_TOOL /steps/0/uses 4:19',
      'UNKNOWN_KEY /steps/0/__proto__ 4:32',
    ]);
  });

  it('lists a thousand problems and says how many more there are', () => {
    const keys = Array.from({ length: 1500 }, (_, index) => `k${index}: 1`).join('\n');
    const { problems } = parse(keys);
    strictEqual(problems.length, 1001);
    strictEqual(problems.at(-1)?.message, '503 more problems are not listed.');
  });
});
