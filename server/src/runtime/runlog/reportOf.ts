import type { Json, JsonObject } from '#protocol/json';
import type { Checked } from '#protocol/methods';
import type { RunRow } from '#protocol/rows';
import { reportPage } from '../../core/report/html/reportPage';
import { reportMarkdown } from '../../core/report/reportMarkdown';
import { type RunReport, runReport } from '../../core/report/runReport';
import { textsIn } from '../../core/runlog/toldCalls';
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
  const printed = await printedBy(context, run, report.failed_step_id);
  return reportPage({ report, effects, spans: spans.items, printed, locale });
}

/** As much of an output as somebody reads who asks why a step failed. */
const printedLines = 30;
const printedCharacters = 4000;

/** The end of what a step printed as an error, else of what it printed. */
async function printedBy(
  { ports, redactor }: Context,
  { id }: RunRow,
  step_id: string | null,
): Promise<string> {
  if (step_id === null) {
    return '';
  }
  const order = [{ by: 'visit', desc: true }] as const;
  const { items } = await ports.store.list('step_runs', { where: { run_id: id, step_id }, order, limit: 1 });
  const { stdout, stderr } = textsIn(JSON.parse(items[0]?.output_json ?? 'null') as Json);
  const text = String(stderr ?? stdout ?? '').trimEnd();
  return redactor.text(text.split('\n').slice(-printedLines).join('\n').slice(-printedCharacters)).text;
}
