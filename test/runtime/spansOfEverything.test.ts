import assert from 'node:assert/strict';
import type { SpanRow } from '#protocol/rows';
import { composeMemory, type MemoryServer } from '../support/composeMemory';

const steps = [
  { id: 'draft', uses: 'write_file_preview', with: { path: 'a.txt', content: 'new\n' } },
  { id: 'write', uses: 'write_file_apply', with: { preview: '${steps.draft.output}' }, needs: ['draft'] },
  { id: 'build', uses: 'shell.run', with: { argv: ['/usr/bin/make', 'all'] }, needs: ['write'] },
];

async function imported(server: MemoryServer) {
  const { id: session_id } = await server.request('session/create', {});
  const text = JSON.stringify({ schema: 'plan/1', title: 'Write and build', steps });
  const { version } = await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
  return { session_id, version };
}

/** Runs the plan to its end as a person who says yes, or no to the build. */
async function ran(server: MemoryServer, isBuilt: boolean): Promise<string> {
  const target = await imported(server);
  await server.request('plan/approve', target);
  const { run_id } = await server.request('run/start', { session_id: target.session_id });
  for (;;) {
    await server.request('run/wait', { run_id });
    const { items } = await server.request('approval/list', { run_id, state: 'requested' });
    if (items.length === 0) return run_id;
    for (const { approval_id, step_id } of items) {
      const isRefused = step_id === 'build' && !isBuilt;
      await (isRefused
        ? server.request('approval/reject', { approval_id, reason: 'not today' })
        : server.request('approval/grant', { approval_id, confirm_high_risk: true }));
    }
  }
}

async function spansOf(server: MemoryServer, where: Partial<SpanRow> = {}): Promise<readonly SpanRow[]> {
  return (await server.context.ports.store.list('spans', { where, limit: null })).items;
}

const attributesOf = (span: SpanRow | undefined) =>
  JSON.parse(span?.attributes ?? '{}') as Record<string, unknown>;

const world = { files: { 'a.txt': 'old\n' }, program: () => ({ exitCode: 0 }) };

describe('the spans of a run', () => {
  it('tell of everything that happened, each under what it belongs to', async () => {
    const server = composeMemory(world);
    const run_id = await ran(server, true);
    const spans = await spansOf(server, { run_id });
    const names = new Set(spans.map(({ name }) => name));
    for (const name of [
      'invoke_workflow Write and build',
      'holdpoint.approval plan',
      'holdpoint.step draft',
      'holdpoint.policy',
      'holdpoint.preview',
      'holdpoint.approval step',
      'execute_tool write_file_apply',
      'execute_tool shell.run',
    ]) {
      assert.ok(names.has(name), `${name} of ${[...names].join(', ')}`);
    }
    const ids = new Set(spans.map(({ span_id }) => span_id));
    const lost = spans.filter(({ parent_span_id }) => parent_span_id !== null && !ids.has(parent_span_id));
    assert.deepEqual(lost, []);
    assert.equal(spans.filter(({ parent_span_id }) => parent_span_id === null).length, 1);
    assert.ok(spans.every(({ end_us }) => end_us !== null));
  });

  it('carry what the conventions require and recommend', async () => {
    const server = composeMemory(world);
    const spans = await spansOf(server, { run_id: await ran(server, true) });
    const find = (name: string) => attributesOf(spans.find((span) => span.name === name));
    const root = find('invoke_workflow Write and build');
    assert.equal(root['gen_ai.operation.name'], 'invoke_workflow');
    assert.equal(root['cicd.pipeline.result'], 'success');
    assert.equal(root['cicd.pipeline.run.state'], 'finalizing');
    assert.ok('vcs.repository.name' in root && 'active_ms' in root);
    const tool = find('execute_tool shell.run');
    assert.equal(tool['gen_ai.operation.name'], 'execute_tool');
    assert.equal(tool['gen_ai.tool.name'], 'shell.run');
    assert.equal(tool['process.executable.name'], 'make');
    assert.deepEqual(tool['process.command_args'], ['/usr/bin/make', 'all']);
    assert.equal(tool['process.exit.code'], 0);
    assert.match(String(find('holdpoint.policy')['holdpoint.policy.input_digest']), /^sha256:[0-9a-f]{64}$/);
  });

  it('tell of a rejection, of a step and of a whole plan', async () => {
    const server = composeMemory(world);
    const run_id = await ran(server, false);
    const rejected = (await spansOf(server, { run_id })).filter(
      (span) => attributesOf(span)['holdpoint.approval.decision'] === 'rejected',
    );
    assert.equal(rejected.length, 1);
    assert.equal(attributesOf(rejected[0])['holdpoint.approval.reason'], 'not today');
    const target = await imported(server);
    await server.request('plan/reject', { ...target, reason: 'too much' });
    const lone = (await spansOf(server, { name: 'holdpoint.approval plan', run_id: null }))[0];
    assert.equal(lone?.status, 'ERROR');
    assert.equal(attributesOf(lone)['holdpoint.approval.decision'], 'rejected');
    const { items } = await server.request('trace/query', {
      q: '{ span.holdpoint.approval.decision = "rejected" }',
    });
    assert.equal(items.length, 2);
  });

  it('link a rollback, under its run, to the steps whose work it takes back', async () => {
    const server = composeMemory(world);
    const run_id = await ran(server, true);
    const { approval_id } = await server.request('rollback/prepare', { target: run_id });
    await server.request('approval/grant', { approval_id, confirm_high_risk: true });
    await server.request('rollback/apply', { approval_id });
    const spans = await spansOf(server, { run_id });
    const rollback = spans.find(({ name }) => name === 'holdpoint.rollback');
    const root = spans.find(({ kind }) => kind === 'run');
    const step = spans.find(({ name }) => name === 'holdpoint.step write');
    assert.equal(rollback?.parent_span_id, root?.span_id);
    const { links } = JSON.parse(rollback?.otlp ?? '{}').span;
    assert.deepEqual(links, [{ traceId: step?.trace_id, spanId: step?.span_id }]);
    const found = await server.request('trace/query', { q: `{ link:spanID = "${step?.span_id}" }` });
    assert.equal(found.items[0]?.spansets[0]?.spans[0]?.name, 'holdpoint.rollback');
    const { resourceSpans } = await server.request('trace/otlp', { trace_id: run_id });
    assert.ok(JSON.stringify(resourceSpans).includes(`"links":[{"traceId":"${step?.trace_id}"`));
  });
});
