import type { Checked, Result } from '#protocol/methods';
import type { PreviewRow } from '#protocol/rows';
import { applyHunks } from '../../core/change/applyHunks';
import { textKind } from '../../core/change/textKind';
import { sha256Hex } from '../../core/digest';
import type { Context } from '../context';
import { hunksOf } from './reviewed';

/** A longer text is named, not shown: no editor shows the differences of such files. */
const textLimit = 4 * 1024 * 1024;

type Content = Result<'preview/content'>;

/** One side of a preview as text: secrets masked line by line, so that line numbers stay those of the file. */
export async function readContent(
  context: Context,
  row: PreviewRow,
  { side, reject }: Pick<Checked<'preview/content'>, 'side' | 'reject'>,
): Promise<Content> {
  const head = { preview_id: row.id, side };
  const nothing = { text: null, bytes: null, sha256: null, redactions: 0 };
  const bytes = await sideOf(context, row, side, reject);
  if (bytes === null || bytes === undefined) {
    return { ...head, ...nothing, omitted: bytes === null ? 'missing' : 'gone' };
  }
  const found = { ...nothing, bytes: bytes.length, sha256: sha256Hex(bytes) };
  if (bytes.length > textLimit) {
    return { ...head, ...found, omitted: 'too_large' };
  }
  if (textKind(bytes) !== 'utf-8') {
    return { ...head, ...found, omitted: 'binary' };
  }
  const { text, count } = context.redactor.lines(new TextDecoder().decode(bytes), 'file');
  return { ...head, ...found, text, redactions: count, omitted: null };
}

/** The bytes of a side: `null` is a missing file, `undefined` means that they are no longer kept. */
async function sideOf(
  context: Context,
  row: PreviewRow,
  side: 'old' | 'new',
  reject: readonly number[],
): Promise<Uint8Array | null | undefined> {
  const kept = async (sha: string | null) => (sha === null ? null : await context.ports.content.get(sha));
  if (side === 'old') {
    return await kept(row.before_sha);
  }
  const after = await kept(row.after_sha);
  if (reject.length === 0 || after === undefined) {
    return after;
  }
  const before = await kept(row.before_sha);
  const accepted = hunksOf(row)
    .map(({ index }) => index)
    .filter((index) => !reject.includes(index));
  return before === undefined ? undefined : applyHunks(before, after, accepted);
}
