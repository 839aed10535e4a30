/** A picture of the editor's own set, with the theme colour it has. */
export interface Icon {
  readonly name: string;
  readonly color?: string;
}

const good = 'testing.iconPassed';
const bad = 'testing.iconFailed';
const waiting = 'list.warningForeground';
const quiet = 'testing.iconSkipped';

const icons: Readonly<Record<string, Icon>> = {
  allocated: { name: 'repo-clone' },
  approved: { name: 'pass', color: good },
  available: { name: 'repo' },
  awaiting_approval: { name: 'shield', color: waiting },
  awaiting_plan_approval: { name: 'shield', color: waiting },
  awaiting_step_approval: { name: 'play-circle' },
  blocked: { name: 'circle-outline', color: quiet },
  cancelled: { name: 'circle-slash', color: quiet },
  cleaning: { name: 'clear-all' },
  denied: { name: 'error', color: bad },
  draft: { name: 'edit' },
  error: { name: 'error', color: bad },
  failed: { name: 'error', color: bad },
  interrupted: { name: 'debug-disconnect', color: waiting },
  paused: { name: 'debug-pause', color: waiting },
  pending: { name: 'circle-outline', color: quiet },
  preparing: { name: 'loading~spin' },
  queued: { name: 'history' },
  ready: { name: 'circle-large-outline' },
  rejected: { name: 'error', color: bad },
  revoked: { name: 'circle-slash', color: quiet },
  running: { name: 'loading~spin' },
  skipped: { name: 'debug-step-over', color: quiet },
  succeeded: { name: 'pass', color: good },
  superseded: { name: 'archive', color: quiet },
  timed_out: { name: 'watch', color: bad },
  validated: { name: 'shield', color: waiting },
};

/** How a state looks in a tree; the shape says it as well as the colour does. */
export function stateIcon(state: string): Icon {
  return icons[state] ?? { name: 'circle-outline' };
}
