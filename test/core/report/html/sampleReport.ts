import type { RunEffects } from '#protocol/methods/effects';
import type { SpanRow } from '#protocol/rows';
import type { ReportSources } from '../../../../server/src/core/report/html/reportPage';
import { runReport } from '../../../../server/src/core/report/runReport';
import { failedHistory, spanAt } from '../sampleHistory';

const effects: RunEffects = {
  run_id: 'run-20260102-030405-0000aa',
  effects: [
    {
      step_id: 'build',
      tool: 'shell.run',
      effect: 'exec',
      names: ['npm run build'],
      verdict: 'ask',
      rule_id: 'ask-exec',
      location: 'holdpoint.policy.yaml:7',
      reason: 'programs ask',
      at: '2026-01-02T03:04:06.000Z',
      approval: {
        approval_id: 'appr_000000000001',
        subject_type: 'step',
        actor: 'user:mina',
        source: 'vscode',
        at: '2026-01-02T03:04:10.000Z',
      },
    },
  ],
  files: [
    {
      path: 'src/health.ts',
      op: 'create',
      step_id: 'lint',
      preview_id: 'prev_000000000001',
      is_undone: false,
    },
  ],
  checks: [{ scope: 'build', name: 'exit_code', passed: false, details: 'exit code 1, expected 0' }],
};

const tool = { kind: 'tool', name: 'execute_tool shell.run', parent_span_id: 'step' } as const;

/** The spans of the sample run: policy, a wait for a person, two tries, and a child of the process. */
export function sampleSpans(): readonly SpanRow[] {
  return [
    ...failedHistory().spans,
    spanAt('lint', 100, 900, { kind: 'step', name: 'holdpoint.step lint' }),
    spanAt('lint-tool', 150, 880, { ...tool, parent_span_id: 'lint' }),
    spanAt('policy', 5010, 5012, { kind: 'gate', name: 'holdpoint.policy', parent_span_id: 'step' }),
    spanAt('try-1', 5050, 7200, { ...tool, status: 'ERROR', error: 'exit code 1' }),
    spanAt('try-2', 7700, 9900, { ...tool, status: 'ERROR', error: 'exit code 1' }),
    spanAt('child', 8000, 9000, { kind: 'service', name: 'GET registry', parent_span_id: 'try-2' }),
  ];
}

/** Everything that a page about the sample run is made of. */
export function sampleSources(set: Partial<ReportSources> = {}): ReportSources {
  return {
    report: runReport(failedHistory()),
    effects,
    spans: sampleSpans(),
    printed: '',
    locale: 'en',
    ...set,
  };
}
