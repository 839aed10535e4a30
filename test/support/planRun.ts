import type { JsonObject } from '#protocol/json';
import type { Method, Params, Result } from '#protocol/methods';
import { until } from './until';

type ShownRun = Result<'run/show'>;
type Step = Readonly<Record<string, unknown>>;

/** Whatever carries requests to a server. */
interface Asked {
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;
}

/** What a test may say about a run beside its steps. */
export interface PlanOptions {
  readonly profile?: 'strict' | 'standard' | 'dev' | 'ci';
  /** Further keys of the plan document. */
  readonly plan?: Readonly<Record<string, unknown>>;
  readonly session_id?: string;
  /** Policy of the run, as the command line hands it over. */
  readonly policy?: JsonObject;
}

/** The text of a plan with these steps. */
export function planText(steps: readonly Step[], further: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ schema: 'plan/1', title: 'scratch', steps, ...further });
}

/** Imports a plan into a session, approves it as a person would and starts its run. */
export async function startPlan(
  peer: Asked,
  steps: readonly Step[],
  { profile = 'standard', plan = {}, session_id, policy }: PlanOptions = {},
): Promise<{ session_id: string; run_id: string; trace_id: string; version: number }> {
  const session = session_id ?? (await peer.request('session/create', { safety_profile: profile })).id;
  const text = planText(steps, plan);
  const { version } = await peer.request('plan/import', {
    session_id: session,
    text,
    file_name: 'plan.json',
  });
  await peer.request('plan/approve', { session_id: session, version });
  const { run_id, trace_id } = await peer.request('run/start', { session_id: session, version, policy });
  return { session_id: session, run_id, trace_id, version };
}

/** Waits until a run is over or waits for a person. */
export async function atRest(peer: Asked, run_id: string): Promise<ShownRun> {
  await peer.request('run/wait', { run_id, timeout_ms: 20_000 });
  return await peer.request('run/show', { run_id });
}

/** What waits in the queue for a run. */
export async function pendingOf(peer: Asked, run_id: string) {
  return (await peer.request('approval/list', { run_id, state: 'requested', limit: 500 })).items;
}

/** Says yes to everything a run asks, as a person who is easily led would, until it is over. */
export async function approveAll(peer: Asked, run_id: string): Promise<ShownRun> {
  return await until(`the end of ${run_id}`, async () => {
    const run = await atRest(peer, run_id);
    if (run.status !== 'awaiting_approval') {
      return isOver(run.status) ? run : undefined;
    }
    for (const { approval_id, digest } of await pendingOf(peer, run_id)) {
      await peer.request('approval/grant', { approval_id, digest, confirm_high_risk: true });
    }
    return undefined;
  });
}

/** Runs a plan to its end under a person who says yes to everything. */
export async function runPlan(peer: Asked, steps: readonly Step[], options?: PlanOptions): Promise<ShownRun> {
  const { run_id } = await startPlan(peer, steps, options);
  return await approveAll(peer, run_id);
}

/** Whether a run has ended for good. */
export function isOver(status: ShownRun['status']): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'denied' || status === 'cancelled';
}
