import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import { runFileNames } from '#protocol/runFiles';
import { readRunDirectory } from '../../core/runDirectory/readRunDirectory';
import type { DirectoryRun, RunFiles } from '../../core/runDirectory/runDirectory';
import { countRows, runlogSummary } from '../../core/runlog/runlogSummary';
import type { Context } from '../context';
import type { RunIndexEntry, RunIndexQuery, RunRepository } from './runRepository';
import { pageOfRows } from './storeRuns';

/** The runs of the directories below `runs/`: the backend `file`. What was read stays as long as a directory does not change. */
export function directoryRuns(context: Context): RunRepository {
  const known = new Map<string, { readonly stamp: string; readonly run: DirectoryRun }>();
  const read = async (name: string): Promise<DirectoryRun | undefined> => {
    const { runDirectories } = context.ports;
    const stamp = await runDirectories.stamp(name);
    const before = known.get(name);
    if (stamp === undefined || before?.stamp === stamp) {
      return stamp === undefined ? undefined : before?.run;
    }
    const run = redacted(context, readRunDirectory(name, await readFiles(context, name)));
    known.set(name, { stamp, run });
    return run;
  };
  return {
    list: async (query) => listRuns(await allRuns(context, read), query),
    runlog: async (runId, query) => {
      const run = await read(runId);
      if (run === undefined || (run.rows.length === 0 && run.corruptRows === 0)) {
        throw new AppError('NOT_FOUND', `there is no run log of ${runId}`);
      }
      return pageOfRows(run.run_id, run.rows as readonly JsonObject[], run.corruptRows, query);
    },
  };
}

async function allRuns(
  { ports }: Context,
  read: (name: string) => Promise<DirectoryRun | undefined>,
): Promise<readonly DirectoryRun[]> {
  const runs: DirectoryRun[] = [];
  for (const name of await ports.runDirectories.names()) {
    const run = await read(name);
    if (run !== undefined) {
      runs.push(run);
    }
  }
  return runs;
}

async function readFiles({ ports }: Context, name: string): Promise<RunFiles> {
  const texts = await Promise.all(runFileNames.map((file) => ports.runDirectories.read(name, file)));
  return Object.fromEntries(
    runFileNames.flatMap((file, index) => (texts[index] === undefined ? [] : [[file, texts[index]]])),
  ) as RunFiles;
}

/** Directories come from anywhere: nothing of them is shown before secrets were looked for. */
function redacted(context: Context, run: DirectoryRun): DirectoryRun {
  return { ...run, rows: run.rows.map((row) => context.redactor.json(row).value as JsonObject) };
}

function listRuns(runs: readonly DirectoryRun[], query: RunIndexQuery) {
  const wanted = runs.filter((run) => isWanted(run, query)).toSorted(newestFirst);
  const items = wanted.slice(query.offset, query.offset + query.limit).map(entry);
  return { total: wanted.length, items };
}

function isWanted(run: DirectoryRun, { status, plan, session_id, fingerprint, since }: RunIndexQuery) {
  const planName = plan?.startsWith('sha256:') ? run.plan_hash : run.plan_id;
  return (
    (status === undefined || run.status === status) &&
    (plan === undefined || planName === plan) &&
    (session_id === undefined || run.session_id === session_id) &&
    (fingerprint === undefined || run.fingerprint === fingerprint) &&
    (since === undefined || run.created_at_utc >= since)
  );
}

function newestFirst(left: DirectoryRun, right: DirectoryRun): number {
  const key = ({ created_at_utc, run_id }: DirectoryRun) => `${created_at_utc} ${run_id}`;
  return key(left) < key(right) ? 1 : key(left) > key(right) ? -1 : 0;
}

function entry(run: DirectoryRun): RunIndexEntry {
  const { stage } = runlogSummary(countRows(run.rows), run.corruptRows);
  return {
    run_id: run.run_id,
    run_dir: `runs/${run.run_id}`,
    created_at_utc: run.created_at_utc,
    status: run.status,
    termination_reason: run.termination_reason,
    fingerprint: run.fingerprint,
    stage_retry_count: stage.retry_count,
    stage_failure_count: stage.failure_count,
    max_stage_attempts: stage.max_attempts,
    report_gate_pass: run.report_gate_pass,
    eval_pass: run.eval_pass,
    plan_hash: run.plan_hash,
    experimental: run.experimental,
  };
}
