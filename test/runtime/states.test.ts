import assert from 'node:assert/strict';
import type { Rows, StatefulTable } from '#protocol/rows';
import { type Machine, machines } from '#protocol/states';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import type { Write } from '../../server/src/runtime/storePort';
import { samplePlan, sampleRun, sampleStepRun } from '../store/sampleRows';

/** The moves of §1.4, written out from the requirements. */
const listed: Partial<Record<Machine, Record<string, string>>> = {
  plan: { draft: 'validated', validated: 'approved rejected', approved: 'revoked superseded' },
  run: {
    queued: 'preparing cancelled',
    preparing: 'running failed interrupted cancelled',
    running: 'awaiting_approval paused succeeded failed denied interrupted cancelled',
    awaiting_approval: 'running denied cancelled',
    paused: 'running cancelled',
    interrupted: 'preparing running cancelled',
  },
  step: {
    pending: 'blocked ready skipped',
    blocked: 'ready skipped',
    ready: 'awaiting_approval running skipped denied',
    awaiting_approval: 'ready skipped denied',
    running: 'succeeded failed timed_out cancelled interrupted',
    interrupted: 'ready failed',
  },
  attempt: { running: 'succeeded failed timed_out cancelled interrupted' },
  approval: {
    requested: 'granted rejected expired superseded',
    granted: 'consumed revoked expired superseded',
  },
  preview: {
    recorded: 'approved rejected stale superseded',
    approved: 'applied rejected stale superseded',
  },
};

const at = '2026-01-01T00:00:00.000Z';
const attempt: Rows['attempts'] = {
  id: 'a',
  run_id: 'run-1',
  step_id: 's',
  visit: 1,
  n: 1,
  status: 'running',
  error_code: null,
  error_message: null,
  exit_code: null,
  created_at: at,
  started_at: at,
  ended_at: null,
};
const approval: Rows['approvals'] = {
  id: 'a',
  subject_type: 'step',
  subject_id: 's',
  digest: 'd',
  session_id: 's',
  run_id: null,
  status: 'requested',
  actor: null,
  source: null,
  reason: null,
  required: 1,
  votes: '[]',
  shown_json: '{}',
  created_at: at,
  decided_at: null,
  expires_at: null,
  consumed_at: null,
};
const preview: Rows['previews'] = {
  id: 'a',
  run_id: 'run-1',
  step_id: 's',
  path: 'p',
  op: 'create',
  before_sha: null,
  after_sha: null,
  diff_sha: 'd',
  derived_from: null,
  status: 'recorded',
  meta_json: '{}',
  created_at: at,
  applied_at: null,
};

const tables: Partial<Record<Machine, { table: StatefulTable; row: object; key: object }>> = {
  plan: { table: 'plans', row: samplePlan('a', 's'), key: { id: 'a' } },
  run: { table: 'runs', row: sampleRun('a', 's'), key: { id: 'a' } },
  step: {
    table: 'step_runs',
    row: sampleStepRun('run-1', 's'),
    key: { run_id: 'run-1', step_id: 's', visit: 1 },
  },
  attempt: { table: 'attempts', row: attempt, key: { id: 'a' } },
  approval: { table: 'approvals', row: approval, key: { id: 'a' } },
  preview: { table: 'previews', row: preview, key: { id: 'a' } },
};

describe('state machines', () => {
  for (const [machine, moves] of Object.entries(listed) as [Machine, Record<string, string>][]) {
    it(`§1.4: ${machine} accepts exactly the listed moves, over all pairs, through the store`, async () => {
      const states = Object.keys(machines[machine]);
      const accepted: string[] = [];
      for (const from of states) {
        for (const to of states) {
          if (await isAccepted(machine, from, to)) {
            accepted.push(`${from}->${to}`);
          }
        }
      }
      const expected = Object.entries(moves).flatMap(([from, tos]) =>
        tos.split(' ').map((to) => `${from}->${to}`),
      );
      assert.deepEqual(accepted.sort(), expected.sort());
    });
  }
});

async function isAccepted(machine: Machine, from: string, to: string): Promise<boolean> {
  const { table, row, key } = tables[machine] ?? assert.fail(machine);
  const store = memoryStore();
  await store.commit([{ op: 'insert', table, row: { ...row, status: from } } as Write]);
  const move = { op: 'transition', table, key, from: [from], to } as Write;
  const isMoved = await store.commit([move]).then(
    () => true,
    (error: { code: string }) => {
      assert.equal(error.code, 'STATE_CONFLICT');
      return false;
    },
  );
  const after = (await store.list(table)).items[0] as { status: string };
  assert.equal(after.status, isMoved ? to : from);
  return isMoved;
}
