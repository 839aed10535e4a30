/** How a state looks: its icon, and the tone that goes with it. The words stand beside it, always. */
export interface StateLook {
  readonly icon: string;
  readonly tone: 'good' | 'bad' | 'wait' | 'run' | 'idle';
}

const good = (icon: string): StateLook => ({ icon, tone: 'good' });
const bad = (icon: string): StateLook => ({ icon, tone: 'bad' });
const wait = (icon: string): StateLook => ({ icon, tone: 'wait' });
const idle = (icon: string): StateLook => ({ icon, tone: 'idle' });

const looks: Readonly<Record<string, StateLook>> = {
  succeeded: good('pass'),
  approved: good('pass'),
  granted: good('pass'),
  consumed: good('pass'),
  failed: bad('error'),
  timed_out: bad('watch'),
  denied: bad('circle-slash'),
  rejected: bad('error'),
  awaiting_approval: wait('bell'),
  validated: wait('bell'),
  requested: wait('bell'),
  paused: wait('debug-pause'),
  interrupted: wait('debug-disconnect'),
  running: { icon: 'sync', tone: 'run' },
  preparing: { icon: 'sync', tone: 'run' },
  skipped: idle('debug-step-over'),
  cancelled: idle('circle-slash'),
  revoked: idle('circle-slash'),
  superseded: idle('archive'),
  expired: idle('watch'),
};

/** The look of a state of a plan, run, step or approval. */
export function stateLook(status: string): StateLook {
  return looks[status] ?? idle('circle-large-outline');
}

/** Whether something in this state moves by itself. */
export function isMoving(status: string): boolean {
  return status === 'running' || status === 'preparing';
}
