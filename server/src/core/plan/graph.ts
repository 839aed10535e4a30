import type { Plan, Step } from '#protocol/plan';
import type { Reference } from '../expression/reference';
import { referenceUses } from './semantics/referenceUses';

/** The steps that must have ended before this one: through `needs` and references, over any distance. */
export function ancestors(plan: Pick<Plan, 'steps'>, id: string): ReadonlySet<string> {
  return reach(parentsOf(plan), id);
}

/** The steps that wait for this one, over any distance. */
export function dependants(plan: Pick<Plan, 'steps'>, id: string): ReadonlySet<string> {
  return reach(reversed(parentsOf(plan)), id);
}

/**
 * The ids of all steps, each after its parents and otherwise in plan order. Steps that lie on a cycle, which no
 * valid plan has, come last.
 */
export function topologicalOrder(plan: Pick<Plan, 'steps'>): readonly string[] {
  const parents = parentsOf(plan);
  const children = reversed(parents);
  const place = new Map(plan.steps.map((step, index) => [step.id, index]));
  const open = new Map([...parents].map(([id, needs]) => [id, needs.size]));
  const levels: string[] = [];
  let ready = plan.steps.map((step) => step.id).filter((id) => open.get(id) === 0);
  while (ready.length > 0) {
    levels.push(...ready);
    const freed = ready.flatMap((id) => [...(children.get(id) ?? [])].filter((child) => closes(open, child)));
    ready = freed.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  }
  const placed = new Set(levels);
  return [...levels, ...plan.steps.map((step) => step.id).filter((id) => !placed.has(id))];
}

/** Direct parents by step: its `needs` and the steps that its inputs and conditions refer to. */
export function parentsOf(plan: Pick<Plan, 'steps'>): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Set(plan.steps.map((step) => step.id));
  return new Map(
    plan.steps.map((step) => {
      const parents = [...step.needs, ...stepsReferredTo(step)];
      return [step.id, new Set(parents.filter((id) => id !== step.id && known.has(id)))];
    }),
  );
}

/** Every reference of a step: in its inputs, commands, loop and conditions. */
export function referencesOf(step: Step): readonly Reference[] {
  return referenceUses(step).flatMap((use) => ('reference' in use ? [use.reference] : []));
}

/**
 * The steps that start by themselves once their needs are met. A step without needs that is the target of a `goto`
 * waits for that goto, unless the goto comes from one of its own dependants: then it is the start of a way that the
 * goto repeats.
 */
export function startSteps(plan: Pick<Plan, 'steps' | 'policy'>): ReadonlySet<string> {
  const waiting = new Set<string>();
  const gotos = gotoSources(plan);
  const children = gotos.size > 0 ? reversed(parentsOf(plan)) : new Map<string, Set<string>>();
  for (const [target, sources] of gotos) {
    const later = reach(children, target);
    if (!sources.some((source) => later.has(source))) waiting.add(target);
  }
  const fallback = plan.policy.reliability?.on_error?.target;
  const starts = plan.steps.filter((step) => !(step.needs.length === 0 && waiting.has(step.id)));
  const withoutFallback = starts.filter((step) => !(step.needs.length === 0 && step.id === fallback));
  const isStart = (step: Step) => step.needs.length === 0;
  const chosen = withoutFallback.some(isStart) ? withoutFallback : starts;
  return new Set((chosen.some(isStart) ? chosen : plan.steps).map((step) => step.id));
}

/** By target: the steps whose `on_error` or `else` leads there. */
export function gotoSources(plan: Pick<Plan, 'steps'>): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, string[]>();
  for (const step of plan.steps) {
    for (const target of gotoTargets(step)) sources.set(target, [...(sources.get(target) ?? []), step.id]);
  }
  return sources;
}

/** Where a step may lead out of order. */
export function gotoTargets(step: Step): readonly string[] {
  const afterError = step.on_error?.target ?? null;
  const otherwise = step.else.action === 'goto' ? step.else.target : null;
  if (afterError === null) return otherwise === null ? nowhere : [otherwise];
  return otherwise === null ? [afterError] : [afterError, otherwise];
}

const nowhere: readonly string[] = [];

function stepsReferredTo(step: Step): readonly string[] {
  return referencesOf(step)
    .filter((reference) => reference.root === 'steps' || reference.root === 'joins')
    .map((reference) => String(reference.path[0]));
}

function reach(edges: ReadonlyMap<string, ReadonlySet<string>>, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(edges.get(from) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(edges.get(id) ?? []));
  }
  return found;
}

function reversed(edges: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> {
  const result = new Map([...edges.keys()].map((id) => [id, new Set<string>()]));
  for (const [id, parents] of edges) {
    for (const parent of parents) result.get(parent)?.add(id);
  }
  return result;
}

function closes(open: Map<string, number>, id: string): boolean {
  const left = (open.get(id) ?? 0) - 1;
  open.set(id, left);
  return left === 0;
}
