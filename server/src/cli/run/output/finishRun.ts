import type { Result } from '#protocol/methods';
import type { Outcome } from '../../invocation';
import { jsonText } from '../../terminal/jsonText';
import { visibleLines } from '../../terminal/visible';
import type { Journey } from '../journey';
import { appendDiary } from './diary';
import { failureDocument, resultContext } from './resultContext';
import { type ShownRun, writeSummaryFile } from './summaryFile';
import { writeWhole } from './writeWhole';

/** Writes what was asked for about a finished run and says how it ended: the result on stdout, a failure on stderr. */
export async function finishRun(journey: Journey, run_id: string): Promise<Outcome> {
  const { call, door, options } = journey;
  const run = await door.request('run/show', { run_id });
  const isGood = run.status === 'succeeded';
  if (options.summaryPath !== undefined) {
    writeSummaryFile(options.summaryPath, run);
  }
  const report = await reportOf(journey, run_id, isGood);
  if (isGood) {
    return succeeded(journey, run);
  }
  if (report.failure_text !== null) {
    call.terminal.say(visibleLines(report.failure_text.trimEnd()));
  }
  if (report.diary !== null) {
    appendDiary(options.logDir, report.diary);
  }
  if (run.status === 'failed' || run.status === 'denied') {
    call.terminal.say(call.messages.needsReplan(run.session_id));
  }
  return {
    document: failureDocument(run, report.report),
    text: '',
    exit: journey.isInterrupted ? 130 : 1,
  };
}

function succeeded({ call, options }: Journey, run: ShownRun): Outcome {
  const document = resultContext(run);
  const text = jsonText(document, options.isPretty ? 2 : 0);
  if (call.terminal.isInteractive) {
    call.terminal.say(call.messages.done(run.trace_id, run.run_id));
  }
  if (options.outputPath === undefined) {
    return { document, text };
  }
  writeWhole(options.outputPath, `${text}\n`);
  call.terminal.say(options.outputPath);
  return { document, text: '' };
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
