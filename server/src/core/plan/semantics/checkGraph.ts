import type { Step } from '#protocol/plan';
import { gotoTargets, startSteps } from '../graph';
import type { PlanDraft } from '../shape/readPlan';
import { findCycles } from './findCycles';
import type { PlanReport } from './planReport';

/** Checks the order of steps as a whole: no cycles among needs, and a way to every step. */
export function checkGraph(draft: PlanDraft, report: PlanReport): void {
  const places = new Set(draft.steps.map(({ step }) => step.id));
  const needs = new Map<string, string[]>();
  for (const { step } of draft.steps) {
    // A second step of the same id is a mistake of its own; what either of them needs still counts.
    const known = needs.get(step.id);
    const own = step.needs.filter((id) => places.has(id));
    needs.set(step.id, known === undefined ? own : [...new Set([...known, ...own])]);
  }
  const cycles = findCycles(needs);
  for (const cycle of cycles) {
    const [first = '', second = first] = cycle;
    const placed = draft.steps.find(({ step }) => step.id === first && step.needs.includes(second));
    const index = placed?.step.needs.indexOf(second) ?? 0;
    const way = [...cycle, first].join(' -> ');
    report(
      'CYCLE',
      `${placed?.pointer}/needs/${index}`,
      `Steps need each other: ${way}. Repeat by 'loop' or by a goto of 'else' or 'on_error'.`,
    );
  }
  if (cycles.length === 0) checkReachable(draft, report);
}

function checkReachable(draft: PlanDraft, report: PlanReport): void {
  const reached = reachable(draft);
  for (const { step, pointer } of draft.steps) {
    if (step.id === '' || reached.has(step.id)) continue;
    report(
      'UNREACHABLE',
      pointer,
      `Nothing leads to step '${step.id}': only steps that never start go to it.`,
    );
  }
}

function reachable(draft: PlanDraft): ReadonlySet<string> {
  const { plan } = draft;
  const next = new Map<string, string[]>();
  const link = (from: string, to: string) => {
    const known = next.get(from);
    if (known === undefined) next.set(from, [to]);
    else known.push(to);
  };
  for (const step of plan.steps) {
    for (const id of step.needs) link(id, step.id);
    for (const target of gotoTargets(step)) link(step.id, target);
  }
  const starts = startSteps(plan);
  const known = new Set(plan.steps.map((step) => step.id));
  // A need that does not exist is reported as such; what hangs on it is not reported once more.
  const isOpen = (step: Step) => starts.has(step.id) && step.needs.every((id) => !known.has(id));
  const open = plan.steps.filter(isOpen).map((step) => step.id);
  const fallback = plan.policy.reliability?.on_error?.target;
  if (typeof fallback === 'string') open.push(fallback);
  const found = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(next.get(id) ?? []));
  }
  return found;
}
