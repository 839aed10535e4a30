import { nearestName } from '../../policy/settings/nearestName';
import { under } from '../../policy/settings/shapes';
import type { PlacedStep, PlanDraft } from '../shape/readPlan';
import type { PlanReport } from './planReport';
import type { ToolCatalog } from './toolCatalog';

/** Most steps of a plan that sets no limit of its own (§1.3). */
const defaultMaxSteps = 200;

/** Checks what one look at each step can tell: ids, number of steps, tools, targets. */
export function checkSteps(draft: PlanDraft, tools: ToolCatalog, report: PlanReport): void {
  const limit = draft.plan.policy.limits?.max_steps ?? defaultMaxSteps;
  if (draft.steps.length > limit) {
    report(
      'OUT_OF_RANGE',
      '/steps',
      `The plan has ${draft.steps.length} steps; limits.max_steps is ${limit}.`,
    );
  }
  const ids = new Map<string, PlacedStep>();
  for (const placed of draft.steps) {
    const first = ids.get(placed.step.id);
    if (first && placed.step.id !== '') {
      report(
        'DUPLICATE_ID',
        under(placed.pointer, 'id'),
        `The id '${placed.step.id}' is used twice, first at ${first.pointer}.`,
      );
    }
    if (!first) ids.set(placed.step.id, placed);
  }
  const names = [...ids.keys()].filter((id) => id !== '');
  for (const placed of draft.steps) {
    checkTool(placed, tools, report);
    checkNeeds(placed, names, ids, report);
    checkGotos(placed, names, ids, report);
  }
  checkFallback(draft, names, report);
}

/** What is said of a name that no step has, with the nearest one that there is. */
export function unknownStep(id: string, known: readonly string[]): string {
  const nearest = nearestName(id, known);
  return nearest === undefined
    ? `There is no step '${id}'.`
    : `There is no step '${id}'; did you mean '${nearest}'?`;
}

function checkTool({ step, pointer }: PlacedStep, tools: ToolCatalog, report: PlanReport): void {
  if (step.uses === '') return;
  const name = tools.resolve(step.uses);
  if (name === undefined) {
    const nearest = nearestName(step.uses, tools.names());
    const hint =
      nearest === undefined ? `known are ${tools.names().join(', ')}.` : `did you mean '${nearest}'?`;
    report('UNKNOWN_TOOL', under(pointer, 'uses'), `There is no tool '${step.uses}'; ${hint}`);
    return;
  }
  const keys = tools.inputKeys?.(name);
  for (const key of keys ? Object.keys(step.with) : []) {
    if (keys?.includes(key)) continue;
    const nearest = nearestName(key, keys ?? []);
    const hint = nearest === undefined ? `known are ${keys?.join(', ')}.` : `did you mean '${nearest}'?`;
    report('UNKNOWN_KEY', under(under(pointer, 'with'), key), `${name} has no input '${key}'; ${hint}`);
  }
}

function checkNeeds(
  { step, pointer }: PlacedStep,
  names: readonly string[],
  ids: ReadonlyMap<string, unknown>,
  report: PlanReport,
): void {
  step.needs.forEach((id, index) => {
    if (!ids.has(id)) report('UNKNOWN_STEP', `${pointer}/needs/${index}`, unknownStep(id, names));
  });
}

function checkGotos(
  { step, pointer, onErrorPointer }: PlacedStep,
  names: readonly string[],
  ids: ReadonlyMap<string, unknown>,
  report: PlanReport,
): void {
  const check = (target: string | null, place: string) => {
    if (target === null) return;
    if (!ids.has(target)) report('BAD_GOTO', place, unknownStep(target, names));
    else if (target === step.id)
      report('BAD_GOTO', place, "A step cannot go to itself; use 'retry' or 'loop'.");
  };
  if (step.on_error !== null) check(step.on_error.target, `${onErrorPointer}/target`);
  if (step.else.action === 'goto') check(step.else.target, under(pointer, 'else'));
}

function checkFallback(draft: PlanDraft, names: readonly string[], report: PlanReport): void {
  const target = draft.plan.policy.reliability?.on_error?.target ?? null;
  if (target !== null && !names.includes(target)) {
    report('BAD_GOTO', '/policy/reliability/on_error/target', unknownStep(target, names));
  }
}
