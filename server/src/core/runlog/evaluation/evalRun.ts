import type { RunlogRow } from '../runlogRow';
import { consistencyFaults } from './consistency';
import { orderingFaults } from './ordering';
import { contextFaults, coverageRate, missingTypes, stageFaults } from './presence';

/** The checks by which a run log is judged. */
export const metricSets = ['v1'] as const;

export type MetricSet = (typeof metricSets)[number];

/** `eval.v1` (LOG-16): whether the log of a run is whole and in order. */
export interface Evaluation {
  readonly schema_version: 'eval.v1';
  readonly metric_set: MetricSet;
  readonly run_id: string;
  readonly pass_fail: boolean;
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly details: string }[];
  readonly metrics: { readonly stage_trace_coverage_rate: number };
}

/** Judges the log of a run by its rows alone, whoever wrote them. */
export function evalRun(
  run_id: string,
  rows: readonly RunlogRow[],
  metric_set: MetricSet = 'v1',
): Evaluation {
  const checks = [
    check('runlog.required_event_types', missingTypes(rows)),
    check('runlog.context_trace_present', contextFaults(rows)),
    check('runlog.stage_trace_present', stageFaults(rows)),
    check('runlog.stage_trace_consistency', consistencyFaults(rows)),
    check('runlog.stage_trace_ordering', orderingFaults(rows)),
  ];
  return {
    schema_version: 'eval.v1',
    metric_set,
    run_id,
    pass_fail: checks.every(({ passed }) => passed),
    checks,
    metrics: { stage_trace_coverage_rate: coverageRate(rows) },
  };
}

const mostFaults = 10;

function check(name: string, faults: readonly string[]): Evaluation['checks'][number] {
  const more = faults.length > mostFaults ? ` (${faults.length - mostFaults} more)` : '';
  const details = faults.length === 0 ? 'ok' : `${faults.slice(0, mostFaults).join('; ')}${more}`;
  return { name, passed: faults.length === 0, details };
}
