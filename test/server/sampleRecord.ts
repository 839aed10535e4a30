import type { Rows } from '#protocol/rows';
import type { Write } from '../../server/src/runtime/storePort';
import { eventWrite, samplePlan, sampleRun, sampleSession, sampleSpan } from '../store/sampleRows';

const ended = { status: 'succeeded', ended_at: '2026-01-02T00:00:00.000Z' } as const;

/** A stored output of a run. */
export function artifact(run_id: string, name: string, sha256: string): Write {
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

/** The trace of a run. */
export const traceOf = (run: string) => run.replace('run-', '').padStart(32, '0');

function run(id: string, created_at: string, set: Partial<Rows['runs']> = {}): Write[] {
  const row = sampleRun(id, 'session_a', { trace_id: traceOf(id), created_at, ...set });
  return [{ op: 'insert', table: 'runs', row }];
}

/** A session with an ended run that failed in a step and was handled, one that works, and three events. */
export const sampleRecord: readonly Write[] = [
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
];

/** A text as bytes. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
