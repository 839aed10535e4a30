import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failuresMarkdown } from '../../../../server/src/core/report/documents/failuresMarkdown';
import { junitXml } from '../../../../server/src/core/report/documents/junitXml';
import { parseSummaryText, summaryFile } from '../../../../server/src/core/report/documents/summaryFile';
import { runReport } from '../../../../server/src/core/report/runReport';
import { failedHistory } from '../sampleHistory';

const summary = (set: Partial<Parameters<typeof summaryFile>[0]> = {}) =>
  summaryFile({
    status: 'succeeded',
    end_code: 'done',
    endedSteps: 1,
    stepCount: 1,
    latestStep: 'step_001.json',
    hasPhaseSummary: true,
    ...set,
  });

describe('the SummaryFile', () => {
  it('OPS-07: has its keys in the order in which they are written down, in both forms', () => {
    const { json, text } = summary();
    assert.equal(
      text,
      'phase=done step=1 done=True latest_step=step_001.json step_count=1 phase_summary=exists job_result=none job_loop=disabled job_name= job_index= max_jobs= job_payload=none job_result_written=false job_payload_size=0 end_reason=done job_result_path=',
    );
    assert.equal(
      JSON.stringify(json),
      '{"phase":"done","step":1,"done":true,"latest_step":"step_001.json","step_count":1,"phase_summary_exists":true,"job_result_exists":false,"job_result_written":false,"job_payload_present":false,"job_payload_size":0,"job_loop":{"enabled":false,"max_jobs":null,"job_name":null,"current_job_index":null,"completed":false},"end_reason":"done"}',
    );
  });

  it('OPS-07: parses back from its line, whatever the values hold', () => {
    const value = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(value, fc.option(value), (latestStep, end_code) => {
        const { text } = summary({ latestStep, end_code, status: 'cancelled' });
        const read = parseSummaryText(`${text}\n`);
        assert.equal(Object.keys(read).length, 16);
        assert.deepEqual([read['latest_step'], read['end_reason']], [latestStep, end_code ?? '']);
        assert.deepEqual([read['phase'], read['job_loop']], ['cancelled', 'disabled']);
      }),
    );
  });
});

describe('JUnit XML of a run', () => {
  it('has the steps as test cases, with what failed and what was skipped', () => {
    assert.equal(
      junitXml(runReport(failedHistory())),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="holdpoint" tests="3" failures="1" errors="0" skipped="1" time="10.000">
  <testsuite name="Add health endpoint" timestamp="2026-01-02T03:04:05" id="0" tests="3" failures="1" errors="0" skipped="1" time="10.000">
    <properties>
      <property name="run_id" value="run-20260102-030405-0000aa"/>
      <property name="trace_id" value="0af7651916cd43dd8448eb211c80319c"/>
      <property name="plan_hash" value="sha256:${'a'.repeat(64)}"/>
      <property name="status" value="failed"/>
    </properties>
    <testcase name="lint" classname="Add health endpoint" time="0.000"/>
    <testcase name="build" classname="Add health endpoint" time="5.000">
      <failure message="exit code 1" type="exit_code">2 attempt(s), tool shell.run</failure>
    </testcase>
    <testcase name="ship" classname="Add health endpoint" time="0.000">
      <skipped message="run_ended"/>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  it('holds what would be markup or no XML at all as text', () => {
    const history = failedHistory();
    const steps = history.steps.map((row) => ({ ...row, error_message: ']]> <a b="c">\u0000&\u001b[31m' }));
    const xml = junitXml(runReport({ ...history, steps }));
    assert.match(xml, /message="\]\]&gt; &lt;a b=&quot;c&quot;&gt;\\u\{0\}&amp;\\e\[31m"/);
    assert.doesNotMatch(xml.replaceAll('\n', ''), /\p{Cc}/u);
  });
});

describe('the failures of the last runs', () => {
  it('FLOW-28: name for each what failed, why, and how to look closer', () => {
    assert.equal(
      failuresMarkdown([runReport(failedHistory())]),
      `# Holdpoint Failures

1 failed run, newest first.

## Add health endpoint (version 3)

- run_id: run-20260102-030405-0000aa
- trace_id: 0af7651916cd43dd8448eb211c80319c
- status: failed
- ended_at: 2026-01-02T03:04:15.000Z
- failed_node_id: build
- attempts: 2
- reason: exit code 1
- policy: fail\\_fast=True, retry=exponential(max\\_attempts=2, delay=500ms)
- payload_preview: {"argv":\\["npm","run","build"\\]}
- next: holdpoint trace show 0af7651916cd43dd8448eb211c80319c
`,
    );
    assert.match(failuresMarkdown([]), /^# Holdpoint Failures\n\nNo failed runs\.\n/);
  });
});
