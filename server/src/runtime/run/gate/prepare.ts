import { AppError } from '#protocol/errors';
import type { Json, JsonObject } from '#protocol/json';
import type { Step } from '#protocol/plan';
import type { PreviewRow } from '#protocol/rows';
import { mayRefer } from '../../../core/expression/references';
import { resolveReferences, type UnresolvedReference } from '../../../core/expression/resolveReferences';
import { emptyScope, type Scope } from '../../../core/expression/scope';
import { missingExecutor } from '../../../core/plan/warnings/missingPlaces';
import type { Action, ActionPath } from '../../../core/policy/action';
import { mergeFacts } from '../../../core/run/mergeFacts';
import { stepReliability } from '../../../core/run/stepPolicy';
import type { FileWrite } from '../../ports';
import type { Tool, ToolFacts } from '../../tool';
import type { ActiveRun } from '../activeRun';
import type { StepRun } from '../stepRun';
import { appliedPreviews, isApply } from './applied';
import type { Prepared, ToolCall } from './prepared';
import { scopeOf } from './scope';
import { withShownScripts } from './shownScripts';

/** A step whose call cannot even be described; the gate turns it into a refusal. */
export class Unpreparable extends Error {
  readonly error: AppError;
  readonly reason: string;

  constructor(error: AppError, reason: string) {
    super(error.message);
    this.error = error;
    this.reason = reason;
  }
}

/** Reads everything the gate needs to judge a step: inputs, facts, paths, previews, policy. Changes nothing. */
export async function prepare(run: ActiveRun, step: Step, stepRun: StepRun | undefined): Promise<Prepared> {
  const policy = await run.policyFor(step);
  const tool = run.context.tools.get(step.uses);
  if (!tool) {
    throw new Unpreparable(new AppError('DENIED', `no tool ${step.uses}`), 'unknown_tool');
  }
  refuseExecutor(run, step);
  const scope = namesValues(step) ? scopeOf(run, step, stepRun, policy.permissions.env_allow) : emptyScope;
  const calls = await toolCalls(run, tool, step, scope, (stepRun?.row.visit ?? 1) - 1);
  const applied = await previewsOf(run, step, calls);
  const called = mergeFacts(calls.map(({ facts }) => facts));
  const facts = { ...called, writes: [...called.writes, ...applied.writes.map(({ path }) => path)] };
  const action = await actionOf(run, step, tool, facts);
  const reliability = stepReliability(step, policy, run.options.stageRetries);
  return { step, tool, calls, ...applied, policy, reliability, action };
}

const naming = new WeakMap<Step, boolean>();

/** Whether a step's inputs name values of others; looked at once, a step may be visited often. */
function namesValues(step: Step): boolean {
  const known = naming.get(step) ?? mayRefer([step.with, step.commands]);
  naming.set(step, known);
  return known;
}

/** What is approved for a container must not run outside of one. */
function refuseExecutor(run: ActiveRun, step: Step): void {
  const executor = step.executor ?? run.row.executor;
  const missing = missingExecutor(executor);
  if (missing !== null) {
    throw new Unpreparable(
      new AppError('EXECUTOR_REQUIRED', missing, { step_id: step.id, executor }),
      'executor_unavailable',
    );
  }
}

async function toolCalls(
  run: ActiveRun,
  tool: Tool,
  step: Step,
  scope: Scope,
  earlierVisits: number,
): Promise<ToolCall[]> {
  const calls: ToolCall[] = [];
  for (const given of givenInputs(step, earlierVisits)) {
    const real = checkedInputs(tool, step, resolved(step, given, scope, false));
    const inputs = await completed(run, tool, real);
    // Without a secret there is nothing to hide: what is shown is what the tool gets.
    const shownInputs = hasSecrets(scope)
      ? await completed(run, tool, checkedInputs(tool, step, resolved(step, given, scope, true)))
      : inputs;
    const facts = await withShownScripts(tool.facts(inputs), run.context.ports.workspace);
    calls.push({ inputs, shownInputs, facts });
  }
  return calls;
}

/** Whether the step names a secret: one without a value has refused it before. */
function hasSecrets({ secrets }: Scope): boolean {
  return Object.keys(secrets ?? {}).length > 0;
}

/** The inputs of each call as the plan writes them; a loop that comes back takes its next item. */
function givenInputs(step: Step, earlierVisits: number): JsonObject[] {
  if (step.uses === 'flow.loop') {
    return [{ ...step.with, index: Number(step.with['index'] ?? 0) + earlierVisits }];
  }
  return step.commands.length === 0
    ? [step.with]
    : step.commands.map((argv) => ({ ...step.with, argv: [...argv] }));
}

function checkedInputs(tool: Tool, step: Step, inputs: JsonObject): JsonObject {
  const parsed = tool.input.safeParse(inputs);
  if (parsed.success) {
    return parsed.data as JsonObject;
  }
  const text = parsed.error.issues
    .map(({ path, message }) => `with/${path.join('/')}: ${message}`)
    .join('; ');
  const details = { step_id: step.id, errors: parsed.error.issues };
  const error = new AppError(
    'INPUT_INVALID',
    `step ${step.id}: inputs of ${tool.name} are wrong: ${text}`,
    details,
  );
  throw new Unpreparable(error, 'input_invalid');
}

/** Puts in what the tool reads off the workspace, so that what is judged and approved is what runs. */
async function completed(run: ActiveRun, tool: Tool, inputs: JsonObject): Promise<JsonObject> {
  return (await tool.complete?.(inputs, run.context.ports.workspace)) ?? inputs;
}

function resolved(step: Step, inputs: JsonObject, scope: Scope, keepSecrets: boolean): JsonObject {
  if (scope === emptyScope) {
    return inputs;
  }
  const result = resolveReferences(inputs, scope, { keepSecrets });
  if ('unresolved' in result) {
    throw unresolvedReferences(step, result.unresolved);
  }
  return result.value as JsonObject;
}

/** The refusal of a step that refers to what has no value. */
export function unresolvedReferences(step: Step, references: readonly UnresolvedReference[]): Unpreparable {
  const names = references.map(({ text }) => text).join(', ');
  return new Unpreparable(
    new AppError('REFERENCE_UNRESOLVED', `step ${step.id}: no value yet for ${names}`, {
      step_id: step.id,
      references,
    }),
    'step_input_reference_unresolved',
  );
}

async function previewsOf(
  run: ActiveRun,
  step: Step,
  calls: readonly ToolCall[],
): Promise<{ readonly previews: readonly PreviewRow[]; readonly writes: readonly FileWrite[] }> {
  const inputs = calls[0]?.inputs ?? {};
  if (!isApply(step, inputs)) {
    return { previews: [], writes: [] };
  }
  try {
    return await appliedPreviews(run, inputs);
  } catch (error) {
    if (error instanceof AppError) {
      throw new Unpreparable(error, 'preview_gate_rejected');
    }
    throw error;
  }
}

async function actionOf(run: ActiveRun, step: Step, tool: Tool, facts: ToolFacts): Promise<Action> {
  const { workspace, clock } = run.context.ports;
  const paths: ActionPath[] = [];
  for (const access of ['read', 'write'] as const) {
    for (const path of new Set(access === 'read' ? facts.reads : facts.writes)) {
      paths.push({ access, ...(await workspace.fact(path)) });
    }
  }
  return {
    tool: tool.name,
    known: true,
    enabled: !run.context.disabledTools.has(tool.name),
    inputProblems: [],
    unresolved: [],
    facts,
    paths,
    touches: step.touches,
    declaredRisk: step.risk,
    dryRun: run.row.mode === 'dry_run',
    executor: step.executor ?? run.row.executor,
    slotKind: slotKind(run),
    planNamesSlot: run.plan.workspace.slot === slotKind(run),
    networkEnforced: await run.context.ports.processes.canIsolateNetwork(),
    confirmHighRisk: run.options.confirmHighRisk || run.confirmedSteps.has(step.id),
    nowMs: clock.now(),
  };
}

/** Where the run really works, whatever its plan asked for. */
function slotKind({ context, plan }: ActiveRun): Action['slotKind'] {
  const { workspace, home } = context.ports;
  if (workspace.root === home.root) {
    return 'in_place';
  }
  return plan.workspace.slot === 'scratch' ? 'scratch' : 'worktree';
}

/** Inputs of all calls as one JSON value: the step's input for hashes, payloads and records. */
export function inputsOf(calls: readonly ToolCall[]): Json {
  return calls.length === 1 ? (calls[0]?.shownInputs ?? null) : calls.map(({ shownInputs }) => shownInputs);
}
