import type { JsonObject } from '#protocol/json';
import { graphRowMarks, type RunlogRow, textOf, typeOf, wholeOf } from './runlogRow';

/** `graph_node_trace.v1` (LOG-07): which nodes of a plan a run went through, and with how many tries. */
export interface GraphNodeTrace {
  readonly schema_version: typeof graphRowMarks.schema_version;
  readonly backend: 'manual' | 'langgraph';
  readonly execution_mode: 'manual' | 'stategraph';
  readonly node_order: readonly string[];
  readonly executed_nodes: readonly string[];
  readonly node_attempts: Readonly<Record<string, number>>;
  readonly stage_checkpoints: readonly JsonObject[];
  readonly nodes: readonly {
    readonly node_id: string;
    readonly event_type: string;
    readonly event_count: number;
  }[];
}

/** The trace of a run's nodes, from the rows of its log; nodes that the plan does not list come after its own. */
export function graphNodeTrace(rows: readonly RunlogRow[]): GraphNodeTrace {
  const order = nodeOrder(rows);
  const started = idsOf(rows.filter((row) => typeOf(row) === 'graph_node' && !isUnworked(row)));
  const backend = rows.some((row) => row['backend'] === 'langgraph') ? 'langgraph' : graphRowMarks.backend;
  return {
    schema_version: graphRowMarks.schema_version,
    backend,
    execution_mode: backend === 'langgraph' ? 'stategraph' : 'manual',
    node_order: order,
    executed_nodes: started,
    node_attempts: attemptsByNode(rows, order),
    stage_checkpoints: rows.filter((row) => typeOf(row) === 'stage_checkpoint').map(checkpoint),
    nodes: eventCounts(rows, order),
  };
}

/** Plan order, as the context tells it; a log without one gives its nodes in the order in which they appear. */
function nodeOrder(rows: readonly RunlogRow[]): readonly string[] {
  const told = rows.find((row) => typeOf(row) === 'context')?.['node_order'];
  const planned = Array.isArray(told) ? told.filter((id) => typeof id === 'string') : [];
  const seen = idsOf(rows.filter((row) => typeOf(row).startsWith('graph_node')));
  return [...new Set([...planned, ...seen])];
}

function isUnworked(row: RunlogRow): boolean {
  return ['skipped', 'denied', 'carried', 'cancelled'].includes(textOf(row['event_type']) ?? '');
}

function idsOf(rows: readonly RunlogRow[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => textOf(row['node_id']) ?? []))];
}

function attemptsByNode(rows: readonly RunlogRow[], order: readonly string[]) {
  const attempts = new Map<string, number>();
  for (const row of rows) {
    const id = textOf(row['node_id']);
    if (typeOf(row) === 'graph_node_attempt' && id !== null) {
      attempts.set(id, (attempts.get(id) ?? 0) + (wholeOf(row['attempts']) ?? 0));
    }
  }
  const ordered = [...attempts].toSorted(([left], [right]) => order.indexOf(left) - order.indexOf(right));
  return Object.fromEntries(ordered);
}

function checkpoint(row: RunlogRow): JsonObject {
  const keys = ['node_id', 'attempt', 'outcome', 'error', 'ts', 'duration_ms'];
  return Object.fromEntries(
    keys.flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]]])),
  ) as JsonObject;
}

function eventCounts(rows: readonly RunlogRow[], order: readonly string[]): GraphNodeTrace['nodes'] {
  const counts = new Map<string, { node_id: string; event_type: string; event_count: number }>();
  for (const row of rows) {
    const node_id = textOf(row['node_id']);
    if (typeOf(row) !== 'graph_node' || node_id === null) {
      continue;
    }
    const event_type = textOf(row['event_type']) ?? 'unknown';
    const key = JSON.stringify([node_id, event_type]);
    const { event_count } = counts.get(key) ?? { event_count: 0 };
    counts.set(key, { node_id, event_type, event_count: event_count + 1 });
  }
  return [...counts.values()].toSorted(
    (left, right) => order.indexOf(left.node_id) - order.indexOf(right.node_id),
  );
}
