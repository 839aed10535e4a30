import type { RunRow } from '#protocol/rows';

/** The word under which the state of a run is exported (§1.4): `execute`, `done`, `deny`, `fatal_error` and so on. */
export function runPhase(status: RunRow['status'], endCode: string | null): string {
  switch (status) {
    case 'succeeded':
      return endCode === 'job_loop_complete' ? endCode : 'done';
    case 'denied':
      return 'deny';
    case 'failed':
      return endCode === 'fatal_error' || endCode === 'max_steps_reached' ? endCode : 'failed';
    case 'running':
      return 'execute';
    default:
      return status;
  }
}

/** The phase before: a run that has left its work behind came from there, one that works came from nowhere. */
export function previousPhase({ status, started_at }: RunRow): string | null {
  return status === 'running' || started_at === null ? null : 'execute';
}

/** Why a run is done or is not: `done`, else the code of its end and what it says; `null` while it goes on. */
export function doneReason({ end_code, end_message }: RunRow): string | null {
  if (end_code === null || end_code === 'done' || !end_message) {
    return end_code;
  }
  return end_message.startsWith(`${end_code}: `) ? end_message : `${end_code}: ${end_message}`;
}
