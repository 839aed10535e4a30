import type { Result } from '#protocol/methods';
import { type RunSummary, summaryFile } from '../../../core/report/documents/summaryFile';
import { jsonText } from '../../terminal/jsonText';
import { stepFileName } from '../logs/logPaths';
import type { RunFiles } from '../logs/writeRunFiles';
import { writeWhole } from './writeWhole';

/** A run with its steps, as the server shows it. */
export type ShownRun = Result<'run/show'>;

/** Sums up a run; the latest step is named by its log, and by itself where no logs were written. */
export function summaryOf(run: ShownRun, files?: RunFiles): RunSummary {
  const ended = run.steps.filter(({ ended_at }) => ended_at !== null);
  const summary = files?.phase_summary ?? null;
  return summaryFile({
    status: run.status,
    end_code: run.end_reason?.code ?? null,
    endedSteps: ended.length,
    stepCount: run.steps.length,
    latestStep: latestLog(summary) ?? ended.at(-1)?.step_id ?? null,
    hasPhaseSummary: summary !== null,
  });
}

/** Writes a summary in both forms: whichever of `X.json` and `X.txt` is named, the other lies beside it (OPS-07). */
export function writeSummaryFile(path: string, run: ShownRun, files?: RunFiles): void {
  const { json, text } = summaryOf(run, files);
  const paths = summaryPaths(path);
  writeWhole(paths.json, `${jsonText(json)}\n`);
  writeWhole(paths.text, `${text}\n`);
}

/** Where both forms lie; a name with another ending holds the JSON. */
function summaryPaths(path: string): { readonly json: string; readonly text: string } {
  const [, name, ending] = /^(.*)[.](json|txt)$/is.exec(path) ?? [];
  if (name === undefined || ending === undefined) return { json: path, text: `${path}.txt` };
  return ending.toLowerCase() === 'txt'
    ? { json: `${name}.json`, text: path }
    : { json: path, text: `${name}.txt` };
}

function latestLog(summary: RunFiles['phase_summary']): string | null {
  const latest = summary?.steps.at(-1);
  return latest === undefined ? null : stepFileName(latest.step_num);
}
