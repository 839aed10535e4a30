import type { JsonObject } from '#protocol/json';
import { executorNames } from '#protocol/plan';
import { profiles } from '#protocol/policy';
import type { RunRow, SessionRow } from '#protocol/rows';
import type { State } from '#protocol/states';
import type { DirectoryRun } from '../../../core/runDirectory/runDirectory';
import type { Context } from '../../context';
import { isoNow, newId } from '../../record/record';

/** The session of an imported run: one of its own, so that nothing that lives here is mixed with it. */
export function sessionRowOf(context: Context, run: DirectoryRun): SessionRow {
  const now = isoNow(context);
  return {
    id: newId(context, 'session'),
    goal: `Imported run ${run.run_id}`,
    mode: wordOf(run, 'mode', ['normal', 'dry_run']),
    profile: wordOf(run, 'profile', profiles, 'standard'),
    status: 'active',
    created_at: now,
    updated_at: now,
  };
}

/** The row of an imported run; what its directory does not say is left empty, never made up. */
export function runRowOf(
  context: Context,
  run: DirectoryRun,
  place: Pick<RunRow, 'session_id' | 'plan_id' | 'trace_id'>,
): RunRow {
  const manifest = run.documents.manifest ?? {};
  const isOpen = run.status === 'interrupted';
  return {
    id: run.run_id,
    ...place,
    plan_hash: run.plan_hash ?? '',
    batch_id: null,
    batch_index: null,
    parent_run_id: null,
    inputs_sha: textOr(manifest['inputs_sha256'], ''),
    fingerprint: run.fingerprint ?? '',
    mode: wordOf(run, 'mode', ['normal', 'dry_run']),
    profile: wordOf(run, 'profile', profiles, 'standard'),
    stepping: wordOf(run, 'stepping', ['auto', 'manual']),
    executor: wordOf(run, 'executor', executorNames, 'local'),
    slot_id: 'imported',
    status: run.status as State<'run'>,
    end_code: run.termination_reason,
    end_message: run.message,
    experimental: run.experimental ? 1 : 0,
    policy_json: JSON.stringify(termsOf(manifest, run)),
    created_at: run.created_at_utc,
    started_at: textOr(manifest['started_at'], run.created_at_utc),
    ended_at: isOpen ? null : (run.ended_at ?? isoNow(context)),
  };
}

function termsOf(manifest: JsonObject, { documents }: DirectoryRun): JsonObject {
  return {
    base_commit: manifest['base_commit'] ?? null,
    tool_versions: manifest['tool_versions'] ?? null,
    inputs: documents.inputs ?? {},
  };
}

/** A word of the manifest where it is one of those known, else the first, or the one named. */
function wordOf<T extends string>(
  { documents }: DirectoryRun,
  key: string,
  words: readonly T[],
  otherwise: T = words[0] as T,
): T {
  const word = documents.manifest?.[key];
  return words.find((known) => known === word) ?? otherwise;
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
