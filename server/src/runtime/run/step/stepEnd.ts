import type { ErrorClass } from '#protocol/errors';
import type { Json, JsonObject } from '#protocol/json';
import type { OnError } from '#protocol/policy';
import { canonicalJson, sha256Hex } from '../../../core/digest';
import { endCodeOf } from '../../../core/run/endReason';
import { binaryValue, linkedOutput } from '../../record/binaryValue';
import { isoNow } from '../../record/record';
import type { ToolResult } from '../../tool';
import type { ActiveRun } from '../activeRun';
import { inputsOf } from '../gate/prepare';
import type { Prepared } from '../gate/prepared';
import { reenterRouted } from '../loops';
import type { StepRun } from '../stepRun';
import { queueVisit, revisit } from '../visits';

/** Records a step's success: its output (redacted in the row, in full in private content), its routes, its event. */
export async function succeedStep(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  result: Extract<ToolResult, { ok: true }>,
): Promise<void> {
  const { step } = prepared;
  stepRun.output = result.output;
  stepRun.route = routeOf(step.uses, result.output);
  stepRun.isLooping = isLooping(step.uses, result.output);
  const kept = await keptOutput(run, step.id, result.output);
  run.moveStep(stepRun, 'succeeded', { ...kept, ended_at: isoNow(run.context) });
  run.record({
    type: 'step.succeeded',
    summary: `step ${step.id} succeeded`,
    payload: { exit_code: result.exitCode, attempts: stepRun.row.attempts },
    step_id: step.id,
    span_id: stepRun.span?.id ?? null,
  });
  if (stepRun.route?.length === 0) {
    run.record({ type: 'routing.empty', summary: `step ${step.id} chose no route`, step_id: step.id });
  }
  if (stepRun.span) {
    run.add(
      stepRun.span.closed({ status: 'OK', attributes: { 'cicd.pipeline.task.run.result': 'success' } }),
    );
  }
  if (stepRun.isLooping && stepRun.row.visit > 1) {
    reenterRouted(run, stepRun.route ?? []);
  }
  await revisit(run, prepared, stepRun);
}

/** Records a step's failure, once, and what its policy makes of it: stop, continue, or go to another step. */
export async function failStep(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  result: Extract<ToolResult, { ok: false }>,
): Promise<void> {
  const { step, reliability } = prepared;
  const { errorClass } = result;
  const message = run.context.redactor.text(result.message).text;
  const action = errorClass === 'cancelled' ? 'stop' : reachable(run, reliability.onError);
  const isHandled = action !== 'stop';
  stepRun.output = result.output;
  stepRun.handled = action === 'stop' ? null : action;
  const kept = await keptOutput(run, step.id, result.output);
  run.moveStep(stepRun, endStatus(errorClass), {
    ...kept,
    error_code: errorClass,
    error_message: message,
    stopped: isHandled ? 0 : 1,
    ended_at: isoNow(run.context),
  });
  run.record({
    type: 'step.failed',
    level: 'error',
    summary: `step ${step.id} failed: ${message}`,
    payload: { node_id: step.id, error_class: errorClass, message, attempts: stepRun.row.attempts },
    step_id: step.id,
    attempt: stepRun.row.attempts,
    span_id: stepRun.span?.id ?? null,
  });
  closeFailed(run, stepRun, errorClass, message, isHandled);
  if (isHandled) {
    await handle(run, stepRun, prepared, action);
    return;
  }
  run.fail({ code: endCodeOf(errorClass), message, stepId: step.id, errorClass });
}

/** A policy file may have changed since the run began: what leads to no step of the plan stops the run. */
function reachable({ plan }: ActiveRun, { action, target }: OnError): OnError['action'] {
  return action !== 'goto' || plan.steps.some(({ id }) => id === target) ? action : 'stop';
}

async function handle(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  action: 'continue' | 'goto',
): Promise<void> {
  const { step, reliability } = prepared;
  const payload = inputsOf(prepared.calls);
  stepRun.payload = payload;
  await run.context.ports.content.put(new TextEncoder().encode(canonicalJson(payload)));
  run.record({
    type: 'step.error_handled',
    level: 'warning',
    summary: `step ${step.id}: failure handled by ${action}`,
    payload: { action, target: reliability.onError.target },
    step_id: step.id,
    span_id: stepRun.span?.id ?? null,
  });
  if (action === 'goto' && reliability.onError.target !== null) {
    await queueVisit(run, reliability.onError.target, payload, prepared.policy.limits.max_visits);
  }
}

function closeFailed(
  run: ActiveRun,
  stepRun: StepRun,
  errorClass: ErrorClass,
  message: string,
  isHandled: boolean,
): void {
  if (!stepRun.span) {
    return;
  }
  const isTimeout = errorClass === 'timeout';
  const attributes: JsonObject = {
    failure_summary: message,
    failure_type: errorClass,
    failed_node: stepRun.row.step_id,
    'error.type': errorClass,
    'cicd.pipeline.task.run.result': taskResult(errorClass),
    ...(isHandled ? { handled_error: true } : {}),
    ...(isTimeout ? { timeout: true } : {}),
  };
  run.add(stepRun.span.closed({ status: 'ERROR', error: message, timeout: isTimeout, attributes }));
}

/** How a failed try ended, in the word that the conventions have for it. */
export function taskResult(errorClass: ErrorClass): 'timeout' | 'cancellation' | 'failure' {
  if (errorClass === 'timeout') {
    return 'timeout';
  }
  return errorClass === 'cancelled' ? 'cancellation' : 'failure';
}

/**
 * An output as the row keeps it: redacted, with artifacts in place of bytes; the full form is in private content only
 * where that changed it.
 */
export async function keptOutput(
  run: ActiveRun,
  stepId: string,
  output: Json,
): Promise<{ readonly output_json: string; readonly output_sha: string | null }> {
  const shown = await withoutBytes(run, stepId, output);
  const { value, count } = run.context.redactor.json(shown);
  if (count === 0 && shown === output) {
    return { output_json: JSON.stringify(output), output_sha: null };
  }
  const bytes = new TextEncoder().encode(canonicalJson(output));
  await run.context.ports.content.put(bytes);
  return { output_json: JSON.stringify(value), output_sha: sha256Hex(bytes) };
}

/** Secrets are looked for in bytes as in text, a character a byte. */
async function withoutBytes(run: ActiveRun, stepId: string, output: Json): Promise<Json> {
  const binary = binaryValue(output);
  if (binary === null) {
    return output;
  }
  const { text } = run.context.redactor.text(binary);
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const media = 'application/octet-stream';
  return linkedOutput(output, await run.keepArtifact(stepId, `${stepId}.bin`, 'binary', media, bytes));
}

function endStatus(errorClass: ErrorClass): 'failed' | 'timed_out' | 'cancelled' {
  return errorClass === 'timeout' ? 'timed_out' : errorClass === 'cancelled' ? 'cancelled' : 'failed';
}

/** Routing tools answer `{route: [step ids]}`; nothing else is a router. */
export function routeOf(tool: string, output: Json): readonly string[] | null {
  if ((tool !== 'flow.route' && tool !== 'flow.loop') || output === null || typeof output !== 'object') {
    return null;
  }
  const { route } = output as JsonObject;
  return Array.isArray(route) ? route.map(String) : null;
}

/** Whether a loop's answer says that items are left. */
export function isLooping(tool: string, output: Json): boolean {
  return (
    tool === 'flow.loop' &&
    output !== null &&
    typeof output === 'object' &&
    (output as JsonObject)['done'] === false
  );
}
