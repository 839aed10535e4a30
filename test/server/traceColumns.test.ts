import assert from 'node:assert/strict';
import type { Rows } from '#protocol/rows';
import type { Write } from '../../server/src/runtime/storePort';
import { samplePlan, sampleRun, sampleSession, sampleSpan } from '../store/sampleRows';
import { composeMemory, type MemoryServer } from '../support/composeMemory';

const traceOf = (run: string) => run.replace('run-', '').padStart(32, '0');

function span(id: string, run: string, set: Partial<Rows['spans']> = {}): Write {
  return { op: 'insert', table: 'spans', row: sampleSpan(id, run, { trace_id: traceOf(run), ...set }) };
}

const run = (id: string): Write => ({
  op: 'insert',
  table: 'runs',
  row: sampleRun(id, 'session_a', { trace_id: traceOf(id) }),
});

describe('a whole trace, asked through dispatch', () => {
  let server: MemoryServer;

  beforeEach(async () => {
    server = composeMemory();
    await server.context.ports.store.commit([
      { op: 'insert', table: 'sessions', row: sampleSession('session_a') },
      { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'session_a') },
      run('run-1'),
      run('run-2'),
      span('root1', 'run-1', { name: 'one', parent_span_id: null }),
      span('gate1', 'run-1', { name: 'gate' }),
      span('step1', 'run-1', { name: 's' }),
    ]);
  });

  it('sends a trace as columns, page by page, by trace id, run id or as the latest', async () => {
    const { store } = server.context.ports;
    const hex = '00000000000000ff';
    await store.commit([span(hex, 'run-1', { name: 'last', parent_span_id: 'root1', end_us: null })]);
    const first = await server.request('trace/columns', { trace_id: 'run-1', limit: 2 });
    assert.deepEqual([first.count, first.total, first.is_last], [2, 4, false]);
    const { columns, texts, is_last } = await server.request('trace/columns', {
      trace_id: traceOf('run-1'),
      after_row: first.last_row,
      spans: [hex],
    });
    const numbers = (base64: string) => {
      const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
      return [...new Uint32Array(bytes.buffer)];
    };
    assert.equal(is_last, true);
    assert.deepEqual(
      numbers(columns.name).map((place) => texts[place]),
      ['last', 's', 'last'],
    );
    assert.deepEqual(numbers(columns.id).slice(0, 2), [0, 255]);
    assert.equal((await server.refusal('trace/columns', { trace_id: 'run-9' })).error_code, 'NOT_FOUND');
    assert.equal(
      (await server.refusal('trace/columns', { trace_id: 'run-1', limit: 0 })).error_code,
      'INPUT_INVALID',
    );
  });

  it('shows one span of a trace, and finds spans by what they contain', async () => {
    const { store } = server.context.ports;
    const hex = '00000000000000ff';
    await store.commit([span(hex, 'run-1', { attributes: '{"path":"Read Me.md"}' })]);
    const shown = await server.request('trace/span', { trace_id: 'run-1', span_id: hex });
    assert.deepEqual(shown.span.attributes, { path: 'Read Me.md' });
    assert.deepEqual([shown.events, shown.event_count], [[], 0]);
    const elsewhere = { trace_id: 'run-2', span_id: hex };
    assert.equal((await server.refusal('trace/span', elsewhere)).error_code, 'NOT_FOUND');
    const found = await server.request('trace/find', { trace_id: 'run-1', text: 'read me' });
    assert.deepEqual(found, { trace_id: traceOf('run-1'), total: 1, span_ids: [hex] });
  });
});
