import type { Hunk, Preview } from '#protocol/change';
import type { JsonObject } from '#protocol/json';
import type { PreviewRow } from '#protocol/rows';
import type { Context } from '../../context';
import { storedJson } from '../../record/views';

/** What the span of a preview says of its change. */
export function draftedDiff(preview: Preview): JsonObject {
  return {
    'holdpoint.diff.files': 1,
    'holdpoint.diff.hunks': preview.hunks.length,
    ...lineCounts(preview.diff),
    'holdpoint.diff.base_digest': preview.old_sha256 === null ? null : `sha256:${preview.old_sha256}`,
    'holdpoint.redaction.count': preview.redactions,
    'code.file.path': preview.path,
    ...(preview.hunks[0] === undefined ? {} : { 'code.line.number': preview.hunks[0].new_start }),
  };
}

/** What the span of a write says: how many hunks were proposed, and how many of them people left in. */
export async function appliedDiff(context: Context, previews: readonly PreviewRow[]): Promise<JsonObject> {
  const accepted = previews.flatMap(hunksOf).length;
  let proposed = 0;
  for (const preview of previews) {
    proposed += hunksOf(await proposedPreview(context, preview)).length;
  }
  return {
    'holdpoint.diff.files': previews.length,
    'holdpoint.diff.hunks': proposed,
    'holdpoint.diff.hunks_accepted': accepted,
  };
}

/** The lines of a diff of one file that come and go; those around them are no part of the change. */
function lineCounts(diff: string): JsonObject {
  let added = 0;
  let removed = 0;
  let isInHunk = false;
  for (const line of diff.split('\n')) {
    isInHunk ||= line.startsWith('@@ ');
    if (isInHunk && line.startsWith('+')) added += 1;
    if (isInHunk && line.startsWith('-')) removed += 1;
  }
  return { 'holdpoint.diff.added': added, 'holdpoint.diff.removed': removed };
}

/** The preview before anybody left hunks out of it; one that was drafted again, its base having changed, stands for itself. */
async function proposedPreview(context: Context, preview: PreviewRow): Promise<PreviewRow> {
  let proposed = preview;
  while (proposed.derived_from !== null) {
    const from = await context.ports.store.get('previews', { id: proposed.derived_from });
    if (from?.status !== 'superseded') {
      return proposed;
    }
    proposed = from;
  }
  return proposed;
}

function hunksOf({ meta_json }: PreviewRow): readonly Hunk[] {
  return (storedJson(meta_json) as unknown as { readonly hunks: readonly Hunk[] }).hunks;
}
