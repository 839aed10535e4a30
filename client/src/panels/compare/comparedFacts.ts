import type { Result } from '#protocol/methods';
import type { Asking } from '../plan/planFacts';
import type { WrittenReport } from '../report/reportFacts';

/** What is known of one of the runs that are compared. */
export interface ComparedFacts {
  readonly run: Result<'run/show'>;
  readonly report: WrittenReport;
  readonly files: readonly string[];
  /** The steps as the plan has them, by their ids. */
  readonly steps: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** Reads what a comparison needs of a run. */
export async function readComparedFacts(line: Asking, runId: string): Promise<ComparedFacts> {
  const [run, { report }, effects] = await Promise.all([
    line.request('run/show', { run_id: runId }),
    line.request('run/report', { run_id: runId }),
    line.request('run/effects', { run_id: runId }),
  ]);
  const { plan } = await line.request('plan/show', {
    session_id: run.session_id,
    version: run.plan_version,
  });
  const steps = (plan['steps'] ?? []) as readonly Readonly<Record<string, unknown>>[];
  return {
    run,
    report: report as unknown as WrittenReport,
    files: [...new Set(effects.files.map(({ path }) => path))],
    steps: new Map(steps.map((step) => [String(step['id']), step])),
  };
}
