import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Caller, CancelSignal, Checked, Handlers } from '#protocol/methods';
import type { RunView } from '#protocol/methods/runs';
import type { RunRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import { needsReplan } from '../../core/session';
import type { Context } from '../context';
import { planBody } from '../plans/planBodies';
import { planHead } from '../plans/planHead';
import { openSession, sessionFacts } from '../plans/sessionFacts';
import { findRun } from '../record/findRun';
import { listAnswer } from '../record/listAnswer';
import { commit, eventWrite } from '../record/record';
import { serviceName } from '../record/span';
import { stepView } from '../record/views';
import type { ActiveRun } from '../run/activeRun';
import { resumeRun } from '../run/resumed/resume';
import type { Runs } from '../run/runs';
import { createRun, pickCaller } from '../run/startRun';
import { refuseImported } from '../runlog/importedRun';
import { runInputs } from '../runlog/runHistory';
import { planVersion } from './plans';
import { runToEnd } from './runs/runEnd';
import { runViews } from './runs/runViews';

type Names = `run/${'start' | 'list' | 'show' | 'wait' | 'cancel' | 'pause' | 'resume' | 'rerun'}`;

/** Answers requests about runs. */
export function runHandlers(context: Context, runs: Runs): Pick<Handlers, Names> {
  const { store } = context.ports;
  const lookedAtAgain = async ({ id, session_id }: RunRow) => {
    await runs.settle(session_id);
    return await findRun(store, id);
  };
  return {
    'run/start': async (params, caller, signal) => {
      const run = await startRun(context, runs, caller, params);
      return params.wait ? reached(await runToEnd(context, runs, run.row.id, signal)) : started(run);
    },
    'run/list': async ({ status, session_id, fingerprint, limit, offset }) => {
      const where = {
        ...(status === undefined ? {} : { status: status as RunRow['status'] }),
        ...(session_id === undefined ? {} : { session_id }),
        ...(fingerprint === undefined ? {} : { fingerprint }),
      };
      const page = await store.list('runs', {
        where,
        order: [{ by: 'created_at', desc: true }],
        limit,
        offset,
      });
      const items = await runViews(context, page.items);
      return listAnswer(items, page.total, { limit, offset });
    },
    'run/show': async ({ run_id }) => {
      const found = await findRun(store, run_id);
      const row = runs.isLeft(found.id) ? await lookedAtAgain(found) : found;
      const { items } = await store.list('step_runs', {
        where: { run_id: row.id },
        order: [{ by: 'visit' }],
        limit: null,
      });
      const newest = new Map(items.map((step) => [step.step_id, step]));
      const steps = await store.list('plan_steps', {
        where: { plan_id: row.plan_id },
        order: [{ by: 'ord' }],
        limit: null,
      });
      const views = steps.items.flatMap(({ step_id, tool }) => {
        const step = newest.get(step_id);
        return step ? [stepView(step, tool)] : [];
      });
      return {
        ...(await viewOf(context, row)),
        steps: views,
        inputs: context.redactor.json(await runInputs(context, row)).value as JsonObject,
      };
    },
    'run/wait': async ({ run_id, timeout_ms }, _caller, signal) => {
      const row = await findRun(store, run_id);
      await waitForRest(context, runs, row.id, timeout_ms, signal);
      return await viewOf(context, await findRun(store, row.id));
    },
    'run/cancel': async ({ run_id, reason }, caller) => {
      const row = await findRun(store, run_id);
      await cancelRun(context, runs, row, caller, reason ?? 'cancelled');
      return await viewOf(context, await findRun(store, row.id));
    },
    'run/pause': async ({ run_id }, caller) => {
      const row = await findRun(store, run_id);
      const run = runs.active(row.id);
      // The run in memory is ahead of its row.
      const { status } = run?.row ?? row;
      if (!run || status !== 'running' || run.isEnding) {
        const state = run?.isEnding && status === 'running' ? 'ending' : status;
        throw new AppError('STATE_CONFLICT', `run ${row.id} is ${state}: it cannot be paused`, { status });
      }
      run.isPaused = true;
      run.moveRun('paused');
      run.add(
        eventWrite(
          context,
          { ...run.origin, ...pickCaller(caller) },
          { type: 'run.paused', summary: `run ${row.id} paused` },
        ),
      );
      await run.flush();
      run.wake();
      return await viewOf(context, run.row);
    },
    'run/resume': async ({ run_id }, caller) => {
      const { id, session_id } = await findRun(store, run_id);
      const resume = async () => resumeRun(context, runs, await findRun(store, id), caller);
      return started(await runs.lead(session_id, resume));
    },
    'run/rerun': async ({ run_id }, caller) => {
      const row = await findRun(store, run_id);
      await refuseImported(context, row.id);
      const plan = await planHead(store, row.plan_id);
      const params = {
        session_id: row.session_id,
        version: plan?.version,
        inputs: await runInputs(context, row),
        stepping: row.stepping,
        dry_run: row.mode === 'dry_run',
        env: {},
        confirm_high_risk: false,
        service_name: serviceName,
        parent_run_id: row.id,
        wait: false,
      };
      return started(await startRun(context, runs, caller, params));
    },
  };
}

function startRun(
  context: Context,
  runs: Runs,
  caller: Caller,
  params: Checked<'run/start'>,
): Promise<ActiveRun> {
  return runs.lead(params.session_id, () => beginRun(context, runs, caller, params));
}

/** Begins a run of a session's approved plan, after everything that could refuse it was asked; lead the session for it. */
export async function beginRun(
  context: Context,
  runs: Runs,
  caller: Caller,
  params: Checked<'run/start'>,
): Promise<ActiveRun> {
  const session = await openSession(context, params.session_id);
  const facts = await sessionFacts(context, session);
  if (needsReplan(facts) && params.parent_run_id === undefined) {
    throw new AppError('NEEDS_REPLAN', 'session needs replan before execution', { session_id: session.id });
  }
  if (facts.newestRun && !isTerminal('run', facts.newestRun.status)) {
    const { id, status } = facts.newestRun;
    throw new AppError('STATE_CONFLICT', `run ${id} of this session is still ${status}`, {
      run_id: id,
      status,
    });
  }
  const version = params.version ?? facts.newestPlan?.version;
  if (version === undefined) {
    throw new AppError('APPROVAL_REQUIRED', 'plan and step approvals are required before execution', {
      session_id: session.id,
    });
  }
  const planRow = await planVersion(context, session.id, version);
  const run = await createRun(
    context,
    caller,
    { session, planRow, plan: await planBody(context, planRow) },
    params,
  );
  runs.adopt(run);
  return run;
}

function started(run: ActiveRun) {
  return reached(run.row);
}

function reached({ id, trace_id, status }: RunRow) {
  return { run_id: id, trace_id, status };
}

async function viewOf(context: Context, row: RunRow): Promise<RunView> {
  const [view] = await runViews(context, [row]);
  return view as RunView;
}

async function cancelRun(
  context: Context,
  runs: Runs,
  row: RunRow,
  caller: Caller,
  reason: string,
): Promise<void> {
  if (isTerminal('run', row.status)) {
    throw new AppError('STATE_CONFLICT', `run ${row.id} is ${row.status} already`, { status: row.status });
  }
  const origin = { ...pickCaller(caller), session_id: row.session_id, run_id: row.id };
  const text = `run ${row.id} cancelled by ${caller.actor}: ${reason}`;
  await commit(context, [
    eventWrite(context, origin, { type: 'log.line', level: 'warning', summary: text, payload: { reason } }),
  ]);
  if (runs.active(row.id)) {
    await runs.cancel(row.id, reason);
    return;
  }
  await runs.lead(row.session_id, async () => {
    // Told before its loop begins: nothing more of it is carried out.
    await resumeRun(context, runs, await findRun(context.ports.store, row.id), caller, reason);
    await runs.cancel(row.id, reason);
  });
}

const resting = ['paused', 'interrupted'];

/** Waits until a run is terminal, paused or interrupted, or until people really have something to decide. */
function waitForRest(
  context: Context,
  runs: Runs,
  runId: string,
  timeoutMs: number,
  signal: CancelSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = new AbortController();
    const leave = () => {
      stopListening();
      timer.abort();
    };
    const done = () => {
      leave();
      resolve();
    };
    const look = () => {
      isAtRest(context, runs, runId).then(
        (isResting) => isResting && done(),
        (error: unknown) => {
          leave();
          reject(error);
        },
      );
    };
    const stopListening = context.bus.listen((name) => {
      if (name === 'run/changed' || name === 'approval/changed') {
        look();
      }
    });
    signal.addEventListener('abort', done, { once: true });
    context.ports.clock.sleep(timeoutMs, timer.signal).then(done, () => undefined);
    look();
  });
}

/** A run whose request was granted a moment ago still says that it waits; nobody is asked any more. */
async function isAtRest(context: Context, runs: Runs, runId: string): Promise<boolean> {
  const { store } = context.ports;
  const row = await store.get('runs', { id: runId });
  if (!row || isTerminal('run', row.status)) {
    return true;
  }
  runs.refuseBroken(runId);
  if (resting.includes(row.status)) {
    return true;
  }
  const where = { run_id: runId, status: 'requested' as const };
  return row.status === 'awaiting_approval' && (await store.list('approvals', { where, limit: 1 })).total > 0;
}
