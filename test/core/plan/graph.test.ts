import { deepStrictEqual } from 'node:assert/strict';
import type { Plan } from '#protocol/plan';
import { ancestors, dependants, startSteps, topologicalOrder } from '../../../server/src/core/plan/graph';
import { findCycles } from '../../../server/src/core/plan/semantics/findCycles';
import { parse, planOf } from './planText';

function planFrom(steps: string, head = ''): Plan {
  const { plan, problems } = parse(planOf(steps, head));
  deepStrictEqual(problems, []);
  if (!plan) throw new Error('no plan');
  return plan;
}

const step = (id: string, more = ''): string => `  - {id: ${id}, uses: shell.run${more}}\n`;

describe('the graph of a plan', () => {
  const plan = planFrom(
    step('d', ', needs: [b, c]') +
      step('a') +
      step('b', ', needs: [a]') +
      step('c', ', needs: [a], when: "steps.a.status == 1"') +
      step('e'),
  );

  it('knows ancestors and dependants over any distance', () => {
    deepStrictEqual([...ancestors(plan, 'd')].sort(), ['a', 'b', 'c']);
    deepStrictEqual([...dependants(plan, 'a')].sort(), ['b', 'c', 'd']);
    deepStrictEqual([...ancestors(plan, 'nobody')], []);
  });

  it('orders parents first, else as in the plan', () => {
    deepStrictEqual(topologicalOrder(plan), ['a', 'e', 'b', 'c', 'd']);
  });

  it('counts a reference as an edge', () => {
    const made = planFrom(step('a') + step('b', ', needs: [a]'));
    const [a, b] = made.steps;
    if (!a || !b) throw new Error('no steps');
    const referring = { steps: [a, { ...b, needs: [], with: { argv: [`$\{steps.a.output}`] } }] };
    deepStrictEqual([...ancestors(referring, 'b')], ['a']);
  });

  it('lets goto targets without needs wait, unless the goto repeats a way', () => {
    const handler = planFrom(step('a', ', on_error: {action: goto, target: help}') + step('help'));
    deepStrictEqual([...startSteps(handler)], ['a']);
    const back = planFrom(step('a') + step('b', ', needs: [a], when: "1 == 2", else: "goto:a"'));
    deepStrictEqual([...startSteps(back)], ['a', 'b']);
    const fallback = planFrom(
      step('a') + step('help') + step('tell', ', needs: [help]'),
      'policy: {reliability: {on_error: {action: goto, target: help}}}\n',
    );
    deepStrictEqual([...startSteps(fallback)], ['a', 'tell']);
  });

  it('walks a chain of any length', () => {
    const long = new Map(Array.from({ length: 50_000 }, (_, index) => [`s${index}`, [`s${index + 1}`]]));
    deepStrictEqual(findCycles(long), []);
    const [cycle] = findCycles(new Map([...long, ['s50000', ['s49998']]]));
    deepStrictEqual(cycle, ['s49998', 's49999', 's50000']);
  });
});
