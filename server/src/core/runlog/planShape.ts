import type { JsonObject } from '#protocol/json';
import type { Plan } from '#protocol/plan';

/**
 * The graph of a plan as a run log's context tells it. A step that a failure or a condition can lead to directly
 * begins whenever that happens, so nothing is said of what it needs.
 */
export function planShape(plan: Plan): JsonObject {
  const jumpedTo = new Set(
    plan.steps.flatMap(({ on_error, else: otherwise }) => [targetOf(on_error), targetOf(otherwise)]),
  );
  const needs = plan.steps.map(({ id, needs: own }) => [id, jumpedTo.has(id) ? [] : [...own]]);
  const joins = plan.steps.filter(({ join }) => join === 'any').map(({ id }) => [id, 'any']);
  return {
    node_order: plan.steps.map(({ id }) => id),
    needs: Object.fromEntries(needs) as JsonObject,
    joins: Object.fromEntries(joins) as JsonObject,
  };
}

function targetOf(turn: { readonly action: string } | null): string | null {
  const target = (turn as { readonly target?: unknown } | null)?.target;
  return typeof target === 'string' ? target : null;
}
