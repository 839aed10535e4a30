import type { RunRow } from '#protocol/rows';
import { forgetApprovals } from '../approvals/openApprovals';
import type { Context } from '../context';
import { contentOf } from '../record/bytes/sweepContent';
import { eventWrite, type Origin } from '../record/record';
import { Serial } from '../serial';
import type { GoneTraces } from '../storePort';
import { type RetentionLimits, retentionLimits } from './retentionLimits';

/** How many runs and traces go with one transaction: other requests come in between. */
const atOnce = 20;
const dayMs = 86_400_000;
const ended: RunRow['status'][] = ['succeeded', 'failed', 'denied', 'cancelled'];

/** What retention is to do, and on whose behalf. */
export interface RetentionRequest {
  readonly origin: Origin;
  /** Also removes what ended before this time (ISO), whatever the limits say. */
  readonly before?: string | undefined;
  /** Asked before each transaction: a run that wants to work comes first. */
  readonly shouldStop?: () => Promise<boolean>;
}

/**
 * Removes whole traces that are older than the limit, and while the record is too big the oldest ones; pinned runs, and
 * those that are not over, stay. The chain of events stays verifiable, and what only they named goes with them.
 */
export async function applyRetention(
  context: Context,
  request: RetentionRequest,
): Promise<Readonly<Record<string, number>>> {
  const limits = await retentionLimits(context);
  const total: Record<string, number> = {};
  for (;;) {
    const isStopped = (await request.shouldStop?.()) === true;
    const removed = isStopped ? {} : await whileNothingIsRemoved(() => removeDue(context, limits, request));
    if (Object.keys(removed).length === 0) {
      return total;
    }
    for (const [table, count] of Object.entries(removed)) {
      total[table] = (total[table] ?? 0) + count;
    }
  }
}

const removing = new Serial();

/** Pins wait for what is being removed, and removals for pins: what is pinned stays, what is gone is not pinned. */
export function whileNothingIsRemoved<T>(work: () => Promise<T>): Promise<T> {
  return removing.run('record', work);
}

async function removeDue(context: Context, limits: RetentionLimits, request: RetentionRequest) {
  const gone = await dueNow(context, limits, request);
  return gone === undefined ? {} : await remove(context, gone, request.origin);
}

/** What goes next; `undefined` once the record keeps to its limits. */
async function dueNow(
  context: Context,
  limits: RetentionLimits,
  { before }: RetentionRequest,
): Promise<GoneTraces | undefined> {
  const nowMs = context.ports.clock.now();
  const ages = limits.max_age_days === null ? [] : [nowMs - limits.max_age_days * dayMs];
  const cutoffMs = Math.max(...ages, ...(before === undefined ? [] : [Date.parse(before)]));
  const old = Number.isFinite(cutoffMs) ? await oldestBefore(context, cutoffMs) : nothing;
  if (old.runs.length > 0 || old.traces.length > 0) {
    return old;
  }
  const { used_bytes } = await context.ports.store.status();
  const isTooBig = limits.max_bytes !== null && used_bytes > limits.max_bytes;
  const oldest = isTooBig ? await oldestBefore(context, nowMs) : nothing;
  return oldest.runs.length > 0 || oldest.traces.length > 0 ? oldest : undefined;
}

const nothing: GoneTraces = { runs: [], traces: [] };

/** Of what was over before a time, the oldest runs and traces together. */
async function oldestBefore({ ports }: Context, cutoffMs: number): Promise<GoneTraces> {
  const pinned = await ports.store.list('run_notes', { where: { pinned: 1 }, limit: null });
  const stays = new Set(pinned.items.map(({ run_id }) => run_id));
  const [runs, traces] = await Promise.all([
    ports.store.list('runs', {
      where: { status: ended },
      order: [{ by: 'ended_at' }],
      limit: atOnce + stays.size,
    }),
    ports.store.foreignTraces(cutoffMs * 1000, atOnce),
  ]);
  const due = [
    ...runs.items
      .filter(({ id, ended_at }) => ended_at !== null && Date.parse(ended_at) < cutoffMs && !stays.has(id))
      .map(({ id, ended_at }) => ({ run: id, trace: null, atMs: Date.parse(ended_at ?? '') })),
    ...traces.map(({ trace_id, start_us }) => ({ run: null, trace: trace_id, atMs: start_us / 1000 })),
  ];
  const oldest = due.sort((left, right) => left.atMs - right.atMs).slice(0, atOnce);
  return {
    runs: oldest.flatMap(({ run }) => run ?? []),
    traces: oldest.flatMap(({ trace }) => trace ?? []),
  };
}

/** Bytes go once the rows that name them are gone for good: a crash in between leaves bytes, never holes. */
async function remove(context: Context, gone: GoneTraces, origin: Origin) {
  const sweep = await contentOf(context, { runs: gone.runs });
  const { event } = eventWrite(context, origin, {
    type: 'log.line',
    summary: `${gone.runs.length} run(s) and ${gone.traces.length} other trace(s) were removed from the record`,
    payload: { runs: gone.runs.length, traces: gone.traces.length },
  });
  const removed = await context.ports.store.removeTraces(gone, event);
  forgetApprovals(context);
  await sweep();
  return removed;
}
