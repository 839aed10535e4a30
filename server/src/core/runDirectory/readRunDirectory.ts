import type { Json, JsonObject } from '#protocol/json';
import { parseExactJson } from '#protocol/otlp/exactJson';
import { machines } from '#protocol/states';
import { reportGate } from '../report/reportGate';
import { readRunlog } from '../runlog/readRunlog';
import { type RunlogRow, textOf, typeOf } from '../runlog/runlogRow';
import type { DirectoryRun, RunDocuments, RunFiles } from './runDirectory';

/** Understands the files of a run directory, an older or a half-written one too; never fails (LOG-09). */
export function readRunDirectory(name: string, files: RunFiles): DirectoryRun {
  const warnings: string[] = [];
  const documents = readDocuments(files, warnings);
  const { rows, corruptRows } = readRunlog(files['runlog.jsonl'] ?? '');
  if (files['runlog.jsonl'] === undefined) {
    warnings.push('runlog.jsonl is missing');
  }
  if (corruptRows > 0) {
    warnings.push(`${corruptRows} damaged line(s) of runlog.jsonl were left out`);
  }
  const manifest = documents.manifest ?? {};
  const plan = objectOf(manifest['plan']) ?? {};
  return {
    run_id: textOf(manifest['run_id']) ?? name,
    trace_id: textOf(manifest['trace_id']),
    session_id: textOf(manifest['session_id']),
    fingerprint: textOf(manifest['fingerprint']),
    plan_id: textOf(plan['id']),
    plan_hash: textOf(plan['hash']),
    experimental: manifest['experimental'] === true,
    report_gate_pass: flagOf(manifest['report_gate_pass']) ?? reportGate(documents.report ?? {}),
    eval_pass: flagOf(documents.eval?.['pass_fail']),
    ...timesOf(name, manifest, rows),
    ...endOf(manifest, rows, warnings),
    rows,
    corruptRows,
    warnings,
    documents,
  };
}

function readDocuments(files: RunFiles, warnings: string[]): RunDocuments {
  const read = (file: keyof RunFiles) => {
    const text = files[file];
    const value = text === undefined ? undefined : parsed(text);
    if (text !== undefined && value === undefined) {
      warnings.push(`${file} holds no JSON object and was left out`);
    }
    return value ?? null;
  };
  const documents = {
    manifest: read('manifest.json'),
    report: read('report.json'),
    report_markdown: files['report.md'] ?? null,
    inputs: read('inputs.json'),
    eval: read('eval.json'),
    seed: read('seed.json'),
    pack_manifest: read('pack_manifest.json'),
  };
  if (documents.manifest === null) {
    const isOlder = documents.seed !== null || documents.pack_manifest !== null;
    warnings.push(isOlder ? 'an older directory without manifest.json' : 'manifest.json is missing');
  }
  return documents;
}

function parsed(text: string): JsonObject | undefined {
  try {
    return objectOf(parseExactJson(text) as Json);
  } catch {
    return undefined;
  }
}

const epoch = '1970-01-01T00:00:00.000Z';

function timesOf(name: string, manifest: JsonObject, rows: readonly RunlogRow[]) {
  const times = rows.flatMap((row) => isoOf(row['ts']) ?? isoOf(row['timestamp']) ?? []);
  return {
    created_at_utc: isoOf(manifest['created_at_utc']) ?? times[0] ?? nameTime(name) ?? epoch,
    ended_at: isoOf(manifest['ended_at']) ?? times.at(-1) ?? null,
  };
}

/** A run's id names its second. */
function nameTime(name: string): string | undefined {
  const parts = /^run-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-/.exec(name)?.slice(1);
  const [year, month, day, hour, minute, second] = parts ?? [];
  return parts === undefined ? undefined : isoOf(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function isoOf(value: Json | undefined): string | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** A log without its end was cut off: the run counts as interrupted, whatever a manifest says that was written before. */
function endOf(manifest: JsonObject, rows: readonly RunlogRow[], warnings: string[]) {
  const end = rows.findLast((row) => typeOf(row) === 'end_condition');
  const told = textOf(manifest['status']);
  const reason = objectOf(manifest['end_reason']);
  const termination_reason =
    textOf(reason?.['code']) ?? textOf(end?.['end_reason']) ?? textOf(end?.['reason']) ?? null;
  const message = textOf(reason?.['message']) ?? textOf(end?.['message']);
  if (end === undefined) {
    warnings.push('the log has no end: the run is taken as interrupted');
    return { status: 'interrupted', termination_reason: 'interrupted', message };
  }
  const status = told ?? textOf(end['status']) ?? guessedStatus(rows);
  const isKnown = Object.hasOwn(machines.run, status);
  return { status: isKnown ? status : guessedStatus(rows), termination_reason, message };
}

function guessedStatus(rows: readonly RunlogRow[]): string {
  return rows.some((row) => row['outcome'] === 'failed') ? 'failed' : 'succeeded';
}

function objectOf(value: Json | undefined): JsonObject | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : undefined;
}

function flagOf(value: Json | undefined): boolean | null {
  return typeof value === 'boolean' ? value : value === 'pass' ? true : value === 'fail' ? false : null;
}
