import type { PlanStepRow, RunRow, StepRunRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';

/** The rows that the ready-made views are computed from. */
export interface ViewSources {
  readonly runs: readonly RunRow[];
  readonly steps: readonly StepRunRow[];
  readonly planSteps: readonly PlanStepRow[];
}

type ViewRow = Readonly<Record<string, string | number | null>>;

/** The ready-made views by name, computed as the SQL views are. */
export const memoryViews: Readonly<Record<string, (sources: ViewSources) => readonly ViewRow[]>> = {
  v_run_success_rate_by_tool: successRates,
  v_step_duration_ms_p50_p95: durations,
  v_session_failure_reasons: failureReasons,
};

function successRates({ runs, steps, planSteps }: ViewSources): readonly ViewRow[] {
  const tools = toolOf(runs, planSteps);
  const usedIn = new Map<string, Map<string, RunRow>>();
  for (const step of steps) {
    const run = runs.find((one) => one.id === step.run_id);
    const tool = tools(step);
    if (run === undefined || tool === undefined || step.attempts === 0 || !isTerminal('run', run.status))
      continue;
    usedIn.set(tool, (usedIn.get(tool) ?? new Map()).set(run.id, run));
  }
  return [...usedIn].sort(byFirst).map(([tool, used]) => {
    const succeeded = [...used.values()].filter((run) => run.status === 'succeeded').length;
    return {
      tool,
      runs: used.size,
      succeeded,
      success_rate: Math.round((succeeded / used.size) * 1e4) / 1e4,
    };
  });
}

function durations({ runs, steps, planSteps }: ViewSources): readonly ViewRow[] {
  const tools = toolOf(runs, planSteps);
  const groups = new Map<string, number[]>();
  for (const step of steps) {
    const tool = tools(step);
    if (tool === undefined || step.started_at === null || step.ended_at === null) continue;
    const key = JSON.stringify([step.step_id, tool]);
    groups.set(key, [...(groups.get(key) ?? []), Date.parse(step.ended_at) - Date.parse(step.started_at)]);
  }
  return [...groups].sort(byFirst).map(([key, times]) => {
    const [step_id, tool] = JSON.parse(key) as [string, string];
    times.sort((left, right) => left - right);
    return { step_id, tool, steps: times.length, p50_ms: rank(times, 50), p95_ms: rank(times, 95) };
  });
}

function failureReasons({ runs }: ViewSources): readonly ViewRow[] {
  const groups = new Map<string, RunRow[]>();
  for (const run of runs) {
    if (!['failed', 'denied', 'interrupted'].includes(run.status)) continue;
    const key = JSON.stringify([run.session_id, run.end_code ?? 'unknown']);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const rows = [...groups].map(([key, failed]) => {
    const [session_id, reason] = JSON.parse(key) as [string, string];
    const last_at =
      failed
        .map((run) => run.ended_at ?? run.created_at)
        .sort()
        .at(-1) ?? null;
    return { session_id, reason, runs: failed.length, last_at };
  });
  return rows.sort(
    (left, right) =>
      compare(left.session_id, right.session_id) ||
      right.runs - left.runs ||
      compare(left.reason, right.reason),
  );
}

function toolOf(runs: readonly RunRow[], planSteps: readonly PlanStepRow[]) {
  const plans = new Map(runs.map((run) => [run.id, run.plan_id]));
  const tools = new Map(planSteps.map((step) => [JSON.stringify([step.plan_id, step.step_id]), step.tool]));
  return (step: StepRunRow) => tools.get(JSON.stringify([plans.get(step.run_id), step.step_id]));
}

/** The nearest-rank percentile of sorted times. */
function rank(times: readonly number[], percent: number): number {
  return times[Math.ceil((times.length * percent) / 100) - 1] ?? 0;
}

function byFirst(left: readonly [string, unknown], right: readonly [string, unknown]): number {
  return compare(left[0], right[0]);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
