import type { Caller, Handlers } from '#protocol/methods';
import type { Step } from '#protocol/plan';
import type { SessionRow, StepRunRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import { explainSession, type StepPlace } from '../../core/explainSession';
import type { SessionFacts } from '../../core/session';
import { expireDue, supersede } from '../approvals/approvalExpiry';
import { forgetApprovals, openApprovals } from '../approvals/openApprovals';
import type { Context } from '../context';
import { chosenProfile } from '../plans/chosenProfile';
import { fileLayers } from '../plans/policies';
import { sessionById, sessionFacts, sessionViewOf } from '../plans/sessionFacts';
import { contentOf } from '../record/bytes/sweepContent';
import { listAnswer } from '../record/listAnswer';
import { commit, eventWrite, isoNow, newId, type Origin } from '../record/record';
import type { Runs } from '../run/runs';
import { pickCaller } from '../run/startRun';

type Names =
  | 'session/create'
  | 'session/list'
  | 'session/show'
  | 'session/stop'
  | 'session/delete'
  | 'session/explain';

/** Answers requests about sessions. */
export function sessionHandlers(context: Context, runs: Runs): Pick<Handlers, Names> {
  const { store } = context.ports;
  return {
    'session/create': async ({ goal, mode, safety_profile }, caller) => {
      const now = isoNow(context);
      const files = await fileLayers(context);
      const row: SessionRow = {
        id: newId(context, 'session'),
        goal: goal === undefined ? null : context.redactor.text(goal).text,
        mode,
        profile: chosenProfile(caller, files.profile, safety_profile, 'the policy files ask for'),
        status: 'active',
        created_at: now,
        updated_at: now,
      };
      const event = eventWrite(context, originOf(row, caller), {
        type: 'session.created',
        summary: `session ${row.id}${goal === undefined ? '' : `: ${goal}`}`,
        payload: { mode, safety_profile: row.profile },
      });
      await commit(context, [{ op: 'insert', table: 'sessions', row }, event]);
      return await sessionViewOf(context, row);
    },
    'session/list': async ({ limit, offset }) => {
      const page = await store.list('sessions', { order: [{ by: 'created_at', desc: true }], limit, offset });
      const items = await Promise.all(page.items.map((row) => sessionViewOf(context, row)));
      return listAnswer(items, page.total, { limit, offset });
    },
    'session/show': async ({ session_id }) => {
      await runs.settle(session_id);
      return await sessionViewOf(context, await sessionById(context, session_id));
    },
    'session/stop': ({ session_id, reason }, caller) =>
      runs.lead(session_id, async () => {
        const row = await sessionById(context, session_id);
        await stopSession(context, runs, row, caller, reason ?? 'stopped');
        return { session_id, status: 'cancelled' };
      }),
    'session/delete': ({ session_id }, caller) =>
      runs.lead(session_id, () => deleteSession(context, runs, session_id, caller)),
    'session/explain': async ({ session_id }) => {
      const row = await sessionById(context, session_id);
      const left = await runs.settle(session_id);
      const facts = await sessionFacts(context, row);
      const isAsking = await asks(context, facts.newestRun?.id);
      return explainSession(facts, await stepPlaces(context, facts), { brokenOff: left, isAsking });
    },
  };
}

/** Whether people are asked for a run; a request whose time is over asks nobody any more. */
async function asks(context: Context, runId: string | undefined): Promise<boolean> {
  await expireDue(context);
  const open = await openApprovals(context);
  return open.some(({ run_id, status }) => run_id === runId && status === 'requested');
}

/**
 * The steps of the newest run, as the plan orders them: what has a row stands as it says, of the others those are ready
 * whose needs have ended, while the run lives. Before any run all are pending.
 */
async function stepPlaces({ ports: { store } }: Context, facts: SessionFacts): Promise<readonly StepPlace[]> {
  const { newestPlan, newestRun } = facts;
  const plan_id = newestRun?.plan_id ?? newestPlan?.id;
  if (plan_id === undefined) {
    return [];
  }
  const order = [{ by: 'ord' as const }];
  const { items: steps } = await store.list('plan_steps', { where: { plan_id }, order, limit: null });
  if (!newestRun) {
    return steps.map(({ step_id }) => ({ step_id, status: 'pending' }));
  }
  const where = { run_id: newestRun.id };
  const visits = await store.list('step_runs', { where, order: [{ by: 'visit' }], limit: null });
  const newest = new Map(visits.items.map((visit) => [visit.step_id, visit.status]));
  const isLive = !isTerminal('run', newestRun.status);
  return steps.flatMap(({ step_id, def_json }): StepPlace[] => {
    const status = newest.get(step_id);
    if (status !== undefined || !isLive) {
      return status === undefined ? [] : [{ step_id, status }];
    }
    const { needs } = JSON.parse(def_json) as Pick<Step, 'needs'>;
    const isReady = needs.every((id) => hasEnded(newest.get(id)));
    return [{ step_id, status: isReady ? 'ready' : 'pending' }];
  });
}

function hasEnded(status: StepRunRow['status'] | undefined): boolean {
  return status !== undefined && isTerminal('step', status);
}

/** Takes a session out of the record, once what it has under way has ended. */
async function deleteSession(context: Context, runs: Runs, session_id: string, caller: Caller) {
  const row = await sessionById(context, session_id);
  await stopSession(context, runs, row, caller, 'deleted');
  const { event } = eventWrite(
    context,
    { ...originOf(row, caller), session_id: null },
    {
      type: 'session.deleted',
      summary: `session ${session_id} deleted`,
      payload: { session_id },
    },
  );
  const { store } = context.ports;
  const owned = await store.list('runs', { where: { session_id }, limit: null });
  const plans = await store.list('plans', { where: { session_id }, limit: null });
  const sweep = await contentOf(context, {
    runs: owned.items.map(({ id }) => id),
    plans: plans.items.map(({ hash }) => hash),
  });
  const deleted = await store.deleteSession(session_id, event);
  forgetApprovals(context);
  await sweep();
  return { session_id, deleted: { ...deleted } };
}

/** Ends a session for good: its run is told to stop, its open requests are void. */
async function stopSession(
  context: Context,
  runs: Runs,
  row: SessionRow,
  caller: Caller,
  reason: string,
): Promise<void> {
  if (row.status !== 'cancelled') {
    const set = { status: 'cancelled' as const, updated_at: isoNow(context) };
    const event = eventWrite(context, originOf(row, caller), {
      type: 'session.stopped',
      level: 'warning',
      summary: `session ${row.id} stopped: ${reason}`,
      payload: { reason },
    });
    await commit(context, [{ op: 'update', table: 'sessions', key: { id: row.id }, set }, event]);
  }
  await runs.cancelSession(row.id, reason);
  const open = await context.ports.store.list('approvals', {
    where: { session_id: row.id, status: 'requested' },
    limit: null,
  });
  for (const approval of open.items) {
    await supersede(context, approval, originOf(row, caller));
  }
}

function originOf(row: SessionRow, caller: Caller): Origin {
  return { ...pickCaller(caller), session_id: row.id, run_id: null };
}
