import assert from 'node:assert/strict';
import type { Rows } from '#protocol/rows';
import type { Write } from '../../server/src/runtime/storePort';
import {
  eventWrite,
  sampleEvent,
  samplePlan,
  sampleRun,
  sampleSession,
  sampleSpan,
  sampleStepRun,
} from '../store/sampleRows';
import { composeMemory, type MemoryServer } from '../support/composeMemory';

const ended = { status: 'succeeded', ended_at: '2026-01-02T00:00:00.000Z' } as const;

function artifact(run_id: string, name: string, sha256: string): Write {
  const row: Rows['artifacts'] = {
    sha256,
    run_id,
    step_id: 's',
    name,
    kind: 'log',
    media_type: 'text/plain',
    size: 5,
    expires_at: null,
    tags: '[]',
    created_at: '2026-01-01T00:00:00.000Z',
  };
  return { op: 'insert', table: 'artifacts', row };
}

function span(id: string, run: string, set: Partial<Rows['spans']>): Write {
  return { op: 'insert', table: 'spans', row: sampleSpan(id, run, { trace_id: traceOf(run), ...set }) };
}

const traceOf = (run: string) => run.replace('run-', '').padStart(32, '0');

function run(id: string, created_at: string, set: Partial<Rows['runs']> = {}): Write[] {
  const row = sampleRun(id, 'session_a', { trace_id: traceOf(id), created_at, ...set });
  return [{ op: 'insert', table: 'runs', row }];
}

describe('the record, asked through dispatch', () => {
  let server: MemoryServer;

  beforeEach(async () => {
    server = composeMemory({ disabledTools: ['http.request'] });
    await server.context.ports.store.commit([
      { op: 'insert', table: 'sessions', row: sampleSession('session_a') },
      { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'session_a') },
      ...run('run-1', '2026-01-01T00:00:01.000Z', ended),
      ...run('run-2', '2026-01-01T00:00:02.000Z'),
      span('root1', 'run-1', {
        kind: 'run',
        parent_span_id: null,
        name: 'one',
        status: 'OK',
        start_us: 1e12,
        end_us: 1e12 + 9e6,
      }),
      span('gate1', 'run-1', {
        kind: 'gate',
        parent_span_id: 'root1',
        name: 'holdpoint.approval step',
        status: 'OK',
        start_us: 1e12,
        end_us: 1e12 + 4e6,
      }),
      span('step1', 'run-1', {
        kind: 'step',
        parent_span_id: 'root1',
        name: 's',
        status: 'ERROR',
        start_us: 1e12,
        end_us: 1e12 + 5e6,
      }),
      span('root2', 'run-2', {
        kind: 'run',
        parent_span_id: null,
        name: 'two',
        status: 'UNSET',
        start_us: 2e12,
        end_us: null,
      }),
      eventWrite('evt_1', {
        session_id: 'session_a',
        run_id: 'run-1',
        type: 'run.created',
        summary: 'run made: 実行',
      }),
      eventWrite('evt_2', {
        session_id: 'session_a',
        run_id: 'run-1',
        type: 'step.failed',
        summary: 'step-a 실패 "',
      }),
      eventWrite('evt_3', { session_id: null, run_id: null, type: 'log.line', summary: 'elsewhere' }),
    ]);
  });

  it('lists traces newest first, with active time beside duration', async () => {
    const { items, total, count } = await server.request('trace/list', {});
    assert.deepEqual({ total, count }, { total: 2, count: 2 });
    assert.deepEqual(
      items.map(({ root_name, status, duration_ms, active_ms, span_count }) => ({
        root_name,
        status,
        duration_ms,
        active_ms,
        span_count,
      })),
      [
        { root_name: 'two', status: 'UNSET', duration_ms: null, active_ms: null, span_count: 1 },
        { root_name: 'one', status: 'OK', duration_ms: 9000, active_ms: 5000, span_count: 3 },
      ],
    );
    assert.equal(items[1]?.start_time, new Date(1e9).toISOString());
  });

  it('FLOW-07: finds a handled failure by its status', async () => {
    const names = async (status: 'OK' | 'ERROR') =>
      (await server.request('trace/list', { status })).items.map(({ root_name }) => root_name);
    assert.deepEqual(await names('ERROR'), ['one']);
    assert.deepEqual(await names('OK'), ['one']);
  });

  it('sorts traces by duration and by cost, and pages them', async () => {
    const names = async (params: object) =>
      (await server.request('trace/list', params)).items.map(({ root_name }) => root_name);
    assert.deepEqual(await names({ sort: 'duration' }), ['one', 'two']);
    const usage = { step_id: 's', model: 'm', prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const at = '2026-01-01T00:00:00.000Z';
    await server.context.ports.store.commit([
      {
        op: 'insert',
        table: 'usage',
        row: { id: 'u', run_id: 'run-2', cost: 0.5, ts: at, created_at: at, ...usage },
      },
    ]);
    assert.deepEqual(await names({ sort: 'cost' }), ['two', 'one']);
    assert.deepEqual(await names({ sort: 'cost', limit: 1, offset: 1 }), ['one']);
    assert.deepEqual(await names({ limit: 1, offset: 1 }), ['one']);
  });

  it('FLOW-20: shows a trace by trace id, run id or as the latest', async () => {
    for (const trace_id of ['run-1', traceOf('run-1')]) {
      const shown = await server.request('trace/show', { trace_id, include_events: true });
      assert.deepEqual([shown.run_id, shown.spans.length, shown.events.length], ['run-1', 3, 2]);
    }
    assert.deepEqual((await server.request('trace/show', { trace_id: 'latest' })).run_id, 'run-2');
    assert.equal((await server.refusal('trace/show', { trace_id: 'run-9' })).error_code, 'NOT_FOUND');
  });

  it('lists events of a session, a type or after a place', async () => {
    const ids = async (params: object) =>
      (await server.request('event/list', params)).items.map(({ id }) => id);
    assert.deepEqual(await ids({}), ['evt_1', 'evt_2', 'evt_3']);
    assert.deepEqual(await ids({ session_id: 'session_a' }), ['evt_1', 'evt_2']);
    assert.deepEqual(await ids({ type: 'step_failed' }), ['evt_2']);
    assert.deepEqual(await ids({ after_seq: 1, limit: 1 }), ['evt_2']);
    assert.equal((await server.refusal('event/list', { session_id: 'session_x' })).error_code, 'NOT_FOUND');
  });

  for (const [q, found] of [
    ['実行', ['evt_1']],
    ['실패', ['evt_2']],
    ['step-a', ['evt_2']],
    ['"', ['evt_2']],
    ['', ['evt_3', 'evt_2', 'evt_1']],
    ['nothing of this', []],
  ] as const) {
    it(`GATE-18: searches for ${JSON.stringify(q)}, newest first`, async () => {
      const { items } = await server.request('event/search', { q });
      assert.deepEqual(
        items.map(({ id }) => id),
        found,
      );
    });
  }

  it('GATE-16: lists artifacts of a session and hands out exactly the stored bytes', async () => {
    const bytes = new Uint8Array(20_000).map((_, index) => index % 251);
    const sha256 = await server.context.ports.artifacts.put(bytes);
    await server.context.ports.store.commit([artifact('run-1', 'run_run-1_1_out.json', sha256)]);
    const { items } = await server.request('artifact/list', { session_id: 'session_a' });
    assert.deepEqual(
      items.map(({ id, run_id, path }) => ({ id, run_id, path })),
      [{ id: 'run_run-1_1_out.json', run_id: 'run-1', path: 'run_run-1_1_out.json' }],
    );
    const got = await server.request('artifact/get', { sha256 });
    assert.deepEqual(Buffer.from(got.base64, 'base64'), Buffer.from(bytes));
    assert.equal((await server.request('artifact/list', { run_id: 'run-2' })).total, 0);
    assert.equal((await server.refusal('artifact/get', { sha256: 'f'.repeat(64) })).error_code, 'NOT_FOUND');
    assert.equal((await server.refusal('artifact/get', { sha256: '../x' })).error_code, 'BAD_REQUEST');
  });

  it('GATE-12: lists the tools with what each may do', async () => {
    const { items } = await server.request('tool/list', { limit: 500 });
    const shown = Object.fromEntries(
      items.map(({ tool_name, permission_profile, effect, enabled }) => [
        tool_name,
        [permission_profile, effect, enabled],
      ]),
    );
    assert.deepEqual(shown['read_file'], ['workspace_read', 'read', true]);
    assert.deepEqual(shown['write_file_apply'], ['workspace_write_apply', 'write', true]);
    assert.deepEqual(shown['shell.run'], ['shell_exec', 'exec', true]);
    assert.deepEqual(shown['flow.route'], ['none', 'none', true]);
    assert.deepEqual(shown['http.request'], ['network', 'network', false]);
    assert.ok(items.every(({ description }) => description.length > 0));
  });

  it('GATE-12: knows the permission of a tool by name or alias, and of an unknown one', async () => {
    const of = (tool_name: string) => server.request('tool/permissions', { tool_name });
    const read = { tool_name: 'read_file', permission_profile: 'workspace_read', enabled: true };
    assert.deepEqual(await of('read_file'), read);
    assert.deepEqual(await of('fs.read'), read);
    assert.equal((await of('http.request')).enabled, false);
    assert.deepEqual(await of('rocket'), {
      tool_name: 'rocket',
      permission_profile: 'unknown',
      enabled: false,
    });
  });

  it('GATE-19: answers with the three statistics, and with the size of the record', async () => {
    const stats = await server.request('stats/show', {});
    assert.deepEqual(Object.keys(stats), [
      'run_success_rate_by_tool',
      'step_duration_ms_p50_p95',
      'session_failure_reasons',
      'store',
    ]);
    const { runs, spans, events } = stats.store;
    assert.deepEqual([runs, spans, events], [2, 4, 3]);
  });

  it('exports the chain page by page, with a tombstone where a session was', async () => {
    const gone = sampleEvent('evt_4', { session_id: null, type: 'session.deleted' });
    await server.context.ports.store.deleteSession('session_a', gone);
    const whole = await server.request('audit/export', {});
    const lines = whole.lines.map((line) => JSON.parse(line));
    assert.equal(whole.next_seq, null);
    assert.deepEqual(
      lines.map(({ id, tombstone, last_seq }) => id ?? [tombstone, last_seq]),
      [[true, 2], 'evt_3', 'evt_4'],
    );
    const paged: string[] = [];
    let next: number | null = 0;
    while (next !== null) {
      const page: { lines: string[]; next_seq: number | null } = await server.request('audit/export', {
        after_seq: next,
        limit: 1,
      });
      paged.push(...page.lines);
      next = page.next_seq;
    }
    assert.deepEqual(paged, whole.lines);
    assert.deepEqual(await server.request('audit/verify', {}), {
      ok: true,
      events: 2,
      tombstones: 1,
      broken: null,
    });
  });

  it('removes old runs with the bytes that nothing else names', async () => {
    const { store, artifacts, content } = server.context.ports;
    const [own, both] = await Promise.all([artifacts.put(bytesOf('own')), artifacts.put(bytesOf('both'))]);
    const output = await content.put(bytesOf('output'));
    await store.commit([
      artifact('run-1', 'a', own),
      artifact('run-1', 'b', both),
      artifact('run-2', 'b', both),
      { op: 'insert', table: 'step_runs', row: sampleStepRun('run-1', 's', { output_sha: output }) },
    ]);
    assert.equal((await server.refusal('store/vacuum', {})).error_code, 'STATE_CONFLICT');
    const key = { id: 'run-2' };
    await store.commit([
      { op: 'transition', table: 'runs', key, from: ['queued'], to: 'preparing' },
      { op: 'transition', table: 'runs', key, from: ['preparing'], to: 'interrupted' },
    ]);
    const kept = await server.request('store/vacuum', { before: '2026-01-01T00:00:00Z' });
    assert.deepEqual(kept.removed, {});
    const { removed } = await server.request('store/vacuum', { before: '2026-01-03T00:00:00Z' });
    assert.equal(removed['runs'], 1);
    assert.deepEqual(
      [await artifacts.has(own), await artifacts.has(both), await content.has(output)],
      [false, true, false],
    );
    assert.equal((await server.request('audit/verify', {})).ok, true);
    assert.equal((await server.refusal('store/vacuum', { before: 'soon' })).error_code, 'INPUT_INVALID');
  });

  it('counts working runs and waiting approvals in its status', async () => {
    const status = await server.request('server/status', {});
    assert.deepEqual([status.status, status.active_runs, status.pending_approvals], ['ok', 1, 0]);
    assert.equal(status.root, '/memory');
  });
});

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
