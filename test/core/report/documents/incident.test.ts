import assert from 'node:assert/strict';
import { incidentFiles } from '../../../../server/src/core/report/documents/incidentFiles';
import { summaryFile } from '../../../../server/src/core/report/documents/summaryFile';
import { runProjection } from '../../../../server/src/core/report/projection/runProjection';
import { runReport } from '../../../../server/src/core/report/runReport';
import { failedHistory } from '../sampleHistory';

const summary = summaryFile({
  ...{ status: 'failed', end_code: 'step_failed', endedSteps: 2, stepCount: 3 },
  ...{ latestStep: 'step_003.json', hasPhaseSummary: true },
});

const files = incidentFiles({
  ...{ time: '2026-01-02T03:05:00.000Z', reporter: 'user:kim', commitHash: 'c'.repeat(40), mode: 'normal' },
  ...{ jobIndex: null, jobName: null, page: '<html></html>', inputs: { lint_enabled: true }, runlog: '{}\n' },
  ...{ report: runReport(failedHistory()), projection: runProjection(failedHistory()), summary },
  environment: { os: 'linux 6', versions: { node: '20.19.0' } },
});

describe('an incident bundle', () => {
  it('OPS-11: tells in JSON when, who, on which commit, in which mode, what, how, why, where and what next', () => {
    assert.equal(
      files['incident.json'],
      `{
  "schema_version": "incident.v1",
  "time": "2026-01-02T03:05:00.000Z",
  "reporter": "user:kim",
  "commit_hash": "${'c'.repeat(40)}",
  "mode": "normal",
  "job_index": null,
  "job_name": null,
  "run_id": "run-20260102-030405-0000aa",
  "trace_id": "0af7651916cd43dd8448eb211c80319c",
  "symptom": "Step 'build' failed after 2 attempts: exit code 1",
  "reproduction": [
    "holdpoint rerun run-20260102-030405-0000aa",
    "holdpoint plan show session_00000000000a"
  ],
  "errors": [
    {
      "step_id": "build",
      "visit": 1,
      "code": "exit_code",
      "message": "exit code 1"
    }
  ],
  "environment": {
    "os": "linux 6",
    "versions": {
      "node": "20.19.0"
    }
  },
  "actions": [
    "holdpoint trace show 0af7651916cd43dd8448eb211c80319c",
    "holdpoint explain session_00000000000a",
    "holdpoint plan import session_00000000000a FILE",
    "holdpoint rerun run-20260102-030405-0000aa"
  ]
}
`,
    );
  });

  it('OPS-11: tells the same to people', () => {
    assert.equal(
      files['incident.md'],
      `# Holdpoint Incident

- time: 2026-01-02T03:05:00.000Z
- reporter: user:kim
- commit_hash: ${'c'.repeat(40)}
- mode: normal
- job_index: null
- job_name: null
- run_id: run-20260102-030405-0000aa
- trace_id: 0af7651916cd43dd8448eb211c80319c

## Symptom

Step 'build' failed after 2 attempts: exit code 1

## Reproduction

    holdpoint rerun run-20260102-030405-0000aa
    holdpoint plan show session_00000000000a

## Errors

- build (exit_code): exit code 1

## Environment

- os: linux 6
- versions: {"node":"20.19.0"}

## Actions

    holdpoint trace show 0af7651916cd43dd8448eb211c80319c
    holdpoint explain session_00000000000a
    holdpoint plan import session_00000000000a FILE
    holdpoint rerun run-20260102-030405-0000aa
`,
    );
  });

  it('OPS-11: holds the summary of the last run in both forms, its step logs, and its environment', () => {
    assert.deepEqual(Object.keys(files), [
      ...['incident.json', 'incident.md', 'last_run_summary.json', 'last_run_summary.txt', 'report.json'],
      ...['report.md', 'report.html', 'inputs.json', 'runlog.jsonl', 'environment.json'],
      ...['logs/phase_summary.json', 'logs/steps/step_001.json', 'logs/steps/step_002.json'],
      'logs/steps/step_003.json',
    ]);
    assert.equal(
      files['last_run_summary.txt'],
      'phase=failed step=2 done=False latest_step=step_003.json step_count=3 phase_summary=exists job_result=none job_loop=disabled job_name= job_index= max_jobs= job_payload=none job_result_written=false job_payload_size=0 end_reason=step_failed job_result_path=\n',
    );
    assert.deepEqual(JSON.parse(files['last_run_summary.json'] ?? ''), summary.json);
    assert.deepEqual(
      [1, 2, 3].map((number) => JSON.parse(files[`logs/steps/step_00${number}.json`] ?? '').step_num),
      [1, 2, 3],
    );
  });
});
