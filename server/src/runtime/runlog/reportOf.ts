import type { JsonObject } from '#protocol/json';
import type { Checked } from '#protocol/methods';
import type { RunRow } from '#protocol/rows';
import { reportPage } from '../../core/report/html/reportPage';
import { reportMarkdown } from '../../core/report/reportMarkdown';
import { type RunReport, runReport } from '../../core/report/runReport';
import type { Context } from '../context';
import { importedReport } from './importedRun';
import { runEffects } from './runEffects';
import { runHistory } from './runHistory';

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
