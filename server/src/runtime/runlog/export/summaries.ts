import type { JsonObject } from '#protocol/json';
import type { RunRow } from '#protocol/rows';
import { type RunSummary, summaryFile } from '../../../core/report/documents/summaryFile';
import { cutTexts } from '../../../core/report/projection/cutTexts';
import { type RunProjection, runProjection } from '../../../core/report/projection/runProjection';
import type { Context } from '../../context';
import { runHistory } from '../runHistory';

/** The step logs, phase summary and cursor of a run: redacted, then cut. */
export async function projectionOf(context: Context, run: RunRow): Promise<RunProjection> {
  const made = runProjection(await runHistory(context, run)) as unknown as JsonObject;
  return cutTexts(context.redactor.json(made).value) as unknown as RunProjection;
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
