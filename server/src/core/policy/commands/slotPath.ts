/** Where a path as written leads by its letters alone, before links are followed. */
export interface WrittenPath {
  /** Segments after `.` and `..` are resolved; those that climb out stay in front. */
  readonly segments: readonly string[];
  readonly isAbsolute: boolean;
  /** Whether it climbs above where it starts, or starts somewhere else. */
  readonly isOutside: boolean;
}

/** Resolves a written path against a folder relative to the slot. */
export function resolveWritten(written: string, cwd: string): WrittenPath {
  const path = written.replaceAll('\\', '/');
  const isAbsolute = /^(?:[/~]|[A-Za-z]:)/.test(path);
  const segments: string[] = [];
  for (const segment of (isAbsolute ? path : `${cwd}/${path}`).split('/'))
    climb(segments, segment, isAbsolute);
  return { segments, isAbsolute, isOutside: isAbsolute || segments[0] === '..' };
}

function climb(segments: string[], segment: string, isAbsolute: boolean): void {
  if (segment === '' || segment === '.') return;
  if (segment !== '..') segments.push(segment);
  else if (segments.length > 0 && segments[segments.length - 1] !== '..') segments.pop();
  else if (!isAbsolute) segments.push('..');
}
