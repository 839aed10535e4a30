import type { StepView } from '#protocol/methods/runs';
import { stateText } from '../shown/stateText';
import { told } from '../shown/told';

/** How a step shows as a test. */
export type StepResult =
  | { readonly kind: 'waiting' | 'running' | 'skipped' }
  | { readonly kind: 'passed'; readonly durationMs: number | undefined }
  | { readonly kind: 'failed'; readonly message: string; readonly durationMs: number | undefined };

/** A step's state as the result of a test: what was carried over has passed, what was refused has failed. */
export function stepResult(step: StepView, language: string): StepResult {
  const durationMs = durationOf(step);
  switch (step.status) {
    case 'succeeded':
      return { kind: 'passed', durationMs };
    case 'skipped':
      return { kind: 'skipped' };
    case 'running':
      return { kind: 'running' };
    case 'failed':
    case 'timed_out':
    case 'cancelled':
    case 'interrupted':
    case 'denied':
      return {
        kind: 'failed',
        message: step.error === null ? stateText(language, step.status) : told(step.error.message),
        durationMs,
      };
    case 'pending':
    case 'blocked':
    case 'ready':
    case 'awaiting_approval':
      return { kind: 'waiting' };
  }
}

function durationOf({ started_at, ended_at }: StepView): number | undefined {
  return started_at === null || ended_at === null ? undefined : Date.parse(ended_at) - Date.parse(started_at);
}
