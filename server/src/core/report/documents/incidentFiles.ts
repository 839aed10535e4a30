import type { JsonObject } from '#protocol/json';
import { isFailure, oneLine } from '../failureText';
import type { RunProjection } from '../projection/runProjection';
import { reportMarkdown } from '../reportMarkdown';
import type { RunReport } from '../runReport';
import type { RunSummary } from './summaryFile';

/** Everything that an incident bundle is made of, redacted already. */
export interface IncidentSources {
  readonly time: string;
  readonly reporter: string;
  readonly commitHash: string | null;
  readonly mode: string;
  readonly jobIndex: number | null;
  readonly jobName: string | null;
  readonly report: RunReport;
  readonly page: string;
  readonly inputs: JsonObject;
  readonly summary: RunSummary;
  readonly projection: RunProjection;
  readonly runlog: string;
  readonly environment: JsonObject;
}

/** How many of the newest step logs go with a bundle. */
const recentSteps = 20;

/** The files of an incident bundle by their paths (OPS-11): what somebody needs who was not there. */
export function incidentFiles(sources: IncidentSources): Readonly<Record<string, string>> {
  const { report, page, summary, projection, runlog, environment, inputs } = sources;
  const logs = projection.step_logs.slice(-recentSteps).map((log) => {
    const name = `logs/steps/step_${String(log.step_num).padStart(3, '0')}.json`;
    return [name, jsonText(log)] as const;
  });
  return {
    'incident.json': jsonText(incident(sources)),
    'incident.md': incidentMarkdown(sources),
    'last_run_summary.json': jsonText(summary.json),
    'last_run_summary.txt': `${summary.text}\n`,
    'report.json': jsonText(report),
    'report.md': reportMarkdown(report),
    'report.html': page,
    'inputs.json': jsonText(inputs),
    'runlog.jsonl': runlog,
    'environment.json': jsonText(environment),
    'logs/phase_summary.json': jsonText(projection.phase_summary),
    ...Object.fromEntries(logs),
  };
}

function incident(sources: IncidentSources) {
  const { report } = sources;
  return {
    schema_version: 'incident.v1',
    time: sources.time,
    reporter: sources.reporter,
    commit_hash: sources.commitHash,
    mode: sources.mode,
    job_index: sources.jobIndex,
    job_name: sources.jobName,
    run_id: report.run_id,
    trace_id: report.trace_id,
    symptom: report.summary,
    reproduction: reproduction(report),
    errors: errorsOf(report),
    environment: sources.environment,
    actions: report.next_commands,
  };
}

function reproduction({ run_id, session_id }: RunReport): readonly string[] {
  return [`holdpoint rerun ${run_id}`, `holdpoint plan show ${session_id}`];
}

function errorsOf({ steps, end_reason, status }: RunReport) {
  const tried = steps.filter((step) => step.status !== 'skipped');
  const own = tried.flatMap(({ step_id, visit, error }) =>
    error === null ? [] : [{ step_id, visit, ...error }],
  );
  const isToldByRun = own.length === 0 && end_reason !== null && isFailure({ status });
  return isToldByRun ? [{ step_id: null, visit: null, ...end_reason }] : own;
}

function incidentMarkdown(sources: IncidentSources): string {
  const { report } = sources;
  const facts = {
    time: sources.time,
    reporter: sources.reporter,
    commit_hash: sources.commitHash,
    mode: sources.mode,
    job_index: sources.jobIndex,
    job_name: sources.jobName,
    run_id: report.run_id,
    trace_id: report.trace_id,
  };
  const bullets = Object.entries(facts).map(
    ([key, value]) => `- ${key}: ${value === null ? 'null' : oneLine(String(value))}`,
  );
  const errors = errorsOf(report).map(
    ({ step_id, code, message }) => `- ${step_id ?? 'run'} (${code}): ${oneLine(message)}`,
  );
  return [
    ...['# Holdpoint Incident', '', ...bullets, ''],
    ...['## Symptom', '', oneLine(report.summary), ''],
    ...['## Reproduction', '', ...reproduction(report).map(codeLine), ''],
    ...['## Errors', '', ...(errors.length === 0 ? ['none'] : errors), ''],
    ...['## Environment', '', ...environmentLines(sources.environment), ''],
    ...['## Actions', '', ...report.next_commands.map(codeLine), ''],
  ].join('\n');
}

function environmentLines(environment: JsonObject): readonly string[] {
  return Object.entries(environment).map(([key, value]) => `- ${key}: ${oneLine(String(textOf(value)))}`);
}

function textOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function codeLine(command: string): string {
  return `    ${oneLine(command)}`;
}

function jsonText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
