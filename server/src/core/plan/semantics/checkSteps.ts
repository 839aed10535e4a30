import { nearestName } from '../../policy/settings/nearestName';
import { under } from '../../policy/settings/shapes';
import type { PlacedStep, PlanDraft } from '../shape/readPlan';
import { inputFaults } from './inputFaults';
import type { PlanReport } from './planReport';
import type { ToolCatalog } from './toolCatalog';

/** Most steps of a plan that sets no limit of its own (§1.3). */
const defaultMaxSteps = 200;

/** The steps of a plan by their names; of several with one name the first. */
export interface StepNames {
  readonly ids: ReadonlyMap<string, PlacedStep>;
  /** Without steps that have no name. */
  readonly list: readonly string[];
}

/** Lists the names that steps may use of each other. */
export function stepNames(draft: PlanDraft): StepNames {
  const ids = new Map<string, PlacedStep>();
  for (const placed of draft.steps) if (!ids.has(placed.step.id)) ids.set(placed.step.id, placed);
  return { ids, list: [...ids.keys()].filter((id) => id !== '') };
}

/** Checks the steps as a list: how many there are, and that each has a name of its own. */
export function checkStepList(draft: PlanDraft, { ids }: StepNames, report: PlanReport): void {
  const limit = draft.plan.policy.limits?.max_steps ?? defaultMaxSteps;
  if (draft.steps.length > limit) {
    report(
      'OUT_OF_RANGE',
      '/steps',
      `The plan has ${draft.steps.length} steps; limits.max_steps is ${limit}.`,
    );
  }
  for (const placed of draft.steps) {
    const first = ids.get(placed.step.id);
    if (first === undefined || first === placed || placed.step.id === '') continue;
    const message = `The id '${placed.step.id}' is used twice, first at ${first.pointer}.`;
    report('DUPLICATE_ID', under(placed.pointer, 'id'), message);
  }
}

/** Checks what one look at a step can tell, knowing the names of the others: its tool, needs and targets. */
export function checkStep(
  placed: PlacedStep,
  names: StepNames,
  tools: ToolCatalog,
  report: PlanReport,
): void {
  checkTool(placed, tools, report);
  checkNeeds(placed, names, report);
  checkGotos(placed, names, report);
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
  const schema = tools.inputSchema?.(name);
  if (schema === undefined) return;
  for (const fault of inputFaults(name, schema, step, under(pointer, 'with'))) {
    report(fault.code, fault.pointer, fault.message);
  }
}

function checkNeeds({ step, pointer }: PlacedStep, { ids, list }: StepNames, report: PlanReport): void {
  step.needs.forEach((id, index) => {
    if (!ids.has(id)) report('UNKNOWN_STEP', `${pointer}/needs/${index}`, unknownStep(id, list));
  });
}

function checkGotos(
  { step, pointer, onErrorPointer }: PlacedStep,
  { ids, list }: StepNames,
  report: PlanReport,
): void {
  const check = (target: string | null, place: string) => {
    if (target === null) return;
    if (!ids.has(target)) report('BAD_GOTO', place, unknownStep(target, list));
    else if (target === step.id)
      report('BAD_GOTO', place, "A step cannot go to itself; use 'retry' or 'loop'.");
  };
  if (step.on_error !== null) check(step.on_error.target, `${onErrorPointer}/target`);
  if (step.else.action === 'goto') check(step.else.target, under(pointer, 'else'));
}

/** Checks where failures of any step lead. */
export function checkFallback(draft: PlanDraft, { list }: StepNames, report: PlanReport): void {
  const target = draft.plan.policy.reliability?.on_error?.target ?? null;
  if (target !== null && !list.includes(target)) {
    report('BAD_GOTO', '/policy/reliability/on_error/target', unknownStep(target, list));
  }
}
