import type { FileOperation } from '#protocol/change';
import { sameBytes } from './lines/lines';
import type { Refusal } from './preview';
import { encodeFresh } from './unified/hunkLines';
import type { PatchFile, PatchHunk } from './unified/patchFile';
import { isPatchHeader, type PatchHeader, readPatchHeader } from './unified/patchHeader';
import { readHunk } from './unified/patchHunk';
import { PatchText } from './unified/patchText';
import { placeHunks } from './unified/placeHunks';

/**
 * Reads a unified or git patch of one or more files. Wrong counts in hunk headers are recounted, a patch that was sent
 * with CRLF is read as LF, text around the patch is skipped. Creations and deletions must be told (`/dev/null` or
 * git's mode lines); renames, copies, binary parts and a path that comes twice are refused.
 */
export function parsePatch(text: string): { readonly files: readonly PatchFile[] } | Refusal {
  const patch = new PatchText(text);
  const { lines } = patch;
  const files: PatchFile[] = [];
  let at = 0;
  while (at < lines.length) {
    if (isPatchHeader(lines, at)) {
      const part = readFilePart(patch, at);
      if ('problem' in part) return part;
      files.push(part.file);
      at = part.next;
    } else if ((lines[at] ?? '').startsWith('@@ ')) {
      return { problem: `line ${at + 1} of the patch: a hunk without the name of its file` };
    } else at++;
  }
  if (files.length === 0)
    return { problem: 'the patch names no file ("--- a/path" and "+++ b/path" are missing)' };
  const paths = files.map((file) => file.path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  return twice === undefined ? { files } : { problem: `the patch changes ${twice} in more than one part` };
}

/**
 * The file after its part of a patch; `after: null` deletes it. Every hunk must match exactly and in one place only: a
 * hunk that would fit in several is refused, unless the patch names the very content that it was made from. A patch in
 * LF fits a file in CRLF and leaves it so. A patch that is already applied is refused.
 */
export function applyPatchFile(
  before: Uint8Array | null,
  file: PatchFile,
): { readonly after: Uint8Array | null } | Refusal {
  if (file.op === 'create') return createFile(before, file);
  if (before === null) {
    const why = file.op === 'delete' ? 'the patch is already applied' : 'the patch cannot change it';
    return { problem: `${file.path} does not exist; ${why}` };
  }
  const placed = placeHunks(before, file);
  if ('problem' in placed || file.op === 'modify') return placed;
  if (placed.after.length === 0) return { after: null };
  return { problem: `the patch deletes ${file.path} but does not list all of its lines` };
}

function readFilePart(patch: PatchText, at: number): { file: PatchFile; next: number } | Refusal {
  const { lines } = patch;
  const header = readPatchHeader(lines, at);
  if ('problem' in header) return header;
  const hunks: PatchHunk[] = [];
  let next = header.next;
  while ((lines[next] ?? '').startsWith('@@ ')) {
    const read = readHunk(lines, next);
    if ('problem' in read) return read;
    hunks.push(read.hunk);
    next = skipBlank(lines, read.next);
  }
  const file = fileOf(patch, header, hunks, at);
  return 'problem' in file ? file : { file, next };
}

function skipBlank(lines: readonly string[], from: number): number {
  let at = from;
  while (lines[at] === '') at++;
  return at;
}

function fileOf(
  patch: PatchText,
  header: PatchHeader,
  hunks: readonly PatchHunk[],
  at: number,
): PatchFile | Refusal {
  const { oldPath, newPath, mode, base } = header;
  const path = newPath ?? oldPath;
  if (path === null) return { problem: `line ${at + 1} of the patch: both names are /dev/null` };
  if (oldPath !== null && newPath !== null && oldPath !== newPath) {
    return { problem: `the patch renames ${oldPath} to ${newPath}; delete the one and create the other` };
  }
  const op = operationOf(oldPath, newPath);
  if (op === 'modify' && hunks.length === 0 && mode === null) {
    return { problem: `line ${at + 1} of the patch: nothing follows about ${path}` };
  }
  return { path, op, mode, base, hunks, patch };
}

function operationOf(oldPath: string | null, newPath: string | null): FileOperation {
  if (oldPath === null) return 'create';
  return newPath === null ? 'delete' : 'modify';
}

function createFile(before: Uint8Array | null, file: PatchFile): { after: Uint8Array } | Refusal {
  const lines = file.hunks.flatMap((hunk) => hunk.lines);
  if (lines.some((line) => line.sign !== '+')) {
    return { problem: `the patch creates ${file.path} but has lines that are not added` };
  }
  const after = encodeFresh(lines, '\n');
  if (before === null) return { after };
  const why = sameBytes(before, after) ? 'the patch is already applied' : 'the patch would create it';
  return { problem: `${file.path} exists; ${why}` };
}
