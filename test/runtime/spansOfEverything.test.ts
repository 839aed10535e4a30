import assert from 'node:assert/strict';
import type { SpanRow } from '#protocol/rows';
import { composeMemory, type MemoryServer } from '../support/composeMemory';
import { preparedRollback } from '../support/preparedRollback';

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

  it('§1.9: last for an approval as long as people took, however long after it the run began', async () => {
    const server = composeMemory(world);
    const target = await imported(server);
    await server.request('plan/approve', target);
    await server.clock.advance(60_000);
    const { run_id } = await server.request('run/start', { session_id: target.session_id });
    await server.request('run/wait', { run_id });
    const [plan] = await spansOf(server, { run_id, name: 'holdpoint.approval plan' });
    assert.ok(plan?.end_us);
    assert.equal(attributesOf(plan)['holdpoint.approval.wait_ms'], (plan.end_us - plan.start_us) / 1000);
    const [root] = await spansOf(server, { run_id, kind: 'run' });
    assert.ok(root && plan.end_us <= root.start_us - 60_000_000);
    await server.request('run/cancel', { run_id, reason: 'enough' });
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

  it('name each try of a step and call of a tool, and what the step was when it ran', async () => {
    const server = composeMemory(world);
    const spans = await spansOf(server, { run_id: await ran(server, true) });
    const step = attributesOf(spans.find(({ name }) => name === 'holdpoint.step build'));
    assert.match(String(step['cicd.pipeline.task.run.id']), /^run-[^:]+:build:1:1$/);
    const { items } = await server.request('approval/list', { state: 'consumed' });
    assert.equal(step['holdpoint.step.digest'], items.find(({ step_id }) => step_id === 'build')?.digest);
    const tool = attributesOf(spans.find(({ name }) => name === 'execute_tool shell.run'));
    assert.match(String(tool['gen_ai.tool.call.id']), /^att/);
  });

  it('say until when an approval can be given, while people think about it and afterwards', async () => {
    const server = composeMemory(world);
    const { session_id, version } = await imported(server);
    await server.request('plan/approve', { session_id, version });
    const { run_id } = await server.request('run/start', { session_id });
    await server.request('run/wait', { run_id });
    const [open] = (await server.request('approval/list', { run_id, state: 'requested' })).items;
    const told = async () =>
      attributesOf((await spansOf(server, { run_id, name: 'holdpoint.approval step' }))[0]);
    const waiting = await told();
    assert.equal(waiting['holdpoint.approval.id'], open?.approval_id);
    assert.equal(waiting['holdpoint.approval.expires_at'], open?.expires_at);
    assert.equal('holdpoint.approval.decision' in waiting, false);
    await server.request('approval/grant', { approval_id: open?.approval_id ?? '', confirm_high_risk: true });
    const given = await told();
    assert.equal(given['holdpoint.approval.expires_at'], open?.expires_at);
    assert.equal(given['holdpoint.approval.source'], 'person');
    assert.ok(String(given['holdpoint.approval.client']).length > 0);
    const plan = attributesOf((await spansOf(server, { run_id, name: 'holdpoint.approval plan' }))[0]);
    assert.ok('holdpoint.approval.expires_at' in plan);
    await server.request('run/cancel', { run_id, reason: 'enough' });
  });

  it('count the hunks of a change and those that people left in', async () => {
    const lines = (word: string) =>
      `${[word, ...Array.from({ length: 20 }, (_, at) => `line ${at}`), word].join('\n')}\n`;
    const server = composeMemory({ files: { 'a.txt': lines('old') } });
    const { id: session_id } = await server.request('session/create', {});
    const [draft, write] = steps;
    const changed = [{ ...draft, with: { path: 'a.txt', content: lines('new') } }, write];
    const text = JSON.stringify({ schema: 'plan/1', title: 'Two places', steps: changed });
    const { version } = await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
    await server.request('plan/approve', { session_id, version });
    const { run_id } = await server.request('run/start', { session_id });
    await server.request('run/wait', { run_id });
    const [asked] = (await server.request('approval/list', { run_id, state: 'requested' })).items;
    const [preview] = (await server.context.ports.store.list('previews', { where: { run_id } })).items;
    await server.request('approval/choose', {
      approval_id: asked?.approval_id ?? '',
      digest: asked?.digest ?? '',
      choices: [{ preview_id: preview?.id ?? '', reject: [1] }],
    });
    await server.request('run/wait', { run_id });
    const [again] = (await server.request('approval/list', { run_id, state: 'requested' })).items;
    await server.request('approval/grant', {
      approval_id: again?.approval_id ?? '',
      confirm_high_risk: true,
    });
    await server.request('run/wait', { run_id });
    const spans = await spansOf(server, { run_id });
    const told = (name: string) =>
      Object.entries(attributesOf(spans.find((span) => span.name === name)))
        .filter(([key]) => /diff\.(hunks|added|removed)|hunks_accepted/.test(key))
        .map(([key, value]) => `${key.slice('holdpoint.diff.'.length)}=${value}`);
    assert.deepEqual(told('holdpoint.preview'), ['hunks=2', 'added=2', 'removed=2']);
    assert.deepEqual(told('execute_tool write_file_apply'), ['hunks=2', 'hunks_accepted=1']);
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
    const approval_id = await preparedRollback(server, { target: run_id });
    await server.request('approval/grant', { approval_id, confirm_high_risk: true });
    await server.request('rollback/apply', { approval_id });
    const spans = await spansOf(server, { run_id });
    const rollback = spans.find(({ name }) => name === 'holdpoint.rollback');
    const root = spans.find(({ kind }) => kind === 'run');
    const step = spans.find(({ name }) => name === 'holdpoint.step write');
    assert.equal(rollback?.parent_span_id, root?.span_id);
    const checkpoint = attributesOf(spans.find(({ name }) => name === 'holdpoint.checkpoint'));
    assert.ok(Number(checkpoint['holdpoint.checkpoint.bytes']) > 0);
    const { links } = JSON.parse(rollback?.otlp ?? '{}').span;
    assert.deepEqual(links, [{ traceId: step?.trace_id, spanId: step?.span_id }]);
    const found = await server.request('trace/query', { q: `{ link:spanID = "${step?.span_id}" }` });
    assert.equal(found.items[0]?.spansets[0]?.spans[0]?.name, 'holdpoint.rollback');
    const { resourceSpans } = await server.request('trace/otlp', { trace_id: run_id });
    assert.ok(JSON.stringify(resourceSpans).includes(`"links":[{"traceId":"${step?.trace_id}"`));
  });
});
