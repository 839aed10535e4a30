import { openStore } from '../../../server/src/adapters/store/openStore';
import { openConnection } from '../../../server/src/adapters/store/sqlite/connection';
import { nodeDisk } from '../../../server/src/adapters/store/sqlite/disk';
import type { SpanKind, SpanRow } from '../../../server/src/protocol/rows';
import type { Write } from '../../../server/src/runtime/storePort';
import { eventWrite, samplePlan, sampleRun, sampleSession, sampleSpan } from '../../store/sampleRows';

/** Where the database engine lies for commands that run within a test. */
export const programs = 'node_modules/sql.js/dist';

/** The traces of {@link recordWrites}: one that failed at a tool, one that went well and waited for a person. */
export const failed = 'f'.repeat(32);
export const fine = 'a'.repeat(32);

const startUs = Date.parse('2026-01-02T03:04:05.000Z') * 1000;
const second = 1_000_000;

/** A small record: everything that lists, trees and queries must show. */
export function recordWrites(): Write[] {
  const at = '2026-01-02T03:04:08.500Z';
  return [
    { op: 'insert', table: 'sessions', row: sampleSession('session_a') },
    { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'session_a') },
    { op: 'insert', table: 'runs', row: sampleRun('run-1', 'session_a', { trace_id: fine, created_at: at }) },
    { op: 'insert', table: 'runs', row: sampleRun('run-2', 'session_a', { trace_id: failed }) },
    span('run-1', fine, { id: 1, kind: 'run', name: '배포 | deploy', from: 0, seconds: 10 }),
    span('run-1', fine, {
      id: 2,
      parent: 1,
      kind: 'step',
      name: 'holdpoint.step deploy',
      from: 0,
      seconds: 9,
    }),
    span(
      'run-1',
      fine,
      { id: 3, parent: 2, kind: 'gate', name: 'holdpoint.approval step', from: 1, seconds: 4 },
      {
        attributes: JSON.stringify({ 'holdpoint.approval.decision': 'approved' }),
      },
    ),
    span('run-2', failed, { id: 4, kind: 'run', name: 'build', from: 60, seconds: 3 }, { status: 'ERROR' }),
    span('run-2', failed, {
      id: 5,
      parent: 4,
      kind: 'step',
      name: 'holdpoint.step deploy',
      from: 60,
      seconds: 2,
    }),
    span(
      'run-2',
      failed,
      { id: 6, parent: 5, kind: 'tool', name: 'execute_tool shell.run', from: 60, seconds: 2 },
      {
        status: 'ERROR',
        error: 'time is up',
        timeout: 1,
        attributes: JSON.stringify({ timeout: true, 'gen_ai.tool.name': 'shell.run', n: 3 }),
      },
    ),
    eventWrite('evt_1', {
      run_id: 'run-2',
      span_id: id(6),
      type: 'step.failed',
      summary: 'it took too long',
    }),
  ];
}

/** Writes that record into a store file of our own. */
export async function writeRecord(file: string): Promise<void> {
  const store = await openStore({ file, workerFile: 'dist/server/storeWorker.cjs' });
  await store.commit(recordWrites());
  await store.close();
}

function id(number: number): string {
  return String(number).padStart(16, '0');
}

interface Drawn {
  readonly id: number;
  readonly parent?: number;
  readonly kind: SpanKind;
  readonly name: string;
  readonly from: number;
  readonly seconds: number;
}

function span(run_id: string, trace_id: string, drawn: Drawn, set: Partial<SpanRow> = {}): Write {
  const start_us = startUs + drawn.from * second;
  const row = sampleSpan(id(drawn.id), run_id, {
    trace_id,
    parent_span_id: drawn.parent === undefined ? null : id(drawn.parent),
    kind: drawn.kind,
    name: drawn.name,
    start_us,
    end_us: start_us + drawn.seconds * second,
    ...set,
  });
  return { op: 'insert', table: 'spans', row };
}

/** A database as an older flow runner wrote it: no columns for policy and timeout, values as Python writes them. */
export async function writeOldDatabase(file: string): Promise<void> {
  const connection = await openConnection(`${programs}/sql-wasm.wasm`, nodeDisk, file);
  connection.execute(`PRAGMA locking_mode = EXCLUSIVE;
    CREATE TABLE spans (span_id TEXT PRIMARY KEY, trace_id TEXT, parent_span_id TEXT, service_name TEXT, kind TEXT,
      name TEXT, attributes TEXT, status TEXT, error TEXT, start_time TEXT, end_time TEXT);
    CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, trace_id TEXT, span_id TEXT, event_type TEXT, level TEXT,
      message TEXT, attributes TEXT, timestamp TEXT);`);
  const insert = `INSERT INTO spans VALUES (?, ?, ?, 'old-flow', ?, ?, ?, ?, ?, ?, ?)`;
  const day = '2025-10-13T12:00:0';
  for (const [name, kind, attributes, status, error, from, to] of [
    [
      'main',
      'flow',
      "{'fail_fast': True, 'api_token': 'hunter2hunter2'}",
      'ERROR',
      null,
      '0.000000',
      '9.250000',
    ],
    [
      'slow',
      'node',
      `{'timeout': True, 'policy_snapshot': {'retry': {'mode': 'fixed'}}, 'note': 'it\\'s "late"', 'n': 7}`,
      'ERROR',
      'late',
      '1.000001',
      '4.000001',
    ],
    ['ask', 'llm', "{'tokens': (1, 2), 'bad': <object at 0x7f>}", 'OK', null, '5.000000', '6.500000'],
  ] as const) {
    const parent = kind === 'flow' ? null : 'old-main';
    const values = [`old-${name}`, 'old-trace', parent, kind, name, attributes, status, error];
    connection.run(insert, [...values, day + from, day + to]);
  }
  connection.run(
    `INSERT INTO events (trace_id, span_id, event_type, level, message, attributes, timestamp)
     VALUES ('old-trace', 'old-slow', 'node.retry', 'warning', 'again', '{''attempt'': 2}', '${day}2.500000')`,
  );
  connection.close();
}
