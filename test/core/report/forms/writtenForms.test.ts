import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import type { AttemptRow, DecisionRow, StepRunRow } from '#protocol/rows';
import { diaryEntry } from '../../../../server/src/core/report/diaryEntry';
import { summaryFile } from '../../../../server/src/core/report/documents/summaryFile';
import { runProjection } from '../../../../server/src/core/report/projection/runProjection';
import { reportMarkdown } from '../../../../server/src/core/report/reportMarkdown';
import type { RunHistory } from '../../../../server/src/core/report/runHistory';
import { runReport } from '../../../../server/src/core/report/runReport';
import { writeRunDirectory } from '../../../../server/src/core/runDirectory/writeRunDirectory';
import { evalRun } from '../../../../server/src/core/runlog/evaluation/evalRun';
import { graphNodeTrace } from '../../../../server/src/core/runlog/graphNodeTrace';
import { runlogRows } from '../../../../server/src/core/runlog/runlogRows';
import { failedHistory, goodHistory } from '../sampleHistory';
import { differences, formOf } from './formText';

/** The run of the samples with other ends, and with a try of each step. */
function history(run: Partial<RunHistory['run']>, ...steps: readonly Partial<StepRunRow>[]): RunHistory {
  const base = failedHistory();
  const rows = base.steps.map((row, index) => ({ ...row, ...steps[index] }));
  return {
    ...base,
    run: { ...base.run, ...run },
    steps: rows,
    attempts: rows.map((row, index) => attempt(row, index)),
    decisions: [{ step_id: 'lint', verdict: 'ask', args_sha: 'x', facts_json: '{}' } as DecisionRow],
  };
}

function attempt({ run_id, step_id, visit, status }: StepRunRow, index: number): AttemptRow {
  const started_at = '2026-01-02T03:04:05.000Z';
  const ended_at = '2026-01-02T03:04:06.000Z';
  const error = status === 'succeeded' ? null : 'exit code 1';
  return {
    ...{ id: `att_${index}`, run_id, step_id, visit, n: 1, error_code: null, exit_code: 0 },
    ...{
      status: status === 'succeeded' ? 'succeeded' : 'failed',
      error_message: error,
      started_at,
      ended_at,
    },
  } as AttemptRow;
}

const broken = history(
  { status: 'failed', end_code: 'fatal_error' },
  { status: 'denied', error_code: 'DENIED', error_message: 'rule no-deploy' },
  { error_code: 'internal', error_message: 'the tool broke' },
);
const samples = [broken, failedHistory(), goodHistory()];
const reports = samples.map(runReport);
const projections = samples.map(runProjection);
const rows = runlogRows(broken);

const report = `trace_id, failed_node_id, summary, policy_snapshot, context_digest{payload_preview, steps, last_error{node_id,
  message}}, schema_version, run_id, session_id, plan, status, failed_step_id, attempts, error_code, end_reason, started_at,
  ended_at, duration_ms, active_ms, steps[], artifacts[], approvals[], decisions, next_commands[]`;

const diary =
  'timestamp, trace_id, failed_node_id, summary, policy_snapshot, context_digest, run_id, input_sha256';

const graphTrace = `schema_version, backend: manual|langgraph, execution_mode: manual|stategraph, node_order[],
  executed_nodes[], node_attempts{}, stage_checkpoints[], nodes[{node_id, event_type, event_count}]`;

const evaluation =
  'schema_version, metric_set, run_id, pass_fail, checks[{name, passed, details}], metrics{}';

const summary = `phase, step, done, latest_step, step_count, phase_summary_exists, job_result_exists, job_result_written,
  job_payload_present, job_payload_size, job_loop{enabled, max_jobs, job_name, current_job_index, completed}, end_reason`;

const next = `next_phase_name, next_phase_done_condition, next_instruction_id, next_instruction_summary,
  next_instruction_inputs[], next_instruction_expected_outputs[]`;

const counts = 'execution_summary{executed_count, denied_count, timeout_count, failed_count}';

const phaseSummary = `generated_at, current_phase, previous_phase, is_experimental, experimental, job_loop_enabled, job_loop{},
  job_payload_present, job_result_written, job_result_path, job_result_path_posix, total_steps, success_count, fail_count,
  denied_count, fatal_error_count, stopped_count, skipped_count, final_done, final_phase_result{${next}}, ${counts},
  stop_on_deny, end_reason, denied_steps[{step_num, reason, message}], fatal_error_steps[{step_num, reason, error}],
  stopped_steps[{step_num, phase, reason}], skipped_steps[{step_num, skip_reason}],
  steps[{step_num, phase, done, done_reason, timestamp, error, message, stopped}]`;

const stepLog = `phase, step_num, timestamp, done, done_reason, error, message, stopped, is_experimental, s5_flag,
  job_loop_enabled, job_name, job_index, job_payload, job_payload_present, job_payload_size, models_used{draft, review, final},
  prompts_used, final_commands, allowlist_summary, draft, review, final, draft_raw, review_raw, final_raw,
  execution{command_results[], ${counts}}, ${next}`;

const phaseState = `current_phase, previous_phase, current_step, last_done, last_done_reason, next_instruction_id, job_index,
  updated_at`;

function summarySample() {
  const ended = { status: 'succeeded', end_code: 'done', endedSteps: 1, stepCount: 1 } as const;
  return summaryFile({ ...ended, latestStep: 'step_001.json', hasPhaseSummary: true });
}

describe('what is derived from a run has exactly the keys that are promised, in their order', () => {
  const forms = [
    ['FLOW-10: the report', report, reports],
    [
      'FLOW-14: the diary',
      diary,
      reports.map((made) => diaryEntry(made, 'sha')).filter((one) => one !== null),
    ],
    ['LOG-07: the trace of nodes', graphTrace, [graphNodeTrace(rows)]],
    [
      'LOG-06: the checkpoints of that trace',
      'node_id, attempt, outcome, error, ts, duration_ms',
      graphNodeTrace(rows).stage_checkpoints.filter(({ outcome }) => outcome !== 'success'),
    ],
    ['LOG-16: the evaluation', evaluation, [evalRun('run', rows)]],
    ['OPS-07: the SummaryFile', summary, [summarySample().json]],
    ['OPS-08: the phase summary', phaseSummary, projections.map(({ phase_summary }) => phase_summary)],
    ['OPS-09: the step logs', stepLog, projections.flatMap(({ step_logs }) => step_logs)],
    ['OPS-10: the cursor', phaseState, projections.map(({ phase_state }) => phase_state)],
  ] as const satisfies readonly (readonly [string, string, readonly unknown[]])[];
  for (const [name, form, documents] of forms) {
    it(name, () => {
      assert.deepEqual(differences(formOf(form), documents), []);
    });
  }

  it('OPS-07: the line of the SummaryFile', () => {
    const line = `phase=done step=1 done=True latest_step=step_001.json step_count=1 phase_summary=exists job_result=none
      job_loop=disabled job_name= job_index= max_jobs= job_payload=none job_result_written=false job_payload_size=0
      end_reason=done job_result_path=`;
    assert.equal(summarySample().text, line.replace(/\s+/g, ' '));
  });

  it('LOG-08: the rows of a run log', () => {
    const types = ['context', 'gate', 'action', 'round_summary', 'end_condition'];
    const graph = ['graph_node', 'graph_node_attempt', 'stage_checkpoint'];
    const found = new Set(rows.map(({ type }) => String(type)));
    assert.deepEqual([...found].sort(), [...types, ...graph].sort());
    for (const row of rows) {
      const marks = graph.includes(String(row['type'])) ? ['schema_version', 'backend'] : [];
      assert.deepEqual(Object.keys(row).slice(0, 3 + marks.length), ['seq', 'ts', 'type', ...marks]);
    }
  });

  it('LOG-09: the files of a run directory', () => {
    const files = writeRunDirectory({
      rows,
      report: runReport(broken) as unknown as JsonObject,
      inputs: {},
      manifest: {},
      eval: evalRun('run', rows),
      older: { seed: null, pack_manifest: null, report_markdown: null },
    });
    const names = 'runlog.jsonl report.json report.md inputs.json manifest.json eval.json';
    assert.deepEqual(Object.keys(files), names.split(' '));
  });

  it('FLOW-10: the report in Markdown, a bullet for each scalar', () => {
    const made = runReport(failedHistory());
    const scalars = Object.entries(made).filter(([, value]) => value === null || typeof value !== 'object');
    const bullets = reportMarkdown(made)
      .split('\n')
      .filter((line) => line.startsWith('- '));
    assert.deepEqual(
      bullets.map((line) => line.slice(2, line.indexOf(':'))),
      scalars.map(([key]) => key),
    );
  });
});
