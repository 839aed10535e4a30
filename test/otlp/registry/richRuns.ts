import type { SpanRow } from '#protocol/rows';
import { composeMemory, type MemoryServer } from '../../support/composeMemory';
import { preparedRollback } from '../../support/preparedRollback';

const commit = 'a'.repeat(40);

/** A server on whose record everything has happened that spans tell of. */
export async function richRuns(): Promise<MemoryServer> {
  const server = composeMemory({
    files: { 'a.txt': 'old\n' },
    policy:
      'schema: policy/1\npermissions: {rules: [{id: no-ship, effect: deny, tool: "shell.*", match: {argv0: [ship]}}]}\n',
    program: ({ argv }) =>
      argv[0] === 'break'
        ? { exitCode: 3, pid: 7 }
        : argv[0] === 'hang'
          ? { hangs: true }
          : { exitCode: 0, pid: 7 },
  });
  const { git } = server.context.ports;
  const { snapshot } = git;
  git.head = async () => ({ commit, branch: 'main' });
  git.snapshot = async (id) => ({
    ...(await snapshot(id)),
    git_ref: id && `refs/holdpoint/checkpoints/${id}`,
  });
  const run_id = await ran(server, goodSteps);
  await rolledBack(server, run_id);
  await ran(server, failingSteps);
  await ran(server, [shell('ship', 'ship')]);
  await ran(server, [shell('build', 'make')], 'not today');
  return server;
}

/** Every span of a record. */
export async function spansOf({ context }: MemoryServer): Promise<readonly SpanRow[]> {
  return (await context.ports.store.list('spans', { limit: null })).items;
}

const shell = (id: string, program: string, more: object = {}) => ({
  id,
  uses: 'shell.run',
  with: { argv: [program] },
  ...more,
});

const goodSteps = [
  { id: 'draft', uses: 'write_file_preview', with: { path: 'a.txt', content: 'new\n' } },
  { id: 'write', uses: 'write_file_apply', with: { preview: '${steps.draft.output}' }, needs: ['draft'] },
  { id: 'test', uses: 'test.run', with: { argv: ['make', 'test'] }, needs: ['write'] },
  {
    id: 'call',
    uses: 'http.request',
    with: { url: 'https://example.test/' },
    needs: ['test'],
    on_error: 'continue',
  },
];

const failingSteps = [
  shell('handled', 'break', { on_error: 'continue' }),
  shell('slow', 'hang', { timeout: '1s', on_error: 'continue' }),
  shell('bad', 'break', { retry: 1 }),
];

/** Runs steps to their end as a person who grants everything, or rejects everything with a reason. */
async function ran(server: MemoryServer, steps: readonly object[], refusal?: string): Promise<string> {
  const { id: session_id } = await server.request('session/create', {});
  const text = JSON.stringify({ schema: 'plan/1', title: 'Everything', steps });
  const { version } = await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
  await server.request('plan/approve', { session_id, version });
  const { run_id } = await server.request('run/start', { session_id });
  for (;;) {
    await server.request('run/wait', { run_id });
    const { items } = await server.request('approval/list', { run_id, state: 'requested' });
    if (items.length === 0) return run_id;
    for (const { approval_id } of items) {
      await (refusal === undefined
        ? server.request('approval/grant', { approval_id, confirm_high_risk: true })
        : server.request('approval/reject', { approval_id, reason: refusal }));
    }
  }
}

async function rolledBack(server: MemoryServer, target: string): Promise<void> {
  const approval_id = await preparedRollback(server, { target });
  await server.request('approval/grant', { approval_id, confirm_high_risk: true });
  await server.request('rollback/apply', { approval_id });
}
