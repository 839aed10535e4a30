import assert from 'node:assert/strict';
import { composeMemory, type MemoryServer } from '../support/composeMemory';
import { artifact, sampleRecord, traceOf } from './sampleRecord';

describe('the record, asked through dispatch', () => {
  let server: MemoryServer;

  beforeEach(async () => {
    server = composeMemory({ disabledTools: ['http.request'] });
    await server.context.ports.store.commit(sampleRecord);
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
});
