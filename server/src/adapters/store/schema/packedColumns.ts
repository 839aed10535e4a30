import type { Table } from '#protocol/rows';

/**
 * How a column is kept in less room than its text takes. `term`: the number of its text among the terms; `shared`: the
 * same for texts that come again; `time`: milliseconds; hex digits behind a prefix: bytes. What does not have that form
 * stays the text that it is, so the type of a cell tells which of them it is.
 */
export type Packing = 'term' | 'shared' | 'time' | { readonly hex: string };

export type PackedColumns = Readonly<Record<string, Packing>>;

const id = (prefix: string): Packing => ({ hex: `${prefix}_` });
const digest: Packing = { hex: '' };

/** The tables that grow with every step, with their packed columns; each is kept as `packed_…` below a view of its name. */
export const packedColumns: Partial<Readonly<Record<Table | 'events', PackedColumns>>> = {
  step_runs: {
    run_id: 'term',
    status: 'term',
    input_sha: digest,
    output_json: 'shared',
    output_sha: digest,
    carried_from: 'term',
    error_code: 'term',
    created_at: 'time',
    started_at: 'time',
    ended_at: 'time',
  },
  attempts: {
    id: id('att'),
    run_id: 'term',
    status: 'term',
    error_code: 'term',
    created_at: 'time',
    started_at: 'time',
    ended_at: 'time',
  },
  spans: {
    span_id: digest,
    trace_id: 'term',
    run_id: 'term',
    parent_span_id: digest,
    service_name: 'term',
    kind: 'term',
    name: 'term',
    status: 'term',
    policy_snapshot: 'shared',
    attributes: 'shared',
    otlp: 'shared',
    created_at: 'time',
  },
  decisions: {
    id: id('dec'),
    run_id: 'term',
    tool: 'term',
    effect: 'term',
    stage: 'term',
    verdict: 'term',
    rule_id: 'term',
    location: 'shared',
    reason: 'shared',
    args_sha: digest,
    facts_json: 'shared',
    created_at: 'time',
  },
  events: {
    id: id('evt'),
    ts: 'time',
    session_id: 'term',
    run_id: 'term',
    span_id: digest,
    type: 'term',
    level: 'term',
    payload: 'shared',
    actor: 'term',
    source: 'term',
    prev_hash: digest,
    hash: digest,
  },
};

/** The name of the table that holds the rows. */
export function tableName(table: string): string {
  return Object.hasOwn(packedColumns, table) ? `packed_${table}` : table;
}

/** The expression that makes the text of a packed column again. */
export function unpackedSql(column: string, packing: Packing): string {
  if (packing === 'time')
    return `CASE typeof(${column}) WHEN 'integer'
      THEN strftime('%Y-%m-%dT%H:%M:%S', ${column} / 1000, 'unixepoch') || printf('.%03dZ', ${column} % 1000) ELSE ${column} END`;
  if (typeof packing === 'object')
    return `CASE typeof(${column}) WHEN 'blob' THEN '${packing.hex}' || lower(hex(${column})) ELSE ${column} END`;
  return `CASE typeof(${column}) WHEN 'integer' THEN (SELECT text FROM terms WHERE terms.key = ${column}) ELSE ${column} END`;
}
