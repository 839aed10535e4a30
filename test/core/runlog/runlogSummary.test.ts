import assert from 'node:assert/strict';
import { graphNodeTrace } from '../../../server/src/core/runlog/graphNodeTrace';
import { readRunlog, runlogText } from '../../../server/src/core/runlog/readRunlog';
import { countRows, runlogSummary } from '../../../server/src/core/runlog/runlogSummary';
import { wholeLog } from './sampleLog';

describe('the summary of a run log', () => {
  it('LOG-01: counts rows by type, retries, failures and the most tries', () => {
    const failed = [
      ...wholeLog(),
      { type: 'stage_checkpoint', node_id: 'c', attempt: 3, outcome: 'failed' },
      { note: 'no type' },
    ];
    assert.deepEqual(runlogSummary(countRows(failed), 2), {
      row_counts: {
        action: 3,
        context: 1,
        end_condition: 1,
        gate: 2,
        graph_node: 4,
        graph_node_attempt: 2,
        round_summary: 2,
        stage_checkpoint: 4,
        unknown: 1,
      },
      stage: { retry_count: 1, failure_count: 1, max_attempts: 3 },
      corrupt_rows: 2,
    });
  });

  it('LOG-01: always names checkpoints and tries, and takes one try for granted where only nodes are told', () => {
    const stage = (max_attempts: number) => ({ retry_count: 0, failure_count: 0, max_attempts });
    assert.deepEqual(runlogSummary([], 0), {
      row_counts: { graph_node_attempt: 0, stage_checkpoint: 0 },
      stage: stage(0),
      corrupt_rows: 0,
    });
    const nodes = [{ type: 'graph_node', node_id: 'a', event_type: 'succeeded' }];
    assert.deepEqual(runlogSummary(countRows(nodes), 0).stage, stage(1));
    const tried = [...nodes, { type: 'graph_node_attempt', node_id: 'a', attempts: 4 }];
    assert.deepEqual(runlogSummary(countRows(tried), 0).stage, stage(4));
  });

  it('LOG-03: leaves damaged lines out and counts them', () => {
    const text = `${runlogText(wholeLog())}{"type":"gate"\n[1]\n\n"text"\n`;
    const { rows, corruptRows } = readRunlog(text);
    assert.deepEqual([rows, corruptRows], [wholeLog(), 3]);
    assert.equal(runlogText(rows), runlogText(wholeLog()));
  });
});

describe('graph_node_trace.v1', () => {
  it('LOG-07: tells nodes in plan order with tries, checkpoints and events', () => {
    const { stage_checkpoints, ...trace } = graphNodeTrace(wholeLog());
    assert.deepEqual(trace, {
      schema_version: 'graph_node_trace.v1',
      backend: 'manual',
      execution_mode: 'manual',
      node_order: ['a', 'b'],
      executed_nodes: ['a', 'b'],
      node_attempts: { a: 1, b: 2 },
      nodes: [
        { node_id: 'a', event_type: 'started', event_count: 1 },
        { node_id: 'a', event_type: 'succeeded', event_count: 1 },
        { node_id: 'b', event_type: 'started', event_count: 1 },
        { node_id: 'b', event_type: 'succeeded', event_count: 1 },
      ],
    });
    assert.deepEqual(
      stage_checkpoints.map(({ node_id, attempt, outcome, error }) => [node_id, attempt, outcome, error]),
      [
        ['a', 1, 'success', undefined],
        ['b', 1, 'retry', 'exit code 1'],
        ['b', 2, 'success', undefined],
      ],
    );
  });

  it('LOG-07: keeps the backend of a log from elsewhere', () => {
    const rows = wholeLog().map((row) => ('backend' in row ? { ...row, backend: 'langgraph' } : row));
    const { backend, execution_mode } = graphNodeTrace(rows);
    assert.deepEqual([backend, execution_mode], ['langgraph', 'stategraph']);
  });
});
