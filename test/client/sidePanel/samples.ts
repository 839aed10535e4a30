import type { Result } from '#protocol/methods';
import type { ApprovalView } from '#protocol/methods/approvals';
import type { EventView } from '#protocol/methods/records';
import type { RunView, StepView } from '#protocol/methods/runs';
import type { SessionView } from '#protocol/methods/sessions';
import type { Speech } from '../../../client/src/shown/speech';

/** English with its words put in, as the editor does it. */
export const english: Speech = {
  l10n: {
    t: (message, ...words) =>
      message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(words[Number(index)])),
  },
  language: 'en-GB',
  now: new Date('2026-01-02T12:00:00'),
};

export const approval: ApprovalView = {
  approval_id: 'appr_1',
  subject_type: 'step',
  subject_id: 'run-1:test:1',
  session_id: 'session_1',
  run_id: 'run-1',
  step_id: 'test',
  digest: `sha256:${'0'.repeat(64)}`,
  status: 'requested',
  required: 1,
  votes: [],
  actor: null,
  source: null,
  reason: null,
  preview_ids: [],
  shown: {
    title: 'Run the tests',
    plan_title: 'Volume discount',
    plan_version: 2,
    commands: [{ argv: ['node', '--test', 'a b'], cwd: 'shop' }],
    env: ['CI'],
    risk: 'medium',
    reason: 'permissions.default=ask',
    rule_id: 'default',
    location: 'built-in (profile)',
  },
  created_at: '2026-01-02T10:00:00.000Z',
  decided_at: null,
  expires_at: null,
  consumed_at: null,
};

export const session: SessionView = {
  id: 'session_1',
  goal: 'Cheaper by the dozen',
  mode: 'normal',
  safety_profile: 'standard',
  status: 'awaiting_step_approval',
  plan_version: 1,
  needs_replan: false,
  run_id: 'run-1',
  created_at: '2025-12-24T10:00:00.000Z',
  updated_at: '2025-12-24T10:00:00.000Z',
};

export const run: RunView = {
  run_id: 'run-1',
  trace_id: 'trace1',
  session_id: 'session_1',
  plan_version: 1,
  plan_title: 'Volume discount',
  plan_hash: 'sha256:0',
  status: 'running',
  mode: 'normal',
  profile: 'standard',
  stepping: 'auto',
  executor: 'local',
  slot_id: 'slot0',
  fingerprint: 'f',
  experimental: false,
  pinned: false,
  end_reason: null,
  created_at: '2025-12-24T10:00:00.000Z',
  started_at: '2025-12-24T10:00:00.000Z',
  ended_at: null,
};

export const step: StepView = {
  step_id: 'test',
  visit: 1,
  tool: 'test.run',
  status: 'succeeded',
  stopped: false,
  attempts: 1,
  output: null,
  carried_from: null,
  error: null,
  started_at: '2025-12-24T10:00:00.000Z',
  ended_at: '2025-12-24T10:00:01.500Z',
};

/** What is kept of a record, and for how long. */
export const retention: Result<'retention/show'> = {
  max_age_days: 180,
  max_bytes: 2 ** 31,
  bytes: 1_000_000,
  used_bytes: 900_000,
  runs: 34,
  pinned_runs: 0,
};

/** An event of a type, about the sample's session and run. */
export function event(type: string, more: Partial<EventView> = {}): EventView {
  return {
    seq: 1,
    id: 'evt_1',
    ts: '2026-01-02T10:00:00.000Z',
    session_id: 'session_1',
    run_id: 'run-1',
    step_id: null,
    attempt: null,
    span_id: null,
    type,
    level: 'info',
    summary: type,
    payload: {},
    actor: 'kim',
    source: 'cli',
    client_message_id: null,
    prev_hash: '',
    hash: '',
    ...more,
  };
}
