import type { JsonObject } from '#protocol/json';
import type { RunRow } from '#protocol/rows';

/**
 * Whether a run passes by its report: it succeeded, and with that each of its checks. Unknown of a run that goes on and of
 * a report that somebody else has written in another form (LOG-10, LOG-15).
 */
export function reportGate({ schema_version, status }: JsonObject): boolean | null {
  const isKnown = schema_version === 'run_report.v1' && ended.some((one) => one === status);
  return isKnown ? status === 'succeeded' : null;
}

const ended = ['succeeded', 'failed', 'denied', 'cancelled'] as const satisfies readonly RunRow['status'][];
