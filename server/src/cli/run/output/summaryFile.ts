import { extname } from 'node:path';
import type { Result } from '#protocol/methods';
import { jsonText } from '../../terminal/jsonText';
import { writeWhole } from './writeWhole';

/** A run with its steps, as the server shows it. */
export type ShownRun = Result<'run/show'>;

/** The SummaryFile of a run in both forms (§1.13). */
export interface RunSummary {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Sums up a run; a run outside a job loop has no job payload and writes no job result. */
export function summaryOf(run: ShownRun): RunSummary {
  const phase = phaseOf(run);
  const ended = run.steps.filter(({ ended_at }) => ended_at !== null);
  const latest = ended.at(-1)?.step_id ?? null;
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
    ...{ phase_summary_exists: false, job_result_exists: false, job_result_written: false },
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
      phase_summary: 'none',
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
export function writeSummaryFile(path: string, run: ShownRun): void {
  const { json, text } = summaryOf(run);
  writeWhole(path, extname(path).toLowerCase() === '.txt' ? `${text}\n` : `${jsonText(json)}\n`);
}

/** The export word of a run's state (§1.4). */
function phaseOf({ status, end_reason }: ShownRun): string {
  if (status === 'succeeded') {
    return 'done';
  }
  if (status === 'denied') {
    return 'deny';
  }
  if (status === 'failed') {
    const code = end_reason?.code;
    return code === 'fatal_error' || code === 'max_steps_reached' ? code : 'failed';
  }
  return status === 'running' ? 'execute' : status;
}

/** Values with white space, quotes, `=` or controls are JSON. */
function quoted(value: string): string {
  return /[\s"=]|\p{Cc}/u.test(value) ? jsonText(value) : value;
}
