import assert from 'node:assert/strict';
import type { Params } from '#protocol/methods';
import { composeMemory, type MemoryServer } from '../support/composeMemory';
import { preparedRollback } from '../support/preparedRollback';

/** Ids that a stage has led to; one that it has not led to is of something that does not exist. */
export interface Ids {
  readonly session_id: string;
  readonly run_id: string;
  readonly trace_id: string;
  readonly approval_id: string;
  readonly preview_id: string;
  readonly sha256: string;
  readonly span_id: string;
}

/** Ids of nothing at all. */
export const unknownIds: Ids = {
  session_id: 'session_none',
  run_id: 'run-none',
  trace_id: 'f'.repeat(32),
  approval_id: 'appr_none',
  preview_id: 'prev_none',
  sha256: '0'.repeat(64),
  span_id: 'f'.repeat(16),
};

/** A plan that looks, drafts a change, and must be asked before it writes. */
export const contractPlan = JSON.stringify({
  schema: 'plan/1',
  title: 'Contract',
  profile: 'standard',
  steps: [
    { id: 'look', uses: 'list_dir', with: { path: '.' } },
    { id: 'draft', uses: 'write_file_preview', needs: ['look'], with: { path: 'a.txt', content: 'b\n' } },
    {
      id: 'apply',
      uses: 'write_file_apply',
      needs: ['draft'],
      with: { preview: '${steps.draft.output}' },
    },
  ],
});

/** The same plan under another title, as its next version. */
export const nextPlan = contractPlan.replace('Contract', 'Contract again');

/** How far things have come before a method is asked. */
export type Stage = 'empty' | 'imported' | 'twoVersions' | 'approved' | 'waiting' | 'ended' | 'rollback';

/** A server of which all ids and times can be foreseen, brought to a stage: twice the same is byte for byte the same. */
export async function serverAt(stage: Stage): Promise<{ readonly server: MemoryServer; readonly ids: Ids }> {
  const server = composeMemory({ files: { 'a.txt': 'a\n', 'holdpoint.plan.yaml': contractPlan } });
  const ids = { ...unknownIds };
  const order: readonly Stage[] = ['empty', 'imported', 'approved', 'waiting', 'ended', 'rollback'];
  const upTo = stage === 'twoVersions' ? 1 : order.indexOf(stage);
  for (const each of order.slice(1, upTo + 1)) {
    Object.assign(ids, await steps[each]?.(server, ids));
  }
  if (stage === 'twoVersions') {
    await importPlan(server, ids.session_id, nextPlan);
  }
  return { server, ids };
}

type Reach = (server: MemoryServer, ids: Ids) => Promise<Partial<Ids>>;

const steps: Readonly<Record<string, Reach>> = {
  imported: async (server) => {
    const { id: session_id } = await server.request('session/create', { goal: 'keep the contract' });
    await importPlan(server, session_id, contractPlan);
    const { items } = await server.request('approval/list', { state: 'requested' });
    return { session_id, approval_id: items[0]?.approval_id ?? '' };
  },
  approved: async (server, { session_id }) => {
    await server.request('plan/approve', { session_id, version: 1 });
    return {};
  },
  waiting: async (server, { session_id }) => {
    const { run_id, trace_id } = await server.request('run/start', { session_id });
    await server.request('run/wait', { run_id });
    const { items } = await server.request('approval/list', { run_id, state: 'requested' });
    const [open] = items;
    assert.ok(open, 'nobody was asked about the change');
    const { spans } = await server.request('trace/show', { trace_id });
    return {
      ...{ run_id, trace_id, approval_id: open.approval_id },
      preview_id: open.preview_ids[0] ?? '',
      span_id: spans[0]?.span_id ?? '',
    };
  },
  ended: async (server, { run_id, approval_id }) => {
    await server.request('approval/grant', { approval_id, confirm_high_risk: true });
    const run = await server.request('run/wait', { run_id });
    assert.equal(run.status, 'succeeded', JSON.stringify(run.end_reason));
    const { items } = await server.request('artifact/list', { run_id });
    return { sha256: items[0]?.sha256 ?? '' };
  },
  rollback: async (server, { run_id }) => {
    const approval_id = await preparedRollback(server, { target: run_id });
    await server.request('approval/grant', { approval_id, confirm_high_risk: true });
    return { approval_id };
  },
};

async function importPlan(server: MemoryServer, session_id: string, text: string): Promise<void> {
  const params: Params<'plan/import'> = { session_id, text, file_name: 'plan.json' };
  await server.request('plan/import', params);
}
