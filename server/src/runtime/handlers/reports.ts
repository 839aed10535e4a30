import type { JsonObject } from '#protocol/json';
import type { Handlers, Result } from '#protocol/methods';
import type { RunRow } from '#protocol/rows';
import { diaryEntry } from '../../core/report/diaryEntry';
import { failureText } from '../../core/report/failureText';
import { cutTexts } from '../../core/report/projection/cutTexts';
import { runProjection } from '../../core/report/projection/runProjection';
import { reportMarkdown } from '../../core/report/reportMarkdown';
import { type EffectHistory, runEffectsOf } from '../../core/report/runEffects';
import { type RunReport, runReport } from '../../core/report/runReport';
import type { Context } from '../context';
import { findRun } from '../record/findRun';
import { runHistory } from '../record/runHistory';

/** Answers with the report of a run and with its files, derived from the record alone. */
export function reportHandlers(
  context: Context,
): Pick<Handlers, 'run/report' | 'run/effects' | 'projection/show'> {
  return {
    'projection/show': async ({ run_id }) => {
      const run = await findRun(context.ports.store, run_id);
      const made = runProjection(await runHistory(context, run)) as unknown as JsonObject;
      return cutTexts(context.redactor.json(made).value) as unknown as Result<'projection/show'>;
    },
    'run/effects': async ({ run_id }) => {
      const run = await findRun(context.ports.store, run_id);
      const made = runEffectsOf(await effectHistory(context, run)) as unknown as JsonObject;
      return context.redactor.json(made).value as unknown as Result<'run/effects'>;
    },
    'run/report': async ({ run_id, format }) => {
      const run = await findRun(context.ports.store, run_id);
      const made = runReport(await runHistory(context, run));
      const report = context.redactor.json(made as unknown as JsonObject).value as unknown as RunReport;
      return {
        report: report as unknown as JsonObject,
        text: format === 'markdown' ? reportMarkdown(report) : `${JSON.stringify(report, null, 2)}\n`,
        failure_text: failureText(report),
        diary: diaryEntry(report, run.inputs_sha) as JsonObject | null,
      };
    },
  };
}

/** The approvals of a plan belong to its session: they are made before there is a run. */
async function effectHistory(context: Context, run: RunRow): Promise<EffectHistory> {
  const { store } = context.ports;
  const where = { run_id: run.id };
  const order = [{ by: 'created_at' }] as const;
  const [decisions, approvals, ofPlan, writes, checks] = await Promise.all([
    store.list('decisions', { where, order, limit: null }),
    store.list('approvals', { where, order, limit: null }),
    store.list('approvals', {
      where: { subject_type: 'plan', subject_id: run.plan_id },
      order,
      limit: null,
    }),
    store.list('writes', { where, order, limit: null }),
    store.list('checks', { where, order, limit: null }),
  ]);
  return {
    run,
    decisions: decisions.items,
    approvals: [...ofPlan.items, ...approvals.items],
    writes: writes.items,
    checks: checks.items,
  };
}
