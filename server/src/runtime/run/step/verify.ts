import type { Json } from '#protocol/json';
import type { Check } from '#protocol/plan';
import { runCheck } from '../../../core/checks';
import { pickedOutputs } from '../../../core/run/pickedOutputs';
import { isoNow, newId } from '../../record/record';
import type { ToolResult } from '../../tool';
import type { ActiveRun } from '../activeRun';
import type { Prepared } from '../gate/prepared';

/** What one check said. */
export interface CheckOutcome {
  readonly name: string;
  readonly passed: boolean;
  readonly details: string;
}

/** Adds the step's named outputs and holds its result against its verify rules and postconditions. */
export async function verified(
  run: ActiveRun,
  prepared: Prepared,
  result: Extract<ToolResult, { ok: true }>,
): Promise<ToolResult> {
  const { step } = prepared;
  const output = pickedOutputs(step.outputs, result.output);
  const done = { ...result, output };
  const failed = await runChecks(run, step.id, [...step.verify, ...step.postconditions], done);
  if (failed.length === 0) {
    return done;
  }
  const message = failed.map(({ name, details }) => `${name}: ${details}`).join('; ');
  return { ...done, ok: false, errorClass: 'check', message: `check failed: ${message}` };
}

/** Runs checks, records each, and answers those that failed. */
export async function runChecks(
  run: ActiveRun,
  scope: string,
  checks: readonly Check[],
  subject: { readonly output: Json; readonly exitCode: number | null },
): Promise<CheckOutcome[]> {
  const failed: CheckOutcome[] = [];
  for (const check of checks) {
    const outcome = await oneCheck(run, check, subject);
    record(run, scope, outcome);
    if (!outcome.passed) {
      failed.push(outcome);
    }
  }
  return failed;
}

async function oneCheck(
  run: ActiveRun,
  check: Check,
  subject: { readonly output: Json; readonly exitCode: number | null },
): Promise<CheckOutcome> {
  const path = check.target ?? (check.type === 'artifact_exists' ? check.expr : null);
  const file =
    path === null ? undefined : await run.context.ports.workspace.read(path).catch(() => undefined);
  const text = file ? new TextDecoder().decode(file.bytes) : null;
  return runCheck(check, {
    exitCode: subject.exitCode,
    output: subject.output,
    text,
    exists: file !== undefined,
  });
}

function record(run: ActiveRun, scope: string, { name, passed, details }: CheckOutcome): void {
  run.add({
    op: 'insert',
    table: 'checks',
    row: {
      id: newId(run.context, 'chk'),
      run_id: run.row.id,
      scope,
      name,
      passed: passed ? 1 : 0,
      details: run.context.redactor.text(details).text,
      created_at: isoNow(run.context),
    },
  });
  run.record({
    type: passed ? 'check.passed' : 'check.failed',
    level: passed ? 'info' : 'warning',
    summary: `check ${name} ${passed ? 'passed' : 'failed'}: ${details}`,
    payload: { scope, name, passed, details },
    step_id: scope === 'plan' ? null : scope,
  });
}
