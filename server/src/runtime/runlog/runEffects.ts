import type { JsonObject } from '#protocol/json';
import type { RunEffects } from '#protocol/methods/effects';
import type { RunRow } from '#protocol/rows';
import { type EffectHistory, runEffectsOf } from '../../core/report/runEffects';
import type { Context } from '../context';
import { approvalsOfRun } from './runHistory';

/** What a run did to the world, redacted. */
export async function runEffects(context: Context, run: RunRow): Promise<RunEffects> {
  const made = runEffectsOf(await effectHistory(context, run)) as unknown as JsonObject;
  return context.redactor.json(made).value as unknown as RunEffects;
}

async function effectHistory(context: Context, run: RunRow): Promise<EffectHistory> {
  const { store } = context.ports;
  const where = { run_id: run.id };
  const order = [{ by: 'created_at' }] as const;
  const [decisions, approvals, writes, checks] = await Promise.all([
    store.list('decisions', { where, order, limit: null }),
    approvalsOfRun(context, run),
    store.list('writes', { where, order, limit: null }),
    store.list('checks', { where, order, limit: null }),
  ]);
  return {
    run,
    decisions: decisions.items,
    approvals,
    writes: writes.items,
    checks: checks.items,
  };
}
