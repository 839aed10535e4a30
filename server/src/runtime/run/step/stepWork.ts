import type { ApprovalRow, AttemptRow } from '#protocol/rows';
import { canonicalJson } from '../../../core/digest';
import { retryDelay } from '../../../core/run/retry';
import { eventWrite, isoNow, newId } from '../../record/record';
import type { Span } from '../../record/span';
import type { ToolResult } from '../../tool';
import type { ActiveRun } from '../activeRun';
import { inputsOf } from '../gate/prepare';
import type { Prepared } from '../gate/prepared';
import { startStep } from '../gate/startStep';
import { appliedDiff } from '../spans/diffAttributes';
import { resultAttributes } from '../spans/resultAttributes';
import { noteWork, openStepSpan, toolSpan } from '../spans/stepSpans';
import type { StepRun } from '../stepRun';
import { attempt } from './attempt';
import { checkpointBefore } from './autoCheckpoint';
import { failStep, succeedStep, taskResult } from './stepEnd';
import { verified } from './verify';

/**
 * Carries out a step that the gate let through: consumes its approval in the transaction that starts it, tries it as
 * often as its policy allows, verifies, and records how it ended. The end is buffered for the next flush. Answers false
 * when the approval, or what it is about, holds no more: then nothing has happened.
 */
export async function workStep(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  approval: ApprovalRow | null,
): Promise<boolean> {
  const isSafe = approval === null && isWithoutEffect(prepared);
  // Attempts that the end of a server cut off keep their numbers; the tries that policy grants begin anew.
  const cutOff = stepRun.row.attempts;
  if (!(await startStep(run, stepRun, prepared, approval))) {
    return false;
  }
  await checkpointBefore(run, stepRun, prepared);
  for (let tries = 1; ; tries += 1) {
    const n = cutOff + tries;
    const result = await tryOnce(run, stepRun, prepared, { n, isSafe });
    if (result.ok) {
      await succeedStep(run, stepRun, prepared, result);
      await run.pass();
      return true;
    }
    const wait = retryDelay(prepared.reliability.retry, result.errorClass, tries + 1, random(run));
    if (wait === null || run.abort.signal.aborted) {
      await failStep(run, stepRun, prepared, result);
      return true;
    }
    await pauseForRetry(run, stepRun, prepared, result, n, wait);
    if (run.abort.signal.aborted) {
      await failStep(run, stepRun, prepared, cutShort);
      return true;
    }
  }
}

/** The result of a wait between two tries that the end of the run cut short. */
const cutShort = {
  ok: false,
  errorClass: 'cancelled',
  message: 'cancelled',
  output: null,
  exitCode: null,
} as const;

async function tryOnce(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  { n, isSafe }: { readonly n: number; readonly isSafe: boolean },
): Promise<ToolResult> {
  const row = attemptRow(run, stepRun, n);
  const span = toolSpan(run, stepRun, prepared, row.id);
  run.add({ op: 'insert', table: 'attempts', row }, span.opened(), startedEvent(run, row, span.id));
  if (n > stepRun.row.attempts) {
    const { run_id, step_id, visit } = stepRun.row;
    run.add({ op: 'update', table: 'step_runs', key: { run_id, step_id, visit }, set: { attempts: n } });
    stepRun.row = { ...stepRun.row, attempts: n };
  }
  if (!isSafe) {
    await run.flush();
  } else if (prepared.action.facts.effect !== 'none') {
    await run.pass();
  }
  const { result: raw, output } = await attempt(run, stepRun, prepared, span);
  const result = raw.ok ? await verified(run, prepared, raw) : raw;
  if (result.ok && prepared.previews.length > 0) {
    span.note(await appliedDiff(run.context, prepared.previews));
  }
  endAttempt(run, row, result, { span, prepared });
  await keepResult(run, prepared, result, output);
  return result;
}

/**
 * Whether it does no harm when this try happens and its record is lost: nothing outside the workspace is asked, no
 * process started, nothing written. Every other try is on record before it begins.
 */
function isWithoutEffect({ previews, action: { facts } }: Prepared): boolean {
  const isHarmless = facts.effect === 'none' || facts.effect === 'read';
  return isHarmless && previews.length === 0 && facts.commands.length === 0 && facts.hosts.length === 0;
}

function attemptRow(run: ActiveRun, stepRun: StepRun, n: number): AttemptRow {
  const { run_id, step_id, visit } = stepRun.row;
  const now = isoNow(run.context);
  return {
    id: newId(run.context, 'att'),
    run_id,
    step_id,
    visit,
    n,
    status: 'running',
    error_code: null,
    error_message: null,
    exit_code: null,
    created_at: now,
    started_at: now,
    ended_at: null,
  };
}

function startedEvent(run: ActiveRun, row: AttemptRow, spanId: string) {
  return eventWrite(run.context, run.origin, {
    type: 'attempt.started',
    level: 'debug',
    summary: `step ${row.step_id} attempt ${row.n}`,
    step_id: row.step_id,
    attempt: row.n,
    span_id: spanId,
  });
}

function endAttempt(
  run: ActiveRun,
  row: AttemptRow,
  result: ToolResult,
  { span, prepared }: { readonly span: Span; readonly prepared: Prepared },
): void {
  const to = attemptStatus(result);
  const message = result.ok ? null : run.context.redactor.text(result.message).text;
  const ended_at = isoNow(run.context);
  const error_code = result.ok ? null : result.errorClass;
  const set = { error_code, error_message: message, exit_code: result.exitCode, ended_at };
  run.add({ op: 'transition', table: 'attempts', key: { id: row.id }, from: ['running'], to, set });
  const attributes = resultAttributes(prepared, result);
  const status = result.ok ? 'OK' : 'ERROR';
  run.add(span.closed({ status, error: message, timeout: to === 'timed_out', attributes }));
  run.record({
    type: 'attempt.ended',
    level: 'debug',
    summary: `step ${row.step_id} attempt ${row.n} ${to}`,
    payload: { status: to, exit_code: result.exitCode },
    step_id: row.step_id,
    attempt: row.n,
    span_id: span.id,
  });
}

function attemptStatus(result: ToolResult): 'succeeded' | 'timed_out' | 'cancelled' | 'failed' {
  if (result.ok) {
    return 'succeeded';
  }
  if (result.errorClass === 'timeout') {
    return 'timed_out';
  }
  return result.errorClass === 'cancelled' ? 'cancelled' : 'failed';
}

async function keepResult(
  run: ActiveRun,
  prepared: Prepared,
  result: ToolResult,
  output: Awaited<ReturnType<typeof attempt>>['output'],
): Promise<void> {
  if (!output.isEmpty && result.process?.truncated) {
    await run.keepArtifact(prepared.step.id, 'output.txt', 'log', 'text/plain', output.text());
  }
  const { effect } = prepared.action.facts;
  if (effect !== 'none') {
    const body = {
      step_id: prepared.step.id,
      tool: prepared.tool.name,
      ok: result.ok,
      exit_code: result.exitCode,
      error: result.ok ? null : { class: result.errorClass, message: result.message },
      output: result.output,
    };
    const text = JSON.stringify(run.context.redactor.json(body).value);
    await run.keepArtifact(prepared.step.id, `${prepared.step.id}.json`, 'result', 'application/json', text);
  }
}

async function pauseForRetry(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  result: Extract<ToolResult, { ok: false }>,
  n: number,
  delayMs: number,
): Promise<void> {
  run.record({
    type: 'attempt.retry',
    level: 'warning',
    summary: `step ${prepared.step.id} attempt ${n} failed (${result.message}); again in ${delayMs} ms`,
    payload: { node_id: prepared.step.id, attempt: n, delay_ms: delayMs, error: result.message },
    step_id: prepared.step.id,
    attempt: n,
    span_id: stepRun.span?.id ?? null,
  });
  if (stepRun.span) {
    run.add(
      stepRun.span.closed({
        status: 'ERROR',
        error: result.message,
        timeout: result.errorClass === 'timeout',
        attributes: {
          outcome: 'retry',
          'error.type': result.errorClass,
          'cicd.pipeline.task.run.result': taskResult(result.errorClass),
          ...(result.errorClass === 'timeout' ? { timeout: true } : {}),
        },
      }),
    );
  }
  await run.flush();
  if (delayMs > 0) {
    await run.context.ports.clock.sleep(delayMs, run.abort.signal).catch(() => undefined);
  }
  openStepSpan(run, prepared.step, stepRun);
  noteWork(run, stepRun, prepared, canonicalJson(inputsOf(prepared.calls)));
}

/** A number in [0, 1) from the ids port, so that tests can fix it. */
function random(run: ActiveRun): number {
  return Number.parseInt(run.context.ports.ids.hex(4), 16) / 0x1_0000_0000;
}
