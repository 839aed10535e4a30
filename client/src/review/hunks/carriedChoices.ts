import type { ChangeChoices, ChangeFile, HunkVerdict } from '#protocol/views/change';

/**
 * What was said of the hunks of older drafts, said of those hunks of their successors that change the very same lines:
 * what somebody rejected does not come back because it was drafted again. Of twins, one rejected rejects all.
 */
export function carriedChoices(
  said: ChangeChoices,
  older: readonly ChangeFile[],
  newer: readonly ChangeFile[],
  successors: ReadonlyMap<string, string>,
): ChangeChoices {
  const byId = new Map(newer.map((file) => [file.preview_id, file]));
  return Object.fromEntries(
    older.flatMap((file) => {
      const next = byId.get(successors.get(file.preview_id) ?? '');
      return next === undefined ? [] : [[next.preview_id, carried(said[file.preview_id], file, next)]];
    }),
  );
}

function carried(
  said: ChangeChoices[string] = {},
  older: ChangeFile,
  newer: ChangeFile,
): ChangeChoices[string] {
  const verdicts = new Map<string, HunkVerdict | undefined>();
  for (const hunk of older.hunks) {
    const change = changedLines(hunk);
    const verdict = said[hunk.index];
    const twin = verdicts.has(change) ? verdicts.get(change) : verdict;
    verdicts.set(change, [twin, verdict].includes('rejected') ? 'rejected' : twin && verdict);
  }
  return Object.fromEntries(
    newer.hunks.flatMap((hunk) => {
      const change = changedLines(hunk);
      const verdict = change === '' ? undefined : verdicts.get(change);
      return verdict === undefined ? [] : [[hunk.index, verdict]];
    }),
  );
}

/** What a hunk takes away and adds, wherever it stands. */
function changedLines({ lines }: ChangeFile['hunks'][number]): string {
  return lines
    .split('\n')
    .filter((line) => line.startsWith('+') || line.startsWith('-'))
    .join('\n');
}
