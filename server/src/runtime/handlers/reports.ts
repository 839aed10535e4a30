import type { JsonObject } from '#protocol/json';
import type { Checked, Handlers, Result } from '#protocol/methods';
import type { RunRow } from '#protocol/rows';
import { diaryEntry } from '../../core/report/diaryEntry';
import { failureText } from '../../core/report/failureText';
import { reportPage } from '../../core/report/html/reportPage';
import { cutTexts } from '../../core/report/projection/cutTexts';
import { runProjection } from '../../core/report/projection/runProjection';
import { reportMarkdown } from '../../core/report/reportMarkdown';
import { type RunReport, runReport } from '../../core/report/runReport';
import type { Context } from '../context';
import { findRun } from '../record/findRun';
import { runEffects } from '../record/runEffects';
import { runHistory } from '../record/runHistory';
import { importedReport } from '../runlog/importedRun';

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
    'run/effects': async ({ run_id }) =>
      await runEffects(context, await findRun(context.ports.store, run_id)),
    'run/report': async ({ run_id, format, locale }) => {
      const run = await findRun(context.ports.store, run_id);
      const report = await reportOf(context, run);
      return {
        report: report as unknown as JsonObject,
        text: await reportText(context, run, report, { format, locale }),
        failure_text: failureText(report),
        diary: diaryEntry(report, run.inputs_sha) as JsonObject | null,
      };
    },
  };
}

/** The report of a run, redacted: its own, or for an imported run the one that it came with. */
export async function reportOf(context: Context, run: RunRow): Promise<RunReport> {
  const made = (await importedReport(context, run.id)) ?? runReport(await runHistory(context, run));
  return context.redactor.json(made as unknown as JsonObject).value as unknown as RunReport;
}

/** A report as its file holds it. */
export async function reportText(
  context: Context,
  run: RunRow,
  report: RunReport,
  { format, locale }: Pick<Checked<'run/report'>, 'format' | 'locale'>,
): Promise<string> {
  if (format !== 'html') {
    return format === 'markdown' ? reportMarkdown(report) : `${JSON.stringify(report, null, 2)}\n`;
  }
  const where = { trace_id: run.trace_id };
  const spans = await context.ports.store.list('spans', { where, order: [{ by: 'start_us' }], limit: null });
  const effects = await runEffects(context, run);
  return reportPage({ report, effects, spans: spans.items, locale });
}
