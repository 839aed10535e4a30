import { deepStrictEqual, ok } from 'node:assert/strict';
import type { BoardStep } from '#protocol/views/plan';
import { graphPlan, stepSize } from '../../media/plan/steps/graphLayout';
import { stepBeside } from '../../media/plan/steps/graphWalk';

const step = (id: string, needs: readonly string[] = [], jumps: BoardStep['jumps'] = []): BoardStep => ({
  id,
  title: null,
  tool: 'list_dir',
  needs,
  jumps,
  effect: 'read',
  risk: 'low',
  verdict: 'allow',
  rule_id: 'default',
  reason: '',
  location: '',
  is_linked: false,
  asks: false,
  irreversible: null,
  condition: null,
  loop: null,
  touches: [],
  inputs: [],
});

const diamond = [
  step('top'),
  step('left', ['top']),
  step('right', ['top'], [{ to: 'top', why: 'error' }]),
  step('bottom', ['left', 'right']),
];

function overlapping(steps: readonly BoardStep[]): readonly string[] {
  const { steps: placed } = graphPlan(steps);
  return placed.flatMap((one, index) =>
    placed
      .slice(index + 1)
      .filter(
        (other) => Math.abs(one.x - other.x) < stepSize.width && Math.abs(one.y - other.y) < stepSize.height,
      )
      .map((other) => `${one.id} and ${other.id}`),
  );
}

describe('the graph of a plan', () => {
  it('draws what needs a step below it, and nothing over another', () => {
    const { steps } = graphPlan(diamond);
    const y = new Map(steps.map((placed) => [placed.id, placed.y]));
    ok((y.get('top') ?? 0) < (y.get('left') ?? 0));
    ok((y.get('left') ?? 0) < (y.get('bottom') ?? 0));
    deepStrictEqual(overlapping(diamond), []);
  });

  it('draws a jump back as a way of its own, without turning the order around', () => {
    const { edges, steps } = graphPlan(diamond);
    deepStrictEqual(
      edges.filter(({ kind }) => kind === 'error').map(({ from, to }) => [from, to]),
      [['right', 'top']],
    );
    ok(Math.min(...steps.map(({ y }) => y)) === steps.find(({ id }) => id === 'top')?.y);
  });

  it('puts steps that nothing joins into rows, inside the drawing', () => {
    const loose = [...diamond, ...Array.from({ length: 40 }, (_, index) => step(`loose${index}`))];
    deepStrictEqual(overlapping(loose), []);
    const { steps, width, height } = graphPlan(loose);
    deepStrictEqual(
      steps.filter(({ x, y }) => x + stepSize.width > width || y + stepSize.height > height),
      [],
    );
  });

  it('draws a plan without steps', () => {
    deepStrictEqual(graphPlan([]), { width: 0, height: 0, steps: [], edges: [] });
  });

  it('leads along the edges by arrow keys, and reaches every step', () => {
    const plan = graphPlan(diamond);
    const go = (from: string, key: string) => stepBeside(plan, diamond, from, key);
    deepStrictEqual(go('top', 'ArrowUp'), undefined);
    ok(['left', 'right'].includes(go('top', 'ArrowDown') ?? ''));
    deepStrictEqual(go('left', 'ArrowDown'), 'bottom');
    deepStrictEqual(go('left', 'ArrowUp'), 'top');
    const side = [go('left', 'ArrowRight'), go('left', 'ArrowLeft')];
    ok(side.includes('right'), String(side));
    deepStrictEqual(go('top', 'End'), 'bottom');
    deepStrictEqual(go('bottom', 'Home'), 'top');
  });
});
