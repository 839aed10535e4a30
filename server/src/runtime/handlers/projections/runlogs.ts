import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Checked, Handlers } from '#protocol/methods';
import { isTerminal } from '#protocol/states';
import { evalRun } from '../../../core/runlog/evaluation/evalRun';
import { graphNodeTrace } from '../../../core/runlog/graphNodeTrace';
import type { RunlogRow } from '../../../core/runlog/runlogRow';
import type { Context } from '../../context';
import { findRun } from '../../record/findRun';
import { listAnswer } from '../../record/listAnswer';
import { directoryRuns } from '../../runlog/directoryRuns';
import { noteRun, runNote } from '../../runlog/runNotes';
import type { RunRepository } from '../../runlog/runRepository';
import { storeRuns } from '../../runlog/storeRuns';

type Names = 'run/index' | 'run/runlog' | 'run/eval' | 'run/graph';

/** Answers with lists of runs, their logs and what follows from these, of the backend in use (LOG-15). */
export function runlogHandlers(context: Context): Pick<Handlers, Names> {
  const runs = context.repository === 'file' ? directoryRuns(context) : storeRuns(context);
  return {
    'run/index': async ({ limit, offset, ...filters }) => {
      const { total, items } = await runs.list({ ...filters, ...utc(filters), limit, offset });
      return listAnswer(items, total, { limit, offset });
    },
    'run/runlog': async ({ run_id, type, limit, offset }) => {
      const name = await runName(context, runs, run_id);
      const { total, rows, summary } = await runs.runlog(name, { type, limit, offset });
      return { run_id: name, count: rows.length, total, limit, offset, rows: [...rows], summary };
    },
    'run/eval': async (params) => evaluate(context, runs, params),
    'run/graph': async ({ run_id }) => {
      const { rows } = await allRows(runs, await runName(context, runs, run_id));
      return graphNodeTrace(rows) as unknown as JsonObject;
    },
  };
}

/** Every row of a run's log, whichever backend it comes from. */
export async function allRows(runs: RunRepository, runId: string): Promise<{ rows: readonly RunlogRow[] }> {
  return await runs.runlog(runId, { limit: Number.MAX_SAFE_INTEGER, offset: 0 });
}

/** The times of rows end with `Z`, so that they compare as texts. */
function utc({ since }: { readonly since?: string | undefined }) {
  const ms = since === undefined ? 0 : Date.parse(since);
  if (Number.isNaN(ms)) {
    throw new AppError('INPUT_INVALID', `since: ${since} is not a time such as 2026-01-31T00:00:00Z`);
  }
  return since === undefined ? {} : { since: new Date(ms).toISOString() };
}

async function evaluate(context: Context, runs: RunRepository, params: Checked<'run/eval'>) {
  const name = await runName(context, runs, params.run_id);
  const { rows } = await allRows(runs, name);
  const made = evalRun(name, rows, params.metric_set);
  await noteVerdict(context, name, made.pass_fail);
  return { ...made, checks: [...made.checks] };
}

/** The list of runs shows what the last judgement of an ended run was. */
async function noteVerdict(context: Context, runId: string, isPassed: boolean): Promise<void> {
  const { store } = context.ports;
  const run = await store.get('runs', { id: runId });
  const verdict = isPassed ? 1 : 0;
  if (run === undefined || !isTerminal('run', run.status)) {
    return;
  }
  const isKnown = (await runNote(context, runId)).eval_pass === verdict;
  if (!isKnown && (await store.status()).read_only_reason === null) {
    await noteRun(context, runId, { eval_pass: verdict });
  }
}

/** Directories know runs by their ids only. */
async function runName(context: Context, runs: RunRepository, name: string): Promise<string> {
  if (context.repository !== 'file') {
    return (await findRun(context.ports.store, name)).id;
  }
  const { items } = name === 'latest' ? await runs.list({ limit: 1, offset: 0 }) : { items: [] };
  return items[0]?.run_id ?? name;
}
