import type { BoardStep } from '#protocol/views/plan';
import type { GraphPlan, PlacedStep } from './graphLayout';

/** Where an arrow key leads from a step: along the edges up and down, to its neighbours in the layer left and right. */
export function stepBeside(
  plan: GraphPlan,
  steps: readonly BoardStep[],
  from: string,
  key: string,
): string | undefined {
  const here = plan.steps.find(({ id }) => id === from);
  if (here === undefined) {
    return plan.steps[0]?.id;
  }
  switch (key) {
    case 'ArrowDown':
      return nearest(here, followers(plan, steps, from)) ?? below(plan, here, 1);
    case 'ArrowUp':
      return nearest(here, needed(plan, steps, from)) ?? below(plan, here, -1);
    case 'ArrowRight':
      return sideways(plan, here, 1);
    case 'ArrowLeft':
      return sideways(plan, here, -1);
    case 'Home':
      return plan.steps[0]?.id;
    case 'End':
      return plan.steps.at(-1)?.id;
    default:
      return undefined;
  }
}

function followers(plan: GraphPlan, steps: readonly BoardStep[], from: string): readonly PlacedStep[] {
  const ids = new Set(steps.filter(({ needs }) => needs.includes(from)).map(({ id }) => id));
  return plan.steps.filter(({ id }) => ids.has(id));
}

function needed(plan: GraphPlan, steps: readonly BoardStep[], from: string): readonly PlacedStep[] {
  const needs = steps.find(({ id }) => id === from)?.needs ?? [];
  return plan.steps.filter(({ id }) => needs.includes(id));
}

function nearest({ x }: PlacedStep, others: readonly PlacedStep[]): string | undefined {
  return others.toSorted((left, right) => Math.abs(left.x - x) - Math.abs(right.x - x))[0]?.id;
}

/** Where no edge leads on, the next layer does, so that nothing is out of reach. */
function below(plan: GraphPlan, here: PlacedStep, direction: 1 | -1): string | undefined {
  const beyond = plan.steps
    .filter(({ y }) => (y - here.y) * direction > 0)
    .toSorted((left, right) => (left.y - right.y) * direction);
  const layer = beyond[0]?.y;
  return nearest(
    here,
    beyond.filter(({ y }) => y === layer),
  );
}

function sideways(plan: GraphPlan, here: PlacedStep, direction: 1 | -1): string | undefined {
  return plan.steps
    .filter(({ y, x }) => y === here.y && (x - here.x) * direction > 0)
    .toSorted((left, right) => (left.x - right.x) * direction)[0]?.id;
}
