import type { RunRow } from '#protocol/rows';
import { runPhase } from '../projection/runPhase';

/** What a summary is made of: how a run stands, and which of its files there are. */
export interface SummarySources {
  readonly status: RunRow['status'];
  readonly end_code: string | null;
  readonly endedSteps: number;
  readonly stepCount: number;
  /** The name of the newest step log, else the step itself. */
  readonly latestStep: string | null;
  readonly hasPhaseSummary: boolean;
}

/** The SummaryFile of a run in both forms (§1.13). */
export interface RunSummary {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Sums up a run; a run outside a job loop has no job payload and writes no job result. */
export function summaryFile(sources: SummarySources): RunSummary {
  const words = Object.entries(summaryWords(sources));
  return {
    json: summaryDocument(sources),
    text: words.map(([key, value]) => `${key}=${quoted(value)}`).join(' '),
  };
}

/** The values of the one-line form by their names; the inverse of what {@link summaryFile} writes. */
export function parseSummaryText(text: string): Readonly<Record<string, string>> {
  const pattern = /([a-z_]+)=("(?:[^"\\]|\\.)*"|[^\s"]*)(?: |\n?$)/gy;
  const pairs: [string, string][] = [];
  for (const [, key = '', value = ''] of text.matchAll(pattern)) {
    pairs.push([key, value.startsWith('"') ? (JSON.parse(value) as string) : value]);
  }
  return Object.fromEntries(pairs);
}

function summaryDocument(sources: SummarySources): RunSummary['json'] {
  const { status, end_code, endedSteps, stepCount, latestStep, hasPhaseSummary } = sources;
  return {
    phase: runPhase(status, end_code),
    step: endedSteps,
    done: status === 'succeeded',
    latest_step: latestStep,
    step_count: stepCount,
    phase_summary_exists: hasPhaseSummary,
    job_result_exists: false,
    job_result_written: false,
    job_payload_present: false,
    job_payload_size: 0,
    job_loop: {
      enabled: false,
      max_jobs: null,
      job_name: null,
      current_job_index: null,
      completed: false,
    },
    end_reason: end_code,
  };
}

function summaryWords(sources: SummarySources): Readonly<Record<string, string>> {
  const { status, end_code, endedSteps, stepCount, latestStep, hasPhaseSummary } = sources;
  return {
    phase: runPhase(status, end_code),
    step: String(endedSteps),
    done: status === 'succeeded' ? 'True' : 'False',
    latest_step: latestStep ?? '',
    step_count: String(stepCount),
    phase_summary: hasPhaseSummary ? 'exists' : 'none',
    job_result: 'none',
    job_loop: 'disabled',
    job_name: '',
    job_index: '',
    max_jobs: '',
    job_payload: 'none',
    job_result_written: 'false',
    job_payload_size: '0',
    end_reason: end_code ?? '',
    job_result_path: '',
  };
}

/** Values with white space, quotes, `=` or controls are JSON. */
function quoted(value: string): string {
  return /[\s"=]|\p{Cc}/u.test(value) ? JSON.stringify(value) : value;
}
