import type { Preview } from '#protocol/change';
import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { PreviewRow } from '#protocol/rows';
import { describeChange } from '../../../core/change/preview';
import type { Context } from '../../context';
import type { FileWrite } from '../../ports';
import { artifactWrites } from '../../record/artifacts';
import { eventWrite, isoNow, newId, type Origin } from '../../record/record';
import { Span, type SpanPlace } from '../../record/span';
import type { Write } from '../../storePort';
import { draftedDiff } from '../spans/diffAttributes';

/** Which step a preview belongs to. */
export interface PreviewPlace {
  readonly run_id: string;
  readonly step_id: string;
  readonly derived_from: string | null;
  readonly span: SpanPlace | null;
}

/** A recorded preview as the tool's output shows it, and the writes that record it. */
export interface RecordedPreview {
  readonly row: PreviewRow;
  readonly preview: Preview;
  readonly writes: readonly Write[];
}

/**
 * Turns one drafted write into a recorded preview: bytes into the private content store, diff (redacted) as an
 * artifact, hashes and hunks into the row. Writes nothing into the workspace.
 */
export async function recordPreview(
  context: Context,
  origin: Origin,
  place: PreviewPlace,
  drafted: FileWrite,
  before: { readonly bytes: Uint8Array; readonly mode: number } | undefined,
): Promise<RecordedPreview> {
  const id = newId(context, 'prev');
  const span = place.span && new Span(context, place.span, 'gate', 'holdpoint.preview');
  const described = describeChange(
    { path: drafted.path, before: before ?? null, after: drafted.after, mode: drafted.mode },
    id,
    context.ports.hashes,
  );
  if ('problem' in described) {
    throw new AppError('INPUT_INVALID', described.problem);
  }
  const { text: diff, count } = context.redactor.lines(described.diff, 'diff');
  const preview: Preview = { ...described, diff, redactions: count };
  if (before) {
    await context.ports.content.put(before.bytes);
  }
  if (drafted.after) {
    await context.ports.content.put(drafted.after);
  }
  const artifact = await artifactWrites(context, origin, {
    step_id: place.step_id,
    run_id: place.run_id,
    name: `${id}.diff`,
    kind: 'diff',
    media_type: 'text/x-diff',
    bytes: new TextEncoder().encode(diff),
    span_id: span?.id ?? null,
  });
  const row = previewRow(context, place, preview, artifact.sha256);
  const hunks = preview.hunks.length;
  const event = eventWrite(context, origin, {
    type: 'preview.recorded',
    summary: `preview ${preview.op} ${preview.path}: ${hunks} hunk${hunks === 1 ? '' : 's'}`,
    payload: { preview_id: id, path: preview.path, op: preview.op, new_sha256: preview.new_sha256, hunks },
    step_id: place.step_id,
    span_id: span?.id ?? null,
  });
  const closing = span ? [span.whole({ status: 'OK', attributes: draftedDiff(preview) })] : [];
  return {
    row,
    preview,
    writes: [{ op: 'insert', table: 'previews', row }, ...artifact.writes, event, ...closing],
  };
}

/** The preview as a step's output: what an apply step takes. */
export function previewOutput(preview: Preview): JsonObject {
  return preview as unknown as JsonObject;
}

function previewRow(context: Context, place: PreviewPlace, preview: Preview, diffSha: string): PreviewRow {
  const { diff: _, ...meta } = preview;
  return {
    id: preview.preview_id,
    run_id: place.run_id,
    step_id: place.step_id,
    path: preview.path,
    op: preview.op,
    before_sha: preview.old_sha256,
    after_sha: preview.new_sha256,
    diff_sha: diffSha,
    derived_from: place.derived_from,
    status: 'recorded',
    meta_json: JSON.stringify(meta),
    created_at: isoNow(context),
    applied_at: null,
  };
}
