import type { JsonObject } from '#protocol/json';
import type { Result } from '#protocol/methods';
import { visible, visibleLines } from '#protocol/shown/visible';
import { isTerminal } from '#protocol/states';
import { fileFault } from '../../fileFault';
import type { Outcome } from '../../invocation';
import { jsonText } from '../../terminal/jsonText';
import type { Journey } from '../journey';
import { phaseLines } from '../logs/phaseLines';
import { writeRunFiles } from '../logs/writeRunFiles';
import { type Degraded, lostTraces } from '../tracing/lostTraces';
import { appendDiary } from './diary';
import { failureDocument, resultContext } from './resultContext';
import { shortened } from './shortened';
import { type ShownRun, writeSummaryFile } from './summaryFile';
import { writeWhole } from './writeWhole';

/** Writes what was asked for about a finished run and says how it ended: the result on stdout, a failure on stderr. */
export async function finishRun(journey: Journey, run_id: string): Promise<Outcome> {
  const { call, door } = journey;
  const run = await door.request('run/show', { run_id });
  const isGood = run.status === 'succeeded';
  await writeFiles(journey, run);
  const report = await reportOf(journey, run_id, isGood);
  const degraded = await lostTraces(journey, run_id);
  if (isGood) {
    return succeeded(journey, run, degraded);
  }
  if (report.failure_text !== null) {
    call.terminal.say(visibleLines(report.failure_text.trimEnd()));
  }
  if (report.diary !== null) {
    keepDiary(journey, report.diary);
  }
  if (run.status === 'failed' || run.status === 'denied') {
    call.terminal.say(call.messages.needsReplan(run.session_id, run.run_id));
  }
  return {
    document: failureDocument(run, report.report, degraded),
    text: '',
    exit: journey.isInterrupted ? 130 : 1,
  };
}

/** A diary that cannot be written takes nothing from what is said of the run. */
function keepDiary({ call, options }: Journey, entry: JsonObject): void {
  try {
    appendDiary(options.logDir, entry);
  } catch (error) {
    call.terminal.say(call.messages.diaryLost(fileFault(error)));
  }
}

/** Writes the SummaryFile and the files of §1.13 as they stand, where they were asked for, and says so (OPS-02). */
export async function writeFiles(journey: Journey, run: ShownRun): Promise<void> {
  const { call, options } = journey;
  if (!options.hasStepLogs) {
    return;
  }
  const files = await writeRunFiles(journey, run.run_id, isTerminal('run', run.status));
  if (options.summaryPath !== undefined) {
    writeSummaryFile(options.summaryPath, run, files);
  }
  call.terminal.say(phaseLines(files).map(visible).join('\n'));
}

function succeeded({ call, options }: Journey, run: ShownRun, degraded: Degraded | undefined): Outcome {
  const { terminal, messages } = call;
  const document = resultContext(run, degraded);
  if (terminal.isInteractive) {
    terminal.say(messages.done(run.trace_id));
    if (run.steps.some(hasWritten)) {
      terminal.say(messages.wayBack(run.run_id));
    }
  }
  const text = jsonText(document, options.isPretty ? 2 : 0);
  if (options.outputPath !== undefined) {
    writeWhole(options.outputPath, `${text}\n`);
    terminal.say(messages.resultWritten(options.outputPath));
    return { document, text: '' };
  }
  const short = terminal.isOutScreen && !options.isPretty ? shortened(document) : null;
  if (short === null) {
    return { document, text };
  }
  terminal.say(messages.shortened);
  return { document, text: jsonText(short, 2) };
}

/** Whether a step of this run wrote files that a rollback would put back. */
function hasWritten({ carried_from, output }: ShownRun['steps'][number]): boolean {
  const { applied, files } = (output ?? {}) as { readonly applied?: unknown; readonly files?: unknown };
  return carried_from === null && applied === true && Array.isArray(files) && files.length > 0;
}

async function reportOf(
  { call, door, options }: Journey,
  run_id: string,
  isGood: boolean,
): Promise<Result<'run/report'>> {
  const { report } = options;
  const answer = await door.request('run/report', { run_id, format: report?.format ?? 'json' });
  if (report !== undefined && (report.isAlways || !isGood)) {
    writeWhole(report.path, answer.text.endsWith('\n') ? answer.text : `${answer.text}\n`);
    call.terminal.say(call.messages.reportWritten(report.path));
  }
  return answer;
}
