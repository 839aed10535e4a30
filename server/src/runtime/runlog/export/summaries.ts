import type { JsonObject } from '#protocol/json';
import type { RunRow } from '#protocol/rows';
import { type RunSummary, summaryFile } from '../../../core/report/documents/summaryFile';
import { cutTexts } from '../../../core/report/projection/cutTexts';
import { type RunProjection, runProjection } from '../../../core/report/projection/runProjection';
import type { RunHistory } from '../../../core/report/runHistory';
import type { RunlogRow } from '../../../core/runlog/runlogRow';
import { toldCalls } from '../../../core/runlog/toldCalls';
import type { Context } from '../../context';
import { importedDocuments } from '../importedRun';
import { runHistory } from '../runHistory';

/** The step logs, phase summary and cursor of a run: redacted, then cut. */
export async function projectionOf(context: Context, run: RunRow): Promise<RunProjection> {
  const made = runProjection(await toldHistory(context, run)) as unknown as JsonObject;
  return cutTexts(context.redactor.json(made).value) as unknown as RunProjection;
}

/** The history of a run, of one from elsewhere with the judged calls that its log tells of. */
async function toldHistory(context: Context, run: RunRow): Promise<RunHistory> {
  const history = await runHistory(context, run);
  if ((await importedDocuments(context, run.id)) === undefined) return history;
  const { items } = await context.ports.store.list('runlog', {
    where: { run_id: run.id, type: 'gate' },
    order: [{ by: 'seq' }],
    limit: null,
  });
  const gates = items.map(({ body }) => JSON.parse(body) as RunlogRow);
  return { ...history, decisions: toldCalls(run.id, gates) };
}

/** The SummaryFile of a run by its record alone: steps are numbered within the run. */
export async function summaryOfRun(context: Context, run: RunRow): Promise<RunSummary> {
  const { step_logs } = await projectionOf(context, run);
  const steps = await context.ports.store.list('step_runs', { where: { run_id: run.id }, limit: null });
  const last = step_logs.at(-1)?.step_num;
  return summaryFile({
    status: run.status,
    end_code: run.end_code,
    endedSteps: step_logs.length,
    stepCount: new Set(steps.items.map(({ step_id }) => step_id)).size,
    latestStep: last === undefined ? null : `step_${String(last).padStart(3, '0')}.json`,
    hasPhaseSummary: true,
  });
}
