import { extname } from 'node:path';
import type { Result } from '#protocol/methods';
import { runPhase } from '../../../core/report/projection/runPhase';
import { jsonText } from '../../terminal/jsonText';
import { stepFileName } from '../logs/logPaths';
import type { RunFiles } from '../logs/writeRunFiles';
import { writeWhole } from './writeWhole';

/** A run with its steps, as the server shows it. */
export type ShownRun = Result<'run/show'>;

/** The SummaryFile of a run in both forms (§1.13). */
export interface RunSummary {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/**
 * Sums up a run; a run outside a job loop has no job payload and writes no job result. The latest step is named by its
 * log, and by itself where no logs were written.
 */
export function summaryOf(run: ShownRun, files?: RunFiles): RunSummary {
  const phase = runPhase(run.status, run.end_reason?.code ?? null);
  const ended = run.steps.filter(({ ended_at }) => ended_at !== null);
  const summary = files?.phase_summary ?? null;
  const latest = latestLog(summary) ?? ended.at(-1)?.step_id ?? null;
  const isDone = run.status === 'succeeded';
  const job_loop = {
    enabled: false,
    max_jobs: null,
    job_name: null,
    current_job_index: null,
    completed: false,
  };
  const json = {
    ...{ phase, step: ended.length, done: isDone, latest_step: latest, step_count: run.steps.length },
    ...{ phase_summary_exists: summary !== null, job_result_exists: false, job_result_written: false },
    ...{
      job_payload_present: false,
      job_payload_size: 0,
      job_loop,
      end_reason: run.end_reason?.code ?? null,
    },
  };
  const words = {
    ...{
      phase,
      step: ended.length,
      done: isDone ? 'True' : 'False',
      latest_step: latest,
      step_count: run.steps.length,
    },
    ...{
      phase_summary: summary === null ? 'none' : 'exists',
      job_result: 'none',
      job_loop: 'disabled',
      job_name: '',
      job_index: '',
      max_jobs: '',
    },
    ...{ job_payload: 'none', job_result_written: 'false', job_payload_size: 0 },
    ...{ end_reason: run.end_reason?.code ?? '', job_result_path: '' },
  };
  const text = Object.entries(words)
    .map(([key, value]) => `${key}=${quoted(String(value ?? ''))}`)
    .join(' ');
  return { json, text };
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

/** Values with white space, quotes, `=` or controls are JSON. */
function quoted(value: string): string {
  return /[\s"=]|\p{Cc}/u.test(value) ? jsonText(value) : value;
}
