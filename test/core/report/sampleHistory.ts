import type { Plan, Step } from '#protocol/plan';
import type { ApprovalRow, SpanRow, StepRunRow } from '#protocol/rows';
import { foldLayers } from '../../../server/src/core/policy/foldLayers';
import type { RunHistory } from '../../../server/src/core/report/runHistory';
import { samplePlan, sampleRun, sampleSpan, sampleStepRun } from '../../store/sampleRows';

const startUs = Date.UTC(2026, 0, 2, 3, 4, 5) * 1000;
const trace = '0af7651916cd43dd8448eb211c80319c';

function step(id: string, set: Partial<Step> = {}): Step {
  return {
    id,
    title: null,
    uses: 'shell.run',
    with: { argv: ['npm', 'run', id] },
    needs: [],
    join: 'all',
    when: null,
    else: { action: 'skip' },
    risk: null,
    timeout_ms: null,
    retry: null,
    on_error: null,
    executor: null,
    touches: null,
    commands: [],
    preconditions: [],
    postconditions: [],
    verify: [],
    expected_observation: null,
    outputs: {},
    loop: null,
    policy: null,
    ...set,
  };
}

const plan: Plan = {
  schema: 'plan/1',
  title: 'Add health endpoint',
  goal: null,
  acceptance: [],
  inputs: {},
  profile: 'standard',
  executor: 'local',
  policy: {},
  workspace: { slot: 'in_place', base: null, branch: null, recipe: { copy: [], setup: [] } },
  steps: [
    step('lint'),
    step('build', { needs: ['lint'], retry: { max_attempts: 2, delay_ms: 500, mode: 'exponential' } }),
    step('ship', { needs: ['build'] }),
  ],
  checks: [],
};

/** A span of the sample run; times in milliseconds after its start. */
export function spanAt(id: string, fromMs: number, toMs: number | null, set: Partial<SpanRow> = {}): SpanRow {
  return sampleSpan(id, 'run-20260102-030405-0000aa', {
    trace_id: trace,
    parent_span_id: 'root',
    start_us: startUs + fromMs * 1000,
    end_us: toMs === null ? null : startUs + toMs * 1000,
    ...set,
  });
}

/** A run of three steps whose second failed after two tries, having waited 4 s for a person. */
export function failedHistory(): RunHistory {
  const folded = foldLayers([], 'standard').policy;
  const policy = { ...folded, version: `sha256:${'b'.repeat(64)}` };
  const run = sampleRun('run-20260102-030405-0000aa', 'session_00000000000a', {
    trace_id: trace,
    status: 'failed',
    end_code: 'step_failed',
    end_message: 'exit code 1',
    policy_json: JSON.stringify({ policy, stage_retries: null, inputs: { lint_enabled: true } }),
    inputs_sha: 'c'.repeat(64),
    started_at: '2026-01-02T03:04:05.000Z',
    ended_at: '2026-01-02T03:04:15.000Z',
  });
  const visit = (id: string, set: Partial<StepRunRow>) => sampleStepRun(run.id, id, set);
  return {
    run,
    planRow: samplePlan('plan_1', run.session_id, { title: plan.title, version: 3 }),
    plan,
    steps: [
      visit('lint', { status: 'succeeded', attempts: 1 }),
      visit('build', {
        status: 'failed',
        attempts: 2,
        stopped: 1,
        error_code: 'exit_code',
        error_message: 'exit code 1',
        started_at: '2026-01-02T03:04:10.000Z',
        ended_at: '2026-01-02T03:04:15.000Z',
      }),
      visit('ship', { status: 'skipped', error_code: 'run_ended' }),
    ],
    attempts: [],
    decisions: [],
    approvals: [],
    artifacts: [],
    spans: [
      spanAt('root', 0, 10_000, {
        kind: 'run',
        parent_span_id: null,
        name: 'invoke_workflow',
        status: 'ERROR',
      }),
      spanAt('wait', 1000, 5000, { kind: 'gate', name: 'holdpoint.approval step' }),
      spanAt('step', 5000, 10_000, {
        kind: 'step',
        name: 'holdpoint.step build',
        attributes: JSON.stringify({ input_preview: '{"argv":["npm","run","build"]}' }),
      }),
    ],
  };
}

/** The same run, had it ended well. */
export function goodHistory(): RunHistory {
  const history = failedHistory();
  return {
    ...history,
    run: { ...history.run, status: 'succeeded', end_code: 'done', end_message: 'done' },
    steps: history.steps.map((row) => ({
      ...row,
      status: 'succeeded',
      stopped: 0,
      attempts: 1,
      error_code: null,
      error_message: null,
    })),
  };
}

/** The same run, waiting for a person. */
export function waitingHistory(approval: Pick<ApprovalRow, 'id'>): RunHistory {
  const history = goodHistory();
  const run = {
    ...history.run,
    status: 'awaiting_approval',
    end_code: null,
    end_message: null,
    ended_at: null,
  } as const;
  const row = {
    ...approval,
    status: 'requested',
    created_at: run.created_at,
    decided_at: null,
  } as ApprovalRow;
  return { ...history, run, approvals: [row] };
}
