import { AppError } from '#protocol/errors';
import type { Caller } from '#protocol/methods';
import type { Step } from '#protocol/plan';
import type { RunRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import { needsReplan } from '../../core/session';
import type { Context } from '../context';
import { beginRun } from '../handlers/runs';
import { openSession, sessionFacts } from '../plans/sessionFacts';
import { findRun } from '../record/findRun';
import { serviceName } from '../record/span';
import type { ActiveRun } from '../run/activeRun';
import type { Runs } from '../run/runs';

/** A step named through its session (meaning the current run) or its run. */
export interface StepTarget {
  readonly session_id?: string | undefined;
  readonly run_id?: string | undefined;
  readonly step_id: string;
}

/** What is said when an approval is missing (GATE-06). */
export const approvalsRequired = 'plan and step approvals are required before execution';

/** The run meant: by id, or the session's live one; a session with an approved plan and no run gets one, stepping by hand. */
export async function currentRun(
  context: Context,
  runs: Runs,
  caller: Caller,
  target: StepTarget,
): Promise<ActiveRun> {
  if (target.run_id !== undefined) {
    return runs.active(target.run_id) ?? liveRun(runs, await findRun(context.ports.store, target.run_id));
  }
  if (target.session_id === undefined) {
    throw new AppError('BAD_REQUEST', 'name a session_id or a run_id');
  }
  const { session_id } = target;
  return await runs.lead(session_id, () => runOfSession(context, runs, caller, session_id));
}

async function runOfSession(
  context: Context,
  runs: Runs,
  caller: Caller,
  sessionId: string,
): Promise<ActiveRun> {
  const session = await openSession(context, sessionId);
  const facts = await sessionFacts(context, session);
  if (facts.newestRun && !isTerminal('run', facts.newestRun.status)) {
    return liveRun(runs, facts.newestRun);
  }
  if (needsReplan(facts)) {
    throw new AppError('NEEDS_REPLAN', 'session needs replan before execution', { session_id: session.id });
  }
  if (facts.newestPlan?.status !== 'approved') {
    throw new AppError('APPROVAL_REQUIRED', approvalsRequired, { session_id: session.id });
  }
  if (facts.newestRun && facts.runVersion === facts.newestPlan.version) {
    throw new AppError(
      'STATE_CONFLICT',
      `the run of plan v${facts.runVersion} has ${facts.newestRun.status}`,
      {
        run_id: facts.newestRun.id,
        status: facts.newestRun.status,
      },
    );
  }
  return await manualRun(context, runs, caller, session.id);
}

function manualRun(context: Context, runs: Runs, caller: Caller, sessionId: string): Promise<ActiveRun> {
  const params = {
    session_id: sessionId,
    inputs: {},
    stepping: 'manual' as const,
    dry_run: false,
    env: {},
    confirm_high_risk: false,
    service_name: serviceName,
    wait: false,
  };
  return beginRun(context, runs, caller, params);
}

/** The run in memory of a stored one; refused when this server does not carry it forward. */
export function liveRun(runs: Runs, row: RunRow): ActiveRun {
  const run = runs.active(row.id);
  if (!run) {
    const text = isTerminal('run', row.status)
      ? `run ${row.id} is ${row.status}`
      : `run ${row.id} is ${row.status}; resume it with: holdpoint run --resume ${row.trace_id}`;
    throw new AppError('STATE_CONFLICT', text, {
      run_id: row.id,
      status: row.status,
    });
  }
  return run;
}

/** A step of the run's plan version, or NOT_FOUND. */
export function planStep(run: ActiveRun, stepId: string): Step {
  const step = run.plan.steps.find(({ id }) => id === stepId);
  if (!step) {
    throw new AppError('NOT_FOUND', `plan v${run.planRow.version} has no step ${stepId}`, {
      step_id: stepId,
    });
  }
  return step;
}
