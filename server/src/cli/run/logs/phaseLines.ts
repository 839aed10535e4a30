import { stepFileName } from './logPaths';
import type { RunFiles } from './writeRunFiles';

/** What a run that writes its logs says of its end (OPS-02). */
export function phaseLines({ phase_state: state, phase_summary: summary }: RunFiles): readonly string[] {
  const { current_phase, current_step, last_done } = state;
  const place = `phase_state phase=${current_phase} step=${current_step} done=${last_done ? 'True' : 'False'}`;
  if (summary === null) {
    return [place];
  }
  const latest = summary.steps.at(-1);
  return [
    place,
    ...haltLines(summary, state.last_done_reason),
    ...(latest === undefined
      ? []
      : [`latest_step ${stepFileName(latest.step_num)} total=${summary.total_steps}`]),
    `phase_summary exists stop_on_deny=${summary.stop_on_deny ? 'True' : 'False'}`,
    `end_reason ${summary.end_reason ?? 'none'}`,
  ];
}

/** One reason only: a fatal error before a denial, a denial before a plain stop. */
function haltLines(
  { current_phase, stopped_steps }: NonNullable<RunFiles['phase_summary']>,
  reason: string | null,
): readonly string[] {
  if (['fatal_error', 'deny', 'job_loop_complete'].includes(current_phase)) {
    return [`${current_phase} ${reasonOnly(reason)}`];
  }
  const [stopped] = stopped_steps;
  return stopped === undefined ? [] : [`stopped phase=${stopped.phase} step=${stopped.step_num}`];
}

/** The reason without the code that begins it, which the line names already. */
function reasonOnly(reason: string | null): string {
  return (reason ?? '').replace(/^(?:fatal_error|deny|job_loop_complete): /, '');
}
