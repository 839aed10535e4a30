import type { RunHistory } from './runHistory';

/** What a person can do next with a run that stands as it does. */
export function nextCommands({ run, approvals }: RunHistory): readonly string[] {
  const show = `holdpoint trace show ${run.trace_id}`;
  switch (run.status) {
    case 'succeeded':
      return [show, `holdpoint artifacts list ${run.session_id}`];
    case 'failed':
    case 'denied':
      return [
        show,
        `holdpoint explain ${run.session_id}`,
        `holdpoint plan import ${run.session_id} FILE`,
        `holdpoint rerun ${run.id}`,
      ];
    case 'awaiting_approval':
      return [
        ...approvals
          .filter(({ status }) => status === 'requested')
          .map(({ id }) => `holdpoint approvals show ${id}`),
        `holdpoint run --resume ${run.trace_id}`,
      ];
    case 'paused':
    case 'interrupted':
      return [`holdpoint run --resume ${run.trace_id}`, show];
    case 'cancelled':
      return [show, `holdpoint rerun ${run.id}`];
    default:
      return [show];
  }
}
