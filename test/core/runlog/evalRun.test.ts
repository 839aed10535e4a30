import assert from 'node:assert/strict';
import { evalRun } from '../../../server/src/core/runlog/evaluation/evalRun';
import type { RunlogRow } from '../../../server/src/core/runlog/runlogRow';
import { wholeLog } from './sampleLog';

/** Breaks a whole log and tells which checks fail, with what they say. */
function check(breakIt: (rows: RunlogRow[]) => RunlogRow[], expected: Readonly<Record<string, RegExp>>) {
  const made = evalRun('run-a', breakIt(wholeLog()));
  const failed = made.checks.filter(({ passed }) => !passed);
  assert.equal(made.pass_fail, false);
  assert.deepEqual(failed.map(({ name }) => name).sort(), Object.keys(expected).sort());
  for (const { name, details } of failed) {
    assert.match(details, expected[name] ?? /never/);
  }
}

const without = (isGone: (row: RunlogRow) => boolean) => (rows: RunlogRow[]) =>
  rows.filter((row) => !isGone(row)).map((row, index) => ({ ...row, seq: index + 1 }));
const of = (type: string, node?: string) => (row: RunlogRow) =>
  row['type'] === type && (node === undefined || row['node_id'] === node);

describe('the judgement of a run log', () => {
  it('LOG-16: passes a whole log, with every check by its name and the coverage', () => {
    const made = evalRun('run-a', wholeLog());
    assert.deepEqual(made, {
      schema_version: 'eval.v1',
      metric_set: 'v1',
      run_id: 'run-a',
      pass_fail: true,
      checks: [
        'runlog.required_event_types',
        'runlog.context_trace_present',
        'runlog.stage_trace_present',
        'runlog.stage_trace_consistency',
        'runlog.stage_trace_ordering',
      ].map((name) => ({ name, passed: true, details: 'ok' })),
      metrics: { stage_trace_coverage_rate: 1 },
    });
  });

  it('LOG-16: misses a type that the log must have', () => {
    check(without(of('action')), { 'runlog.required_event_types': /no row of type action/ });
  });

  it('LOG-16: misses the context', () => {
    check((rows) => rows.map((row) => (of('context')(row) ? { seq: 1, type: 'context', needs: {} } : row)), {
      'runlog.context_trace_present': /names no inputs/,
    });
    check((rows) => [...rows.slice(1), { ...rows[0], seq: 99 }], {
      'runlog.context_trace_present': /not the first row/,
    });
  });

  it('LOG-16: misses the checkpoints of a node, and says how many are covered', () => {
    check(without(of('stage_checkpoint', 'b')), {
      'runlog.stage_trace_present': /node b has no stage_checkpoint/,
    });
    const lost = evalRun('run-a', without(of('stage_checkpoint', 'b'))(wholeLog()));
    assert.equal(lost.metrics.stage_trace_coverage_rate, 0.5);
    assert.equal(evalRun('run-a', []).metrics.stage_trace_coverage_rate, 1);
  });

  it('LOG-16: finds rounds that do not add up, a second end, and a step that never ended', () => {
    const name = 'runlog.stage_trace_consistency';
    check(without(of('round_summary', 'b')), { [name]: /ended_round is 2, but there are 1 round summaries/ });
    check(without(of('gate', 'b')), { [name]: /1 decisions/ });
    check((rows) => [...rows, { type: 'end_condition', ended_round: 2, seq: 99 }], {
      [name]: /2 rows of type end_condition/,
    });
    check(
      without((row) => row['event_type'] === 'succeeded' && row['node_id'] === 'b'),
      {
        [name]: /visit 1 of node b began 1 and ended 0 times/,
      },
    );
  });

  it('LOG-16: finds places that do not rise, and a step that began before what it needs', () => {
    const name = 'runlog.stage_trace_ordering';
    check((rows) => rows.map((row, index) => (index === 4 ? { ...row, seq: 2 } : row)), {
      [name]: /seq of row 5 is 2/,
    });
    check((rows) => rows.map((row) => (of('context')(row) ? { ...row, needs: { a: ['b'], b: [] } } : row)), {
      [name]: /node a began before b ended/,
    });
  });

  it('asks of a step that waits for any only that one has ended', () => {
    const rows = wholeLog().map((row) =>
      of('context')(row) ? { ...row, needs: { b: ['a', 'c'] }, joins: { b: 'any' } } : row,
    );
    assert.equal(evalRun('run-a', rows).pass_fail, true);
  });
});
