import assert from 'node:assert/strict';
import { diaryEntry } from '../../../server/src/core/report/diaryEntry';
import { failureText } from '../../../server/src/core/report/failureText';
import { reportMarkdown } from '../../../server/src/core/report/reportMarkdown';
import type { RunHistory } from '../../../server/src/core/report/runHistory';
import { runReport } from '../../../server/src/core/report/runReport';
import { failedHistory, goodHistory, spanAt, waitingHistory } from './sampleHistory';

const reportKeys =
  `trace_id failed_node_id summary policy_snapshot context_digest schema_version run_id session_id plan status
  failed_step_id attempts error_code end_reason started_at ended_at duration_ms active_ms steps artifacts approvals
  decisions next_commands`.split(/\s+/);

describe('the report of a run', () => {
  it('FLOW-10: has the same keys for success and failure', () => {
    for (const history of [failedHistory(), goodHistory()]) {
      const report = runReport(history);
      assert.deepEqual(Object.keys(report), reportKeys);
      assert.equal(report.schema_version, 'run_report.v1');
    }
  });

  it('FLOW-10: says where a failed run stood', () => {
    const report = runReport(failedHistory());
    assert.equal(report.failed_node_id, 'build');
    assert.equal(report.failed_step_id, 'build');
    assert.equal(report.attempts, 2);
    assert.equal(report.error_code, 'ORCH_STAGE_FAILED');
    assert.equal(report.summary, "Step 'build' failed after 2 attempts: exit code 1");
    assert.deepEqual(report.end_reason, { code: 'step_failed', message: 'exit code 1' });
    assert.deepEqual(report.context_digest, {
      payload_preview: '{"argv":["npm","run","build"]}',
      steps: [
        { node_id: 'lint', status: 'succeeded' },
        { node_id: 'build', status: 'failed' },
        { node_id: 'ship', status: 'skipped' },
      ],
      last_error: { node_id: 'build', message: 'exit code 1' },
    });
  });

  it('FLOW-03: shows total tries of the step that failed', () => {
    assert.equal(runReport(failedHistory()).policy_snapshot?.retry.max_attempts, 2);
    assert.equal(runReport(goodHistory()).policy_snapshot?.retry.max_attempts, 1);
  });

  it('leaves waiting for people out of the active time', () => {
    const { duration_ms, active_ms } = runReport(failedHistory());
    assert.deepEqual({ duration_ms, active_ms }, { duration_ms: 10_000, active_ms: 6000 });
  });

  it('counts overlapping waits once, and only while the run lasted', () => {
    const history = failedHistory();
    const gate = { kind: 'gate', name: 'holdpoint.approval step' } as const;
    const spans = [
      ...history.spans,
      spanAt('plan', -9000, -1000, { ...gate, name: 'holdpoint.approval plan' }),
      spanAt('second', 4000, 6000, gate),
      spanAt('third', 9000, 99_000, gate),
      spanAt('policy', 0, 10_000, { kind: 'gate', name: 'holdpoint.policy' }),
    ];
    assert.equal(runReport({ ...history, spans }).active_ms, 10_000 - 5000 - 1000);
  });

  it('falls back to the declared input of a step that never started', () => {
    const history = failedHistory();
    const report = runReport({ ...history, spans: history.spans.filter(({ kind }) => kind !== 'step') });
    assert.equal(report.context_digest.payload_preview, '{"argv":["npm","run","build"]}');
  });

  it('FLOW-09: cuts the preview of an input at 200 characters', () => {
    const history = goodHistory();
    const inputs = { text: 'x'.repeat(500) };
    const run = { ...history.run, policy_json: JSON.stringify({ inputs }) };
    const { payload_preview } = runReport({ ...history, run }).context_digest;
    assert.equal(payload_preview, `{"text":"${'x'.repeat(191)}...`);
  });

  it('names the code of a denial, and denies that no step caused', () => {
    assert.equal(runReport(deniedHistory()).error_code, 'APPROVAL_REJECTED');
    const { steps, ...rest } = deniedHistory();
    assert.equal(runReport({ ...rest, steps: steps.slice(0, 1) }).error_code, 'DENIED');
    assert.equal(runReport(deniedHistory()).summary, "Step 'build' was denied: rejected by user:ann: no");
  });

  it('tells what to do next', () => {
    const { run } = failedHistory();
    assert.deepEqual(runReport(failedHistory()).next_commands, [
      `holdpoint trace show ${run.trace_id}`,
      `holdpoint explain ${run.session_id}`,
      `holdpoint plan import ${run.session_id} FILE`,
      `holdpoint rerun ${run.id}`,
    ]);
    assert.deepEqual(runReport(waitingHistory({ id: 'appr_1' })).next_commands, [
      'holdpoint approvals show appr_1',
      `holdpoint run --resume ${run.trace_id}`,
    ]);
  });

  it('reports a run whose record lacks its terms', () => {
    const history = failedHistory();
    const report = runReport({ ...history, run: { ...history.run, policy_json: '{}' }, spans: [] });
    assert.equal(report.policy_snapshot, null);
    assert.equal(report.duration_ms, 10_000);
    assert.match(failureText(report) ?? '', /^ {2}policy: unknown$/m);
  });
});

describe('the failure text', () => {
  it('FLOW-11: is the golden text', () => {
    assert.equal(
      failureText(runReport(failedHistory())),
      [
        'Flow failed.',
        '  trace_id: 0af7651916cd43dd8448eb211c80319c',
        '  failed_node: build',
        '  reason: exit code 1',
        '  policy: fail_fast=True, retry=exponential(max_attempts=2, delay=500ms)',
        '  payload_preview: {"argv":["npm","run","build"]}',
      ].join('\n'),
    );
  });

  it('keeps a message of several lines from posing as another field', () => {
    const history = failedHistory();
    const run = { ...history.run, end_message: 'one\r\n  trace_id: forged\u2028two' };
    assert.match(
      failureText(runReport({ ...history, run })) ?? '',
      /^ {2}reason: one trace_id: forged two$/m,
    );
  });

  it('FLOW-11: gives the reason of the run, not what an earlier step said whose failure was handled', () => {
    const history = failedHistory();
    const end = (end_code: 'max_visits_reached' | 'check_failed', end_message: string, stopped: 0 | 1) =>
      runReport({
        ...history,
        run: { ...history.run, end_code, end_message },
        steps: history.steps.map((row) => ({ ...row, stopped: row.step_id === 'lint' ? stopped : 0 })),
      });
    const visited = end('max_visits_reached', 'max_visits_reached: step lint was visited 3 times', 1);
    assert.match(
      failureText(visited) ?? '',
      /^ {2}failed_node: lint\n {2}reason: max_visits_reached: step lint/m,
    );
    assert.equal(visited.summary, 'Run failed: max_visits_reached: step lint was visited 3 times');
    const checked = end('check_failed', 'done condition failed: tests: none', 0);
    assert.match(
      failureText(checked) ?? '',
      /^ {2}failed_node: none\n {2}reason: done condition failed: tests/m,
    );
    assert.equal(checked.context_digest.last_error?.node_id, 'build');
  });

  it('is silent about a run that has not failed', () => {
    assert.equal(failureText(runReport(goodHistory())), null);
    assert.equal(failureText(runReport(waitingHistory({ id: 'appr_1' }))), null);
  });
});

describe('the report in Markdown', () => {
  it('FLOW-10: is the golden text', () => {
    const text = reportMarkdown(runReport(failedHistory()));
    const [head, policy, digest] = text.split(/^## .*$/m);
    assert.equal(
      head,
      `# Holdpoint Failure Report

- trace_id: 0af7651916cd43dd8448eb211c80319c
- failed_node_id: build
- summary: Step 'build' failed after 2 attempts: exit code 1
- schema_version: run_report.v1
- run_id: run-20260102-030405-0000aa
- session_id: session_00000000000a
- status: failed
- failed_step_id: build
- attempts: 2
- error_code: ORCH_STAGE_FAILED
- started_at: 2026-01-02T03:04:05.000Z
- ended_at: 2026-01-02T03:04:15.000Z
- duration_ms: 10000
- active_ms: 6000

`,
    );
    assert.deepEqual(blockOf(policy), runReport(failedHistory()).policy_snapshot);
    assert.deepEqual(blockOf(digest), runReport(failedHistory()).context_digest);
    assert.match(text, /^## Policy Snapshot$/m);
    assert.match(text, /^## Context Digest$/m);
  });

  it('has another title for a run that ended well', () => {
    assert.match(reportMarkdown(runReport(goodHistory())), /^# Holdpoint Run Report\n/);
  });

  it('lets no text end its block', () => {
    const history = failedHistory();
    const steps = history.steps.map((row) => ({
      ...row,
      error_message: row.error_message && '```\n# forged\n````',
    }));
    const text = reportMarkdown(runReport({ ...history, steps }));
    assert.doesNotMatch(text, /^# forged/m);
    assert.match(text, /^`````json$/m);
  });
});

describe('the diary', () => {
  it('FLOW-14: has one entry for a failed run, which leads back to its input', () => {
    const report = runReport(failedHistory());
    assert.deepEqual(diaryEntry(report, failedHistory().run.inputs_sha), {
      timestamp: '2026-01-02T03:04:15.000Z',
      trace_id: report.trace_id,
      failed_node_id: 'build',
      summary: report.summary,
      policy_snapshot: report.policy_snapshot,
      context_digest: report.context_digest,
      run_id: report.run_id,
      input_sha256: 'c'.repeat(64),
    });
  });

  it('has none for a run that ended well', () => {
    assert.equal(diaryEntry(runReport(goodHistory()), ''), null);
  });
});

function deniedHistory(): RunHistory {
  const history = failedHistory();
  const steps = history.steps.map((row) => ({
    ...row,
    ...(row.status === 'failed'
      ? {
          status: 'denied' as const,
          error_code: 'APPROVAL_REJECTED',
          error_message: 'rejected by user:ann: no',
        }
      : {}),
  }));
  return { ...history, run: { ...history.run, status: 'denied', end_code: 'deny' }, steps };
}

function blockOf(text: string | undefined): unknown {
  return JSON.parse(/```json\n([\s\S]*?)\n```/.exec(text ?? '')?.[1] ?? '');
}
