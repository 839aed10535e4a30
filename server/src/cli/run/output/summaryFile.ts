import { extname } from 'node:path';
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

/** Writes a summary as JSON, or as its line of text where the name ends in `.txt`. */
export function writeSummaryFile(path: string, run: ShownRun, files?: RunFiles): void {
  const { json, text } = summaryOf(run, files);
  writeWhole(path, extname(path).toLowerCase() === '.txt' ? `${text}\n` : `${jsonText(json)}\n`);
}

function latestLog(summary: RunFiles['phase_summary']): string | null {
  const latest = summary?.steps.at(-1);
  return latest === undefined ? null : stepFileName(latest.step_num);
}
