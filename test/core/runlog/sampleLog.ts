import type { JsonObject } from '#protocol/json';
import type { RunlogRow } from '../../../server/src/core/runlog/runlogRow';

const marks = { schema_version: 'graph_node_trace.v1', backend: 'manual' };

/** The log of a run of two steps: the first at once, the second after a retry. */
export function wholeLog(): RunlogRow[] {
  const rows: JsonObject[] = [
    {
      type: 'context',
      run_id: 'run-a',
      inputs_sha256: 'a'.repeat(64),
      node_order: ['a', 'b'],
      needs: { a: [], b: ['a'] },
      joins: {},
    },
    { type: 'gate', round: 1, node_id: 'a', decision: 'allow' },
    { type: 'graph_node', ...marks, node_id: 'a', visit: 1, event_type: 'started' },
    { type: 'action', round: 1, node_id: 'a', attempt: 1 },
    { type: 'stage_checkpoint', ...marks, node_id: 'a', attempt: 1, outcome: 'success' },
    { type: 'graph_node', ...marks, node_id: 'a', visit: 1, event_type: 'succeeded' },
    { type: 'graph_node_attempt', ...marks, node_id: 'a', attempts: 1 },
    { type: 'round_summary', round: 1, node_id: 'a' },
    { type: 'gate', round: 2, node_id: 'b', decision: 'ask' },
    { type: 'graph_node', ...marks, node_id: 'b', visit: 1, event_type: 'started' },
    { type: 'action', round: 2, node_id: 'b', attempt: 1 },
    { type: 'stage_checkpoint', ...marks, node_id: 'b', attempt: 1, outcome: 'retry', error: 'exit code 1' },
    { type: 'action', round: 2, node_id: 'b', attempt: 2 },
    { type: 'stage_checkpoint', ...marks, node_id: 'b', attempt: 2, outcome: 'success' },
    { type: 'graph_node', ...marks, node_id: 'b', visit: 1, event_type: 'succeeded' },
    { type: 'graph_node_attempt', ...marks, node_id: 'b', attempts: 2 },
    { type: 'round_summary', round: 2, node_id: 'b' },
    { type: 'end_condition', status: 'succeeded', ended_round: 2 },
  ];
  return rows.map((row, index) => ({ seq: index + 1, ts: '2026-01-02T03:04:05.006Z', ...row }));
}
