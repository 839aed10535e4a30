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
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.startsWith('~');
  const whole = isAbsolute || cwd === '' || cwd === '.' ? path : `${cwd}/${path}`;
  const segments: string[] = [];
  for (const segment of whole.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.length > 0 && segments[segments.length - 1] !== '..') segments.pop();
    else if (!isAbsolute) segments.push('..');
  }
  return { segments, isAbsolute, isOutside: isAbsolute || segments[0] === '..' };
}
