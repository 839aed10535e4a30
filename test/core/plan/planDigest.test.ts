import { deepStrictEqual, notStrictEqual, strictEqual } from 'node:assert/strict';
import { parse as parseYaml } from 'yaml';
import type { Plan } from '#protocol/plan';
import { planDiff, planHash, stepDigest, unchangedSteps } from '../../../server/src/core/plan/planDigest';
import { printPlan } from '../../../server/src/core/plan/printPlan';
import { fullPlan, parse, planOf } from './planText';

function planFrom(text: string): Plan {
  const { plan, problems } = parse(text);
  deepStrictEqual(problems, []);
  if (!plan) throw new Error('no plan');
  return plan;
}

const line = (id: string, needs: readonly string[], more = ''): string =>
  `  - {id: ${id}, uses: shell.run, needs: [${needs.join(', ')}], with: {argv: [echo, ${id}]}${more}}\n`;
const six = (change = ''): string =>
  [
    line('a', []),
    line('b', ['a']),
    line('c', ['b'], change),
    line('d', ['c']),
    line('e', ['a']),
    line('f', []),
  ].join('');

describe('planHash', () => {
  it('is the same for the same meaning: key order, white space, YAML or JSON, aliases of tools', () => {
    const hash = planHash(planFrom(fullPlan));
    const json = parseYaml(fullPlan) as Record<string, unknown>;
    strictEqual(planHash(planFrom(JSON.stringify(json))), hash);
    const reversed = Object.fromEntries(Object.entries(json).reverse());
    strictEqual(planHash(planFrom(JSON.stringify(reversed, null, 3))), hash);
    const [one, two] = ['fs.read', 'read_file'].map((tool) =>
      planHash(planFrom(planOf(`  - {id: a, uses: ${tool}}\n`))),
    );
    strictEqual(one, two);
  });

  it('differs with every part that a run depends on', () => {
    const base = planHash(planFrom(planOf(six())));
    for (const head of [
      'profile: ci\n',
      'executor: docker\n',
      'policy: {limits: {max_visits: 3}}\n',
      'goal: x\n',
    ]) {
      notStrictEqual(planHash(planFrom(planOf(six(), head))), base, head);
    }
    notStrictEqual(planHash(planFrom(planOf(six(', risk: low')))), base);
  });

  it('survives printing and reading again, with everything in it', () => {
    const rich = planOf(
      `  - {id: a, uses: shell.run, when: "inputs.n > 1", else: "goto:z", loop: {while: "item == 1"}, commands: [[a, b]], join: any,
      retry: {max_attempts: 3, delay: 1.5, max_delay: 1h}, on_error: {action: goto, target: z}, with: {env: {A: null}},
      postconditions: [{name: p, type: jsonpath, expr: $.x, target: o.json}], policy: {approvals: {expires: 1h, auto: [{subject: step, risk: low}]}}}
  - {id: z, uses: shell.run, timeout: 0}\n`,
      'profile: dev\ninputs: {properties: {n: {type: integer}}}\npolicy: {reliability: {timeout: 0}, permissions: {rules: [{id: x, effect: ask}]}}\n',
    );
    for (const text of [fullPlan, planOf(six()), rich]) {
      const plan = planFrom(text);
      deepStrictEqual(planFrom(printPlan(plan)), plan);
    }
  });
});

describe('unchangedSteps', () => {
  const before = planFrom(planOf(six()));
  const check = (after: Plan, expected: readonly string[]) => {
    deepStrictEqual([...unchangedSteps(before, after)], expected);
  };

  it('keeps all but an edited step and its dependants', () => {
    check(planFrom(planOf(six())), ['a', 'b', 'c', 'd', 'e', 'f']);
    check(planFrom(planOf(six(', risk: high'))), ['a', 'b', 'e', 'f']);
    check(planFrom(planOf(six(), 'goal: other\n')), ['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('keeps nothing when what surrounds every step changed', () => {
    for (const head of [
      'profile: dev\n',
      'executor: docker\n',
      'workspace: {base: main}\n',
      'policy: {limits: {hard: true}}\n',
    ]) {
      check(planFrom(planOf(six(), head)), []);
    }
  });

  it('drops steps that refer to inputs, and what follows them, when the inputs changed', () => {
    const uses = (type: string) =>
      planFrom(
        planOf(
          `${line('a', [])}  - {id: b, uses: shell.run, when: "inputs.n == 1"}\n${line('c', ['b'])}`,
          `inputs: {properties: {n: {type: ${type}}}}\n`,
        ),
      );
    deepStrictEqual([...unchangedSteps(uses('integer'), uses('number'))], ['a']);
    strictEqual(
      stepDigest(uses('integer').steps[1] as Plan['steps'][0]),
      stepDigest(uses('number').steps[1] as Plan['steps'][0]),
    );
  });
});

describe('planDiff', () => {
  it('names what was added, removed, changed and moved', () => {
    const before = planFrom(planOf(line('a', []) + line('b', ['a']) + line('c', [])));
    const after = planFrom(
      planOf(line('c', []) + line('a', [], ', risk: low, timeout: 1s') + line('d', []), 'goal: g\n'),
    );
    deepStrictEqual(planDiff(before, after), {
      added: ['d'],
      removed: ['b'],
      changed: [{ step_id: 'a', fields: ['risk', 'timeout_ms'] }],
      unchanged: ['c'],
      plan_fields: ['goal', 'steps'],
    });
  });
});
