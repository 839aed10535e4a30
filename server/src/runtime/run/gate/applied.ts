import { AppError } from '#protocol/errors';
import type { Json, JsonObject } from '#protocol/json';
import type { Step } from '#protocol/plan';
import type { PreviewRow } from '#protocol/rows';
import type { FileWrite } from '../../ports';
import { storedJson } from '../../record/views';
import type { ActiveRun } from '../activeRun';

const required = 'preview gate rejected: preview payload is required and must include path/diff/new_sha256';
const unmatched = 'preview gate rejected: no direct or matching preview record found in this session';

/** Whether a tool call applies previews: the write tools in their second phase. */
export function isApply(step: Step, inputs: JsonObject): boolean {
  return step.uses === 'write_file_apply' || (step.uses === 'apply_patch' && inputs['mode'] === 'apply');
}

/**
 * The previews that an apply call names, each in its newest derived form, and the writes they stand for.
 * Refuses a call without a preview (PREVIEW_REQUIRED) and one that matches no record of this run (PREVIEW_MISMATCH).
 */
export async function appliedPreviews(
  run: ActiveRun,
  inputs: JsonObject,
): Promise<{ readonly previews: readonly PreviewRow[]; readonly writes: readonly FileWrite[] }> {
  const given = payloads(inputs['preview']);
  await run.flush();
  const previews: PreviewRow[] = [];
  for (const payload of given) {
    previews.push(await newestDerived(run, await matching(run, payload)));
  }
  const writes: FileWrite[] = [];
  for (const preview of previews) {
    writes.push(await writeOf(run, preview));
  }
  return { previews, writes };
}

interface Payload {
  readonly path: string;
  readonly diff: string;
  readonly new_sha256: string | null;
  readonly preview_id: string | null;
}

function payloads(value: Json | undefined): Payload[] {
  const object =
    value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : null;
  const nested = object && Array.isArray(object['previews']) ? (object['previews'] as readonly Json[]) : null;
  const list = Array.isArray(value) ? (value as readonly Json[]) : (nested ?? [value ?? null]);
  const found = list.map(payloadOf);
  if (found.length === 0 || found.includes(null)) {
    throw new AppError('PREVIEW_REQUIRED', required);
  }
  return found as Payload[];
}

function payloadOf(value: Json): Payload | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return null;
  }
  const { path, diff, new_sha256, preview_id } = value as JsonObject;
  if (typeof path !== 'string' || typeof diff !== 'string' || new_sha256 === undefined) {
    return null;
  }
  return {
    path,
    diff,
    new_sha256: typeof new_sha256 === 'string' ? new_sha256 : null,
    preview_id: typeof preview_id === 'string' ? preview_id : null,
  };
}

async function matching(run: ActiveRun, payload: Payload): Promise<PreviewRow> {
  const carried = [...run.steps.values()].flatMap(({ row }) => (row.carried_from === null ? [] : [row]));
  const isOwn = (preview: PreviewRow) =>
    preview.run_id === run.row.id ||
    carried.some((row) => row.step_id === preview.step_id && row.carried_from === preview.run_id);
  const { store, artifacts } = run.context.ports;
  const { items } = await store.list('previews', {
    where: {
      run_id: [run.row.id, ...carried.flatMap((row) => row.carried_from ?? [])],
      path: payload.path,
      ...(payload.preview_id === null ? {} : { id: payload.preview_id }),
    },
    order: [{ by: 'created_at', desc: true }],
    limit: null,
  });
  const found = items.find((preview) => isOwn(preview) && preview.after_sha === payload.new_sha256);
  const diff = found && (await artifacts.get(found.diff_sha));
  if (!found || !diff || new TextDecoder().decode(diff) !== payload.diff) {
    throw new AppError('PREVIEW_MISMATCH', unmatched, { path: payload.path });
  }
  return found;
}

/** Follows hunk choices: each makes a new preview derived from the one before. */
async function newestDerived(run: ActiveRun, preview: PreviewRow): Promise<PreviewRow> {
  let newest = preview;
  for (;;) {
    const { items } = await run.context.ports.store.list('previews', {
      where: { derived_from: newest.id },
      order: [{ by: 'created_at', desc: true }],
      limit: 1,
    });
    const next = items[0];
    if (!next) {
      return refuseClosed(newest);
    }
    newest = next;
  }
}

function refuseClosed(preview: PreviewRow): PreviewRow {
  if (preview.status === 'recorded' || preview.status === 'approved') {
    return preview;
  }
  throw new AppError(
    'PREVIEW_MISMATCH',
    `${preview.path}: its preview is ${preview.status}; draft the change again`,
    {
      preview_id: preview.id,
      status: preview.status,
    },
  );
}

async function writeOf(run: ActiveRun, preview: PreviewRow): Promise<FileWrite> {
  const { mode } = storedJson(preview.meta_json) as { mode: number | null };
  const after = preview.after_sha === null ? null : await run.context.ports.content.get(preview.after_sha);
  if (after === undefined) {
    throw new AppError(
      'PREVIEW_MISMATCH',
      `${preview.path}: the previewed bytes are no longer in the content store`,
    );
  }
  return { path: preview.path, before_sha256: preview.before_sha, after, mode };
}
