import type { Refusal } from '../preview';
import type { PatchHunk, PatchLine } from './patchFile';

const hunkHeader = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;

/** A hunk and the line behind it. */
export interface ReadHunk {
  readonly hunk: PatchHunk;
  readonly next: number;
}

/** Whether a file's `---` and `+++` lines begin here. */
export function isFileHeader(lines: readonly string[], at: number): boolean {
  return (lines[at] ?? '').startsWith('--- ') && (lines[at + 1] ?? '').startsWith('+++ ');
}

/**
 * Reads the hunk whose header stands at `at`. The counts of the header are believed when they lead to the end of the
 * hunk; otherwise (models miscount) the hunk reaches to the next header.
 */
export function readHunk(lines: readonly string[], at: number): ReadHunk | Refusal {
  const header = hunkHeader.exec(lines[at] ?? '');
  if (!header) return { problem: `line ${at + 1} of the patch is not a hunk header like "@@ -1,2 +1,3 @@"` };
  const [, oldStart, oldLines = '1', , newLines = '1'] = header;
  const counted = countedEnd(lines, at + 1, Number(oldLines), Number(newLines));
  const end = counted ?? recountedEnd(lines, at + 1);
  if (typeof end !== 'number') return end;
  const problem = openLineProblem(lines, at + 1, end);
  return problem ?? { hunk: new Hunk(lines, Number(oldStart), at + 1, end), next: end };
}

/** Its lines are taken apart only for who looks at them one by one. */
class Hunk implements PatchHunk {
  readonly oldStart: number;
  readonly patchLine: number;
  readonly end: number;
  readonly #patch: readonly string[];
  #lines: readonly PatchLine[] | undefined;

  constructor(patch: readonly string[], oldStart: number, patchLine: number, end: number) {
    this.#patch = patch;
    this.oldStart = oldStart;
    this.patchLine = patchLine;
    this.end = end;
  }

  get lines(): readonly PatchLine[] {
    this.#lines ??= bodyOf(this.#patch, this.patchLine, this.end);
    return this.#lines;
  }
}

/** The line behind the hunk by the counts of its header, or `undefined` when they do not lead to its end. */
function countedEnd(
  lines: readonly string[],
  from: number,
  oldCount: number,
  newCount: number,
): number | undefined {
  let old = oldCount;
  let fresh = newCount;
  let at = from;
  while (old > 0 || fresh > 0 || (lines[at] ?? '').startsWith('\\')) {
    const sign = signOf(lines[at]);
    if (sign === undefined) return undefined;
    old -= onOldSide(sign);
    fresh -= onFreshSide(sign);
    at++;
  }
  return old === 0 && fresh === 0 && isBehindHunk(lines, at) ? at : undefined;
}

function onOldSide(sign: Sign): 0 | 1 {
  return sign === ' ' || sign === '-' ? 1 : 0;
}

function onFreshSide(sign: Sign): 0 | 1 {
  return sign === ' ' || sign === '+' ? 1 : 0;
}

type Sign = PatchLine['sign'] | '\\';

function signOf(line: string | undefined): Sign | undefined {
  if (line === undefined) return undefined;
  switch (line.charCodeAt(0)) {
    case 32:
      return ' ';
    case 43:
      return '+';
    case 45:
      return '-';
    case 92:
      return '\\';
    default:
      return line === '' || line === '\r' ? ' ' : undefined;
  }
}

function isBehindHunk(lines: readonly string[], from: number): boolean {
  let at = from;
  while (lines[at] === '') at++;
  const line = lines[at];
  return line === undefined || /^-- ?$/.test(line) || isFileHeader(lines, at) || signOf(line) === undefined;
}

function recountedEnd(lines: readonly string[], from: number): number | Refusal {
  let at = from;
  while (at < lines.length && !isHeader(lines, at)) {
    if (signOf(lines[at]) === undefined) {
      return { problem: `line ${at + 1} of the patch is in a hunk but begins with none of " ", "+", "-"` };
    }
    at++;
  }
  while (at > from && lines[at - 1] === '') at--;
  return at;
}

function isHeader(lines: readonly string[], at: number): boolean {
  return /^(?:@@ |diff --git |```)/.test(lines[at] ?? '') || isFileHeader(lines, at);
}

const backslash = 92;

/** What is wrong with the remarks that a line has no newline. */
function openLineProblem(lines: readonly string[], from: number, end: number): Refusal | undefined {
  let hasOpen = false;
  for (let at = from; at < end && !hasOpen; at++) hasOpen = lines[at]?.charCodeAt(0) === backslash;
  if (!hasOpen || isOpenOnlyAtEnd(bodyOf(lines, from, end))) return undefined;
  return {
    problem: `line ${from} of the patch: "\\ No newline at end of file" stands before the end of the file`,
  };
}

function bodyOf(lines: readonly string[], from: number, end: number): readonly PatchLine[] {
  const body: PatchLine[] = [];
  for (let at = from; at < end; at++) {
    const line = lines[at] ?? '';
    const sign = signOf(line);
    if (sign !== '\\' && sign !== undefined) {
      body.push({ sign, text: textOf(line), isOpen: false });
      continue;
    }
    const last = body.at(-1);
    if (last) body[body.length - 1] = { ...last, isOpen: true };
  }
  return body;
}

function textOf(line: string): string {
  return line === '' || line === '\r' ? line : line.slice(1);
}

/** A line without newline must be the last of its side. */
function isOpenOnlyAtEnd(lines: readonly PatchLine[]): boolean {
  const old = lines.filter((line) => line.sign !== '+');
  const fresh = lines.filter((line) => line.sign !== '-');
  return [old, fresh].every((side) => side.slice(0, -1).every((line) => !line.isOpen));
}
