import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { RunNoteRow, RunRow } from '#protocol/rows';
import { typeOf } from '../../core/runlog/runlogRow';
import {
  countRows,
  type RunlogCount,
  type RunlogSummary,
  runlogSummary,
} from '../../core/runlog/runlogSummary';
import type { Context } from '../context';
import type { StageCount, Where } from '../storePort';
import { derivedRows, keepRunlog } from './keptRunlog';
import { runNote } from './runNotes';
import type { RunIndexEntry, RunIndexQuery, RunlogPage, RunlogQuery, RunRepository } from './runRepository';

/** The runs of the store. */
export function storeRuns(context: Context): RunRepository {
  return {
    list: (query) => listRuns(context, query),
    runlog: (runId, query) => readLog(context, runId, query),
  };
}

async function listRuns(context: Context, query: RunIndexQuery) {
  const { since, limit, offset } = query;
  const page = await context.ports.store.list('runs', {
    where: whereOf(query),
    ...(since === undefined ? {} : { from: { by: 'created_at', value: since } }),
    order: [
      { by: 'created_at', desc: true },
      { by: 'id', desc: true },
    ],
    limit,
    offset,
  });
  const ids = page.items.map(({ id }) => id);
  const [notes, stages] = await Promise.all([notesOf(context, ids), stagesOf(context, ids)]);
  return { total: page.total, items: page.items.map((run) => entry(run, notes.get(run.id), stages(run.id))) };
}

function whereOf({ status, plan, session_id, fingerprint }: RunIndexQuery): Where<RunRow> {
  return {
    ...(status === undefined ? {} : { status: status as RunRow['status'] }),
    ...(plan === undefined ? {} : plan.startsWith('sha256:') ? { plan_hash: plan } : { plan_id: plan }),
    ...(session_id === undefined ? {} : { session_id }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
}

async function notesOf({ ports }: Context, ids: readonly string[]): Promise<ReadonlyMap<string, RunNoteRow>> {
  const { items } = await ports.store.list('run_notes', { where: { run_id: ids }, limit: null });
  return new Map(items.map((note) => [note.run_id, note]));
}

/** From the kept log where there is one, else from how the tries ended; both come to the same. */
async function stagesOf({ ports }: Context, ids: readonly string[]) {
  const [kept, tries] = await Promise.all([ports.store.runlogCounts(ids), ports.store.stageCounts(ids)]);
  const counts = new Map<string, RunlogCount[]>(tries.map((count) => [count.run_id, countsOfTries(count)]));
  for (const id of new Set(kept.map(({ run_id }) => run_id))) {
    counts.set(
      id,
      kept.filter(({ run_id }) => run_id === id),
    );
  }
  return (id: string): RunlogSummary['stage'] => runlogSummary(counts.get(id) ?? [], 0).stage;
}

function countsOfTries({ retries, failures, most_attempt, most_attempts }: StageCount): RunlogCount[] {
  const nothing = { rows: 0, retries: 0, failures: 0, most_attempt: null, most_attempts: null };
  return [
    { ...nothing, type: 'graph_node' },
    { ...nothing, type: 'graph_node_attempt', most_attempts },
    { ...nothing, type: 'stage_checkpoint', retries, failures, most_attempt },
  ];
}

function entry(run: RunRow, note: RunNoteRow | undefined, stage: RunlogSummary['stage']): RunIndexEntry {
  return {
    run_id: run.id,
    run_dir: note?.run_dir ?? null,
    created_at_utc: run.created_at,
    status: run.status,
    termination_reason: run.end_code,
    fingerprint: run.fingerprint || null,
    stage_retry_count: stage.retry_count,
    stage_failure_count: stage.failure_count,
    max_stage_attempts: stage.max_attempts,
    report_gate_pass: truth(note?.report_gate_pass),
    eval_pass: truth(note?.eval_pass),
    plan_hash: run.plan_hash || null,
    experimental: run.experimental === 1,
  };
}

function truth(cell: 0 | 1 | null | undefined): boolean | null {
  return cell === null || cell === undefined ? null : cell === 1;
}

async function readLog(context: Context, runId: string, query: RunlogQuery): Promise<RunlogPage> {
  const { store } = context.ports;
  const run = await store.get('runs', { id: runId });
  if (run === undefined) {
    throw new AppError('NOT_FOUND', `there is no run ${runId}`);
  }
  const { corrupt_rows } = await runNote(context, runId);
  if (!(await keepRunlog(context, run))) {
    return pageOfRows(runId, await derivedRows(context, run), corrupt_rows, query);
  }
  const { type, limit, offset } = query;
  const where = { run_id: runId, ...(type === undefined ? {} : { type }) };
  const [page, counts] = await Promise.all([
    store.list('runlog', { where, order: [{ by: 'seq' }], limit, offset }),
    store.runlogCounts([runId]),
  ]);
  return {
    run_id: runId,
    total: page.total,
    rows: page.items.map(({ body }) => JSON.parse(body) as JsonObject),
    summary: runlogSummary(counts, corrupt_rows),
  };
}

/** One page of rows at hand, answered as the store would. */
export function pageOfRows(
  run_id: string,
  rows: readonly JsonObject[],
  corruptRows: number,
  { type, limit, offset }: RunlogQuery,
): RunlogPage {
  const wanted = type === undefined ? rows : rows.filter((row) => typeOf(row) === type);
  return {
    run_id,
    total: wanted.length,
    rows: wanted.slice(offset, offset + limit),
    summary: runlogSummary(countRows(rows), corruptRows),
  };
}
