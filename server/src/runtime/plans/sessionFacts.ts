import { AppError } from '#protocol/errors';
import type { SessionView } from '#protocol/methods/sessions';
import type { SessionRow } from '#protocol/rows';
import { needsReplan, type SessionFacts, sessionStatus } from '../../core/session';
import type { Context } from '../context';

/** A session by its id, or NOT_FOUND. */
export async function sessionById(context: Context, id: string): Promise<SessionRow> {
  const row = await context.ports.store.get('sessions', { id });
  if (!row) {
    throw new AppError('NOT_FOUND', `there is no session ${id}`);
  }
  return row;
}

/** The newest plan and run of a session: what its status is computed from. */
export async function sessionFacts(context: Context, session: SessionRow): Promise<SessionFacts> {
  const { store } = context.ports;
  const plans = await store.list('plans', {
    where: { session_id: session.id },
    order: [{ by: 'version', desc: true }],
    limit: null,
  });
  const { items } = await store.list('runs', {
    where: { session_id: session.id },
    order: [{ by: 'created_at', desc: true }],
    limit: 1,
  });
  const [newestRun] = items;
  return {
    session,
    newestPlan: plans.items[0],
    newestRun,
    runVersion: plans.items.find(({ id }) => id === newestRun?.plan_id)?.version,
  };
}

/** A session as every door shows it. */
export async function sessionViewOf(context: Context, session: SessionRow): Promise<SessionView> {
  const facts = await sessionFacts(context, session);
  return {
    id: session.id,
    goal: session.goal,
    mode: session.mode,
    safety_profile: session.profile,
    status: sessionStatus(facts),
    plan_version: facts.newestPlan?.version ?? null,
    needs_replan: needsReplan(facts),
    run_id: facts.newestRun?.id ?? null,
    created_at: session.created_at,
    updated_at: session.updated_at,
  };
}

/** A session that may still be worked with, or STATE_CONFLICT. */
export async function openSession(context: Context, id: string): Promise<SessionRow> {
  const row = await sessionById(context, id);
  if (row.status === 'cancelled') {
    throw new AppError('STATE_CONFLICT', 'session is not executable in status: cancelled', {
      session_id: id,
    });
  }
  return row;
}
