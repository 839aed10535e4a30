import type { Params } from '#protocol/methods';
import { type Answers, type ScriptedDoor, scriptedDoor } from './scriptedDoor';

/** Ids of the only run of the scripted server. */
export const ids = { run_id: 'run-1', trace_id: 'f'.repeat(32), session_id: 'session_1' };
const radius = {
  files: ['a.txt'],
  commands: ['npm test'],
  hosts: [],
  steps: [],
  expected_prompts: 1,
  irreversible: [],
  past_runs: 0,
  past_duration_ms: null,
  past_cost_usd: null,
};
/** The approval that waits there. */
export const waiting = {
  approval_id: 'appr_1',
  subject_type: 'step',
  subject_id: 'run-1:test:1',
  step_id: 'test',
  ...ids,
  digest: `sha256:${'a'.repeat(64)}`,
  status: 'requested',
  preview_ids: [],
  expires_at: null,
  required: 1,
  votes: [],
  shown: { commands: [{ argv: ['npm', 'test'], cwd: '' }], risk: 'medium' },
} as const;

/** A server with a plan that asks once: for its only step, unless that was decided. */
export function serverWith(end: 'succeeded' | 'failed', more: Answers = {}): ScriptedDoor {
  let status: string = 'awaiting_approval';
  let planStatus = 'validated';
  const run = () =>
    ({ ...ids, status, plan_version: 1, end_reason: { code: 'x', message: 'it broke' } }) as never;
  const decide = (to: string) => {
    status = to;
    return Promise.resolve({ ...waiting, status: 'granted' } as never);
  };
  return scriptedDoor({
    'session/create': () => ({ id: ids.session_id }),
    'plan/import': () => ({
      version: 1,
      status: planStatus as never,
      hash: `sha256:${'b'.repeat(64)}`,
      warnings: [],
      carried: [],
      blast_radius: radius,
    }),
    'plan/show': () => ({ title: 'Test', status: planStatus as never }),
    'plan/approve': () => {
      planStatus = 'approved';
      return { approved: true };
    },
    'plan/reject': () => ({ rejected: true }),
    'approval/list': ({ run_id }: Params<'approval/list'>) => ({
      items: [
        run_id === undefined ? { ...waiting, subject_type: 'plan', approval_id: 'appr_0' } : waiting,
      ] as never,
    }),
    'approval/show': () => ({ ...waiting, previews: [] }) as never,
    'approval/grant': () => decide(end),
    'approval/reject': () => decide('denied'),
    'run/start': () => ({ ...ids, status: 'running' }),
    'run/wait': run,
    'run/cancel': () => {
      status = 'cancelled';
      return {};
    },
    'run/show': () =>
      ({
        ...(run() as object),
        inputs: {},
        steps: [
          {
            step_id: 'test',
            status: end,
            output: 1,
            error: null,
            stopped: end === 'failed',
            attempts: 2,
            ended_at: 'x',
          },
        ],
      }) as never,
    'run/report': () => ({
      report: { r: 1 },
      text: 'report',
      failure_text: end === 'failed' ? 'Flow failed.\n  trace_id: f' : null,
      diary: end === 'failed' ? { run_id: 'run-1', failed_node_id: 'test', timestamp: 'T' } : null,
    }),
    'run/list': () => ({ items: [] }),
    ...more,
  });
}
