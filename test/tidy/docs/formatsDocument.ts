import { failuresMarkdown } from '../../../server/src/core/report/documents/failuresMarkdown';
import { junitXml } from '../../../server/src/core/report/documents/junitXml';
import { summaryFile } from '../../../server/src/core/report/documents/summaryFile';
import { failureText } from '../../../server/src/core/report/failureText';
import { runProjection } from '../../../server/src/core/report/projection/runProjection';
import { reportMarkdown } from '../../../server/src/core/report/reportMarkdown';
import { runReport } from '../../../server/src/core/report/runReport';
import { runManifest } from '../../../server/src/core/runDirectory/writeRunDirectory';
import { evalRun } from '../../../server/src/core/runlog/evaluation/evalRun';
import { graphNodeTrace } from '../../../server/src/core/runlog/graphNodeTrace';
import { runlogText } from '../../../server/src/core/runlog/readRunlog';
import { runlogRows } from '../../../server/src/core/runlog/runlogRows';
import { countRows, runlogSummary } from '../../../server/src/core/runlog/runlogSummary';
import { failedHistory } from '../../core/report/sampleHistory';
import { heading } from './markdown';

/** docs/FORMATS.md: every form in which a run can be had, with what the code makes of one sample run. */
export function formatsDocument(): string {
  return [
    heading('Formats', 'the projections in server/src/core, on the sample run of the tests'),
    'What can be had of a run: by `holdpoint export KIND RUN`, and where the table says so by a command of its own. Each is',
    'derived from the record alone, redacted, and written whole or not at all. The sample is a run of three steps whose',
    'second failed after two tries.',
    '',
    ...examples().flatMap(({ kind, about, language, text }) => [
      `## ${kind}`,
      '',
      about,
      '',
      `\`\`\`\`${language}`,
      text.trimEnd(),
      '````',
      '',
    ]),
    ...withoutExample,
  ].join('\n');
}

interface Example {
  readonly kind: string;
  readonly about: string;
  readonly language: string;
  readonly text: string;
}

function examples(): readonly Example[] {
  const history = failedHistory();
  const report = runReport(history);
  const rows = runlogRows(history);
  const { phase_summary, phase_state, step_logs } = runProjection(history);
  const summary = summaryFile({
    status: history.run.status,
    end_code: history.run.end_code,
    endedSteps: step_logs.length,
    stepCount: history.steps.length,
    latestStep: `step_00${step_logs.length}.json`,
    hasPhaseSummary: true,
  });
  const { run_id } = report;
  return [
    json('report', '`report RUN --format json`, `run_report.v1`.', report),
    text('markdown', '`report RUN`: a bullet for each scalar.', 'markdown', reportMarkdown(report)),
    text('failures', '`report failures --last N`.', 'markdown', failuresMarkdown([report])),
    text('failure text', 'On stderr when a run fails.', 'text', failureText(report) ?? ''),
    text('runlog', 'One JSON object for each line; `runs log RUN`.', 'json', runlogText(rows)),
    json('runlog summary', 'With every answer of `run/runlog`.', runlogSummary(countRows(rows), 0)),
    json('graph-trace', '`graph_node_trace.v1`; `runs graph RUN`.', graphNodeTrace(rows)),
    json('eval', '`eval.v1`; `eval RUN`.', evalRun(run_id, rows)),
    json('manifest.json', 'What a run was made of; part of `run-dir`.', runManifest(history)),
    text('junit', 'Each visit of a step is a test case.', 'xml', junitXml(report)),
    json('summary.json', 'The SummaryFile; `summary RUN`.', summary.json),
    text('summary.txt', 'The same in one line.', 'text', summary.text),
    json('phase-summary', '`logs/phase_summary.json`.', phase_summary),
    json('step-logs', '`logs/steps/step_NNN.json`; the last of three.', step_logs.at(-1) ?? {}),
    json('phase-state', '`workspace/artifacts/phase_state.json`.', phase_state),
  ];
}

function json(kind: string, about: string, document: object): Example {
  return { kind, about, language: 'json', text: JSON.stringify(document, null, 2) };
}

function text(kind: string, about: string, language: string, content: string): Example {
  return { kind, about, language, text: content };
}

const withoutExample = [
  '## html',
  '',
  'One page that opens without a network: what failed and who allowed it, the trace as a picture, steps, files, approvals,',
  'decisions, checks and artifacts; light or dark as the reader has it, English or Japanese by `--locale`.',
  '',
  '## run-dir',
  '',
  '`runs/RUN/` with `runlog.jsonl`, `report.json`, `report.md`, `inputs.json`, `manifest.json` and `eval.json`, as above. `import`',
  'reads it, half-written ones and older ones with `seed.json` or `pack_manifest.json` too.',
  '',
  '## otlp',
  '',
  'The trace as OTLP JSON, as a collector takes it.',
  '',
  '## incident',
  '',
  '`incident RUN`: a ZIP with `incident.json` and `incident.md` (time, reporter, commit hash, mode, job, symptom, reproduction,',
  'errors, environment, actions), `last_run_summary.json` and `.txt`, the newest step logs, the reports, inputs and the run log.',
  '',
];
