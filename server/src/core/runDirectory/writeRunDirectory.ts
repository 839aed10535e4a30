import type { JsonObject } from '#protocol/json';
import { planDocument } from '../plan/printPlan';
import { reportMarkdown } from '../report/reportMarkdown';
import { type RunHistory, runTerms } from '../report/runHistory';
import type { RunReport } from '../report/runReport';
import type { Evaluation } from '../runlog/evaluation/evalRun';
import { runlogText } from '../runlog/readRunlog';
import type { RunlogRow } from '../runlog/runlogRow';
import type { RunDocuments, RunFiles } from './runDirectory';

/** The parts of a run from which its directory is made, redacted already. */
export interface RunParts {
  readonly rows: readonly RunlogRow[];
  readonly report: JsonObject;
  readonly inputs: JsonObject;
  readonly manifest: JsonObject;
  readonly eval: Evaluation;
  /** What an imported run came with beside these. */
  readonly older: Pick<RunDocuments, 'seed' | 'pack_manifest' | 'report_markdown'>;
}

/** The files of a run directory (LOG-09); the same record gives the same bytes. */
export function writeRunDirectory({ rows, report, inputs, manifest, older, ...parts }: RunParts): RunFiles {
  const { seed, pack_manifest, report_markdown } = older;
  return {
    'runlog.jsonl': runlogText(rows),
    'report.json': jsonFile(report),
    'report.md': report_markdown ?? reportMarkdown(report as unknown as RunReport),
    'inputs.json': jsonFile(inputs),
    'manifest.json': jsonFile(manifest),
    'eval.json': jsonFile(parts.eval),
    ...(seed === null ? {} : { 'seed.json': jsonFile(seed) }),
    ...(pack_manifest === null ? {} : { 'pack_manifest.json': jsonFile(pack_manifest) }),
  };
}

/** What a run was made of: plan, inputs, tools, base commit and how it ended. */
export function runManifest({ run, planRow, plan }: RunHistory): JsonObject {
  const { baseCommit, toolVersions, policy } = runTerms(run);
  const end = run.end_code === null ? null : { code: run.end_code, message: run.end_message ?? '' };
  return {
    schema_version: 'run_manifest.v1',
    run_id: run.id,
    trace_id: run.trace_id,
    session_id: run.session_id,
    parent_run_id: run.parent_run_id,
    created_at_utc: run.created_at,
    started_at: run.started_at,
    ended_at: run.ended_at,
    status: run.status,
    end_reason: end,
    mode: run.mode,
    profile: run.profile,
    stepping: run.stepping,
    executor: run.executor,
    experimental: run.experimental === 1,
    fingerprint: run.fingerprint,
    inputs_sha256: run.inputs_sha,
    policy_version: policy?.version ?? null,
    base_commit: baseCommit,
    tool_versions: toolVersions,
    plan: {
      id: planRow.id,
      title: planRow.title,
      version: planRow.version,
      hash: run.plan_hash,
      document: planDocument(plan),
    },
  };
}

/** A document as a file holds it. */
export function jsonFile(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
