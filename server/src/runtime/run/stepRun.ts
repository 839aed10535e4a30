import type { Json } from '#protocol/json';
import type { StepRunRow } from '#protocol/rows';
import type { SkipReason } from '../../core/run/readiness';
import type { Span } from '../record/span';

/** What of a visit's row the run itself looks at. */
export type VisitRow = Pick<
  StepRunRow,
  'run_id' | 'step_id' | 'visit' | 'status' | 'attempts' | 'carried_from' | 'error_code' | 'error_message'
>;

/** The newest visit of a step while its run is in memory. */
export interface StepRun {
  row: VisitRow;
  skipReason: SkipReason | null;
  handled: 'continue' | 'goto' | null;
  route: readonly string[] | null;
  /** A loop with items left: it will come back and choose again. */
  isLooping: boolean;
  /** Queued by a goto or a loop: starts without waiting for its needs. */
  isQueued: boolean;
  /** `${payload}`: the loop's item, or the input of the failed step that led here. */
  payload: Json | undefined;
  /** The output in full; the row holds it redacted. */
  output: Json | undefined;
  span: Span | null;
  /** The request it waits for, or waited for last. */
  approvalId: string | null;
  /** Was cut off by the end of a server: only a person lets it run again. */
  mustAsk: boolean;
  /** What a dry run answered instead of doing it. */
  blocked: string | null;
  /** Why the approval it had no longer covers it. */
  staleCause: 'digest_mismatch' | 'expired' | null;
  /** The request it waits for wants the high risk confirmed. */
  needsConfirmation: boolean;
}

/** A visit in memory. */
export function stepRunOf(visited: VisitRow): StepRun {
  const { run_id, step_id, visit, status, attempts, carried_from, error_code, error_message } = visited;
  return {
    row: { run_id, step_id, visit, status, attempts, carried_from, error_code, error_message },
    skipReason: null,
    handled: null,
    route: null,
    isLooping: false,
    isQueued: false,
    payload: undefined,
    output: undefined,
    span: null,
    approvalId: null,
    mustAsk: false,
    blocked: null,
    staleCause: null,
    needsConfirmation: false,
  };
}
