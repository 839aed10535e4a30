import type { Stats } from 'node:fs';

/** A regular file on disk, with the mode that git gives it. */
export interface ChangedFile {
  readonly path: string;
  readonly mode: '100644' | '100755';
  readonly size: number;
  /** Differs from what it was when anything was done to the file. */
  readonly mark: string;
  readonly touchedMs: number;
  readonly seenMs: number;
}

/** A file as `entry` describes it; `mode` is the one that it had. */
export function changedFile(
  path: string,
  entry: Stats,
  { mode, seenMs }: { readonly mode: string | undefined; readonly seenMs: number },
): ChangedFile {
  return { path, mode: modeOf(entry.mode, mode), size: entry.size, ...touched(entry, seenMs) };
}

function touched({ ino, size, mode, mtimeMs, ctimeMs }: Stats, seenMs: number) {
  const mark = [ino, size, mode, mtimeMs, ctimeMs].join(' ');
  return { mark, touchedMs: Math.max(mtimeMs, ctimeMs), seenMs };
}

/** Windows has no executable bit: there the index knows. */
function modeOf(mode: number, recorded: string | undefined): '100644' | '100755' {
  if (process.platform === 'win32') return recorded === '100755' ? '100755' : '100644';
  return (mode & 0o100) === 0 ? '100644' : '100755';
}
