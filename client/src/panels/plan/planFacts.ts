import { AppError } from '#protocol/errors';
import type { Method, Params, Result } from '#protocol/methods';
import type { ApprovalView } from '#protocol/methods/approvals';
import type { PlanTarget } from '#protocol/views/plan';

/** The one thing that reading needs of the line to the server. */
export interface Asking {
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;
}

/** A run with its steps. */
export type ShownRun = Result<'run/show'>;

/** Everything that the server knows about one plan version and that a board shows. */
export interface PlanFacts {
  readonly shown: Result<'plan/show'>;
  readonly session: Result<'session/show'>;
  /** Newest first, without their bodies being looked at. */
  readonly versions: Result<'plan/list'>['items'];
  /** The newest decision, or request for one, about this version. */
  readonly approval: ApprovalView | null;
  readonly difference: Result<'plan/diff'> | null;
  readonly failedRun: ShownRun | null;
}

/** The run that a board shows, with what waits for a person in it. */
export interface RunFacts {
  readonly run: ShownRun;
  readonly pending: readonly ApprovalView[];
}

/** Reads a plan version; without a version the newest. */
export async function readPlanFacts(line: Asking, target: PlanTarget): Promise<PlanFacts> {
  const { session_id } = target;
  const { items: versions } = await line.request('plan/list', { session_id, limit: 500 });
  const version = target.version ?? versions[0]?.version;
  if (version === undefined) {
    throw new AppError('NOT_FOUND', `session ${session_id} has no plan yet: import one`);
  }
  const [shown, session, approvals, difference] = await Promise.all([
    line.request('plan/show', { session_id, version }),
    line.request('session/show', { session_id }),
    line.request('approval/list', { session_id, limit: 500 }),
    version > 1 ? line.request('plan/diff', { session_id, from: version - 1, to: version }) : null,
  ]);
  const failedRun =
    session.needs_replan && session.run_id !== null
      ? await line.request('run/show', { run_id: session.run_id })
      : null;
  return {
    shown,
    session,
    versions,
    approval: planApproval(approvals.items, version),
    difference,
    failedRun,
  };
}

/** Reads the newest run of a version; `null` when it has not run yet. */
export async function readRunFacts(
  line: Asking,
  sessionId: string,
  version: number,
): Promise<RunFacts | null> {
  const { items } = await line.request('run/list', { session_id: sessionId, limit: 100 });
  const newest = items.find(({ plan_version }) => plan_version === version);
  if (newest === undefined) {
    return null;
  }
  const { run_id } = newest;
  const [run, pending] = await Promise.all([
    line.request('run/show', { run_id }),
    line.request('approval/list', { run_id, state: 'requested', limit: 500 }),
  ]);
  return { run, pending: pending.items };
}

function planApproval(approvals: readonly ApprovalView[], version: number): ApprovalView | null {
  const own = approvals.filter(
    ({ subject_type, shown }) => subject_type === 'plan' && shown['version'] === version,
  );
  const newest = own.toSorted((left, right) => right.created_at.localeCompare(left.created_at));
  return newest.find(({ status }) => status !== 'superseded') ?? newest[0] ?? null;
}
