import type { HunkTrait } from '#protocol/views/change';

/** What happens to the lines of a hunk that no reader can see; `body` has a diff's signs. */
export function hunkTraits(body: readonly string[]): readonly HunkTrait[] {
  const removed = sideOf(body, '-');
  const added = sideOf(body, '+');
  const spacing = spacingTrait(removed, added);
  return [
    ...spacing,
    ...markTrait(removed, added),
    ...newlineTrait(removed, added),
    ...(spacing.length === 0 && added.lines.some((line) => /[ \t]\r?$/.test(line))
      ? ['trailing_white_space' as const]
      : []),
  ];
}

interface Side {
  readonly lines: readonly string[];
  readonly hasMark: boolean;
  /** Whether the last line has no line feed. */
  readonly isOpen: boolean;
}

const bom = '\uFEFF';

function sideOf(body: readonly string[], sign: '+' | '-'): Side {
  const lines: string[] = [];
  let isOpen = false;
  for (const [index, line] of body.entries()) {
    if (line.startsWith(sign)) {
      lines.push(line.slice(1));
      isOpen = body[index + 1]?.startsWith('\\') ?? false;
    }
  }
  return { lines, isOpen, hasMark: lines[0]?.startsWith(bom) ?? false };
}

/** Lines that differ in nothing but how they end, or in nothing but white space. */
function spacingTrait(removed: Side, added: Side): readonly HunkTrait[] {
  if (removed.lines.length === 0 || isSame(removed, added, withoutMark)) {
    return [];
  }
  if (isSame(removed, added, (line) => withoutMark(line).replace(/\r$/, ''))) {
    return [added.lines.some((line) => line.endsWith('\r')) ? 'to_crlf' : 'to_lf'];
  }
  return isSame(removed, added, (line) => withoutMark(line).replaceAll(/\s/g, ''))
    ? ['white_space_only']
    : [];
}

function markTrait(removed: Side, added: Side): readonly HunkTrait[] {
  if (removed.hasMark === added.hasMark) {
    return [];
  }
  return [added.hasMark ? 'bom_added' : 'bom_removed'];
}

function newlineTrait(removed: Side, added: Side): readonly HunkTrait[] {
  if (removed.isOpen === added.isOpen || removed.lines.length === 0 || added.lines.length === 0) {
    return [];
  }
  return [added.isOpen ? 'final_newline_removed' : 'final_newline_added'];
}

function withoutMark(line: string): string {
  return line.startsWith(bom) ? line.slice(1) : line;
}

function isSame(removed: Side, added: Side, squeeze: (line: string) => string): boolean {
  return removed.lines.map(squeeze).join('\n') === added.lines.map(squeeze).join('\n');
}
