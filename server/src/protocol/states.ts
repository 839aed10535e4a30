/**
 * The state machines of requirements §1.4, one table each. Every writer goes through them: the store refuses
 * any move that is not listed here, inside the transaction that would make it.
 */
export const machines = {
  plan: {
    draft: ['validated'],
    validated: ['approved', 'rejected'],
    approved: ['revoked', 'superseded'],
    rejected: [],
    revoked: [],
    superseded: [],
  },
  run: {
    queued: ['preparing', 'cancelled'],
    preparing: ['running', 'failed', 'interrupted', 'cancelled'],
    running: ['awaiting_approval', 'paused', 'succeeded', 'failed', 'denied', 'interrupted', 'cancelled'],
    awaiting_approval: ['running', 'denied', 'cancelled'],
    paused: ['running', 'cancelled'],
    interrupted: ['preparing', 'running', 'cancelled'],
    succeeded: [],
    failed: [],
    denied: [],
    cancelled: [],
  },
  step: {
    pending: ['blocked', 'ready', 'skipped'],
    blocked: ['ready', 'skipped'],
    ready: ['awaiting_approval', 'running', 'skipped', 'denied'],
    awaiting_approval: ['ready', 'skipped', 'denied'],
    running: ['succeeded', 'failed', 'timed_out', 'cancelled', 'interrupted'],
    interrupted: ['ready', 'failed'],
    succeeded: [],
    failed: [],
    timed_out: [],
    cancelled: [],
    skipped: [],
    denied: [],
  },
  attempt: {
    running: ['succeeded', 'failed', 'timed_out', 'cancelled', 'interrupted'],
    succeeded: [],
    failed: [],
    timed_out: [],
    cancelled: [],
    interrupted: [],
  },
  approval: {
    requested: ['granted', 'rejected', 'expired', 'superseded'],
    granted: ['consumed', 'revoked', 'expired', 'superseded'],
    rejected: [],
    expired: [],
    superseded: [],
    consumed: [],
    revoked: [],
  },
  preview: {
    recorded: ['approved', 'rejected', 'stale', 'superseded'],
    approved: ['applied', 'rejected', 'stale', 'superseded'],
    applied: [],
    rejected: [],
    stale: [],
    superseded: [],
  },
  slot: {
    available: ['allocated', 'error'],
    allocated: ['cleaning', 'error'],
    cleaning: ['available', 'error'],
    error: ['available'],
  },
  batch: {
    queued: ['running'],
    running: ['completed', 'stopped', 'cancelled'],
    completed: [],
    stopped: [],
    cancelled: [],
  },
} as const satisfies Record<string, Record<string, readonly string[]>>;

/** The name of a state machine. */
export type Machine = keyof typeof machines;

/** The states of one machine. */
export type State<M extends Machine> = Extract<keyof (typeof machines)[M], string>;

/** Whether the table of `machine` lists the move from one state to another. */
export function isTransition<M extends Machine>(machine: M, from: State<M>, to: State<M>): boolean {
  const table: Readonly<Record<string, readonly string[]>> = machines[machine];
  return table[from]?.includes(to) ?? false;
}

/** Whether no move leads out of this state. */
export function isTerminal<M extends Machine>(machine: M, state: State<M>): boolean {
  const table: Readonly<Record<string, readonly string[]>> = machines[machine];
  return table[state]?.length === 0;
}
