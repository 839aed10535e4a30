import { gitBlobName } from '../hashes';
import { matchesAt, RunFinder } from '../lines/findRun';
import { internAmong } from '../lines/internLines';
import { bytesOfLines, joinBytes, type Lines, splitLines } from '../lines/lines';
import type { Refusal } from '../preview';
import { hasByteOrderMark } from '../textKind';
import { HunkLines, linesWithText } from './hunkLines';
import type { PatchFile, PatchHunk, PatchLine } from './patchFile';
import { placeAsStated } from './placeAsStated';

/** A refusal, and whether reading the patch with other line ends might still find the place. */
interface Misfit extends Refusal {
  readonly isMissing: boolean;
}

/**
 * Puts the hunks of a file in their places and returns the new bytes. The patch is tried as it stands; if a hunk is
 * not found, in the line ends of a CRLF file and without the byte order mark that the file has and the patch has not.
 */
export function placeHunks(before: Uint8Array, file: PatchFile): { readonly after: Uint8Array } | Refusal {
  const asStated = placeAsStated(before, file);
  if (asStated !== undefined) return { after: asStated };
  const base = new Base(before, file.base);
  let first: Misfit | undefined;
  for (const reading of readings(before, file)) {
    const placed = new Placement(reading, file, base).run();
    if ('after' in placed) return { after: joinBytes([reading.head, placed.after]) };
    if (!placed.isMissing) return { problem: placed.problem };
    first ??= placed;
  }
  return { problem: first?.problem ?? `${file.path}: the patch does not fit` };
}

/** A way to read patch and file: `head` is left aside, `lineEnd` is put behind every line of the patch. */
interface Reading {
  readonly head: Uint8Array;
  readonly body: Uint8Array;
  readonly lineEnd: string;
}

function readings(before: Uint8Array, file: PatchFile): Reading[] {
  const has = (isMet: (text: string) => boolean): boolean =>
    file.hunks.some((hunk) => hunk.lines.some((line) => isMet(line.text)));
  const ends = isAllCrlf(before) && !has((text) => text.endsWith('\r')) ? ['\n', '\r\n'] : ['\n'];
  const isMarkFree = hasByteOrderMark(before) && !has((text) => text.startsWith('\uFEFF'));
  const cuts = isMarkFree ? [0, 3] : [0];
  return cuts.flatMap((cut) =>
    ends.map((lineEnd) => ({ head: before.subarray(0, cut), body: before.subarray(cut), lineEnd })),
  );
}

function isAllCrlf(bytes: Uint8Array): boolean {
  let at = bytes.indexOf(10);
  if (at === -1) return false;
  for (; at !== -1; at = bytes.indexOf(10, at + 1)) if (bytes[at - 1] !== 13) return false;
  return true;
}

/** One hunk with both sides as numbers of lines. */
interface Sides {
  readonly hunk: PatchHunk;
  readonly index: number;
  /** Where its lines stand among those of all hunks. */
  readonly first: number;
  readonly old: Int32Array;
  readonly fresh: Int32Array;
}

/** Whether a file is the very content that a patch was made from; found out only when a place is in doubt. */
class Base {
  readonly #bytes: Uint8Array;
  readonly #name: string | null;
  #isProven: boolean | undefined;

  constructor(bytes: Uint8Array, name: string | null) {
    this.#bytes = bytes;
    this.#name = name;
  }

  isProven(): boolean {
    this.#isProven ??= this.#name !== null && gitBlobName(this.#bytes).startsWith(this.#name);
    return this.#isProven;
  }
}

class Placement {
  readonly #file: PatchFile;
  readonly #base: Base;
  readonly #finder: RunFinder;
  readonly #body: Lines;
  readonly #lines: HunkLines;
  readonly #ids: Int32Array;
  readonly #sides: readonly Sides[];

  constructor({ body, lineEnd }: Reading, file: PatchFile, base: Base) {
    this.#file = file;
    this.#base = base;
    this.#body = splitLines(body);
    this.#lines = new HunkLines(file, lineEnd);
    const ranges = this.#lines.texts.map((lines) => ({ lines, from: 0, to: lines.count }));
    const { ids, idCount, others } = internAmong(ranges, this.#body);
    this.#ids = others;
    this.#finder = new RunFinder(others, idCount);
    const [only] = ids;
    const hunkIds = ids.length === 1 && only !== undefined ? only : joinNumbers(ids);
    let first = 0;
    this.#sides = file.hunks.map((hunk, index) => {
      const lines = linesWithText(hunk);
      const own = hunkIds.subarray(first, first + lines.length);
      const sides = { hunk, index, first, old: sideOf(lines, own, '+'), fresh: sideOf(lines, own, '-') };
      first += lines.length;
      return sides;
    });
  }

  run(): { readonly after: Uint8Array } | Misfit {
    const parts: Uint8Array[] = [];
    let line = 0;
    for (const sides of this.#sides) {
      const place = this.#place(sides, line);
      if (typeof place !== 'number') return place;
      parts.push(bytesOfLines(this.#body, line, place), ...this.#lines.freshBytes(sides.hunk, sides.first));
      line = place + sides.old.length;
      if (line < this.#body.count && isOpenAtEnd(sides.hunk))
        return this.#misfit(sides, 'ends the file too early');
    }
    parts.push(bytesOfLines(this.#body, line, this.#body.count));
    return { after: joinBytes(parts) };
  }

  #place(sides: Sides, from: number): number | Misfit {
    const { hunk, old } = sides;
    const stated = old.length === 0 ? hunk.oldStart : hunk.oldStart - 1;
    const found = this.#findPlace(sides, from, stated);
    if (typeof found === 'number' || found.isMissing || stated < from) return found;
    return matchesAt(this.#ids, old, stated) && this.#base.isProven() ? stated : found;
  }

  /** The only place where the hunk can go, whatever its header says. */
  #findPlace(sides: Sides, from: number, stated: number): number | Misfit {
    const { old } = sides;
    if (old.length === 0) {
      return this.#ids.length === 0
        ? 0
        : this.#misfit(sides, 'has no line to find its place by; add context');
    }
    const [place, other] = this.#finder.find(old, from, 2);
    if (place === undefined) return this.#missing(sides, from, stated);
    if (other !== undefined) {
      const where = `lines ${place + 1} and ${other + 1}`;
      return this.#misfit(sides, `fits at ${where}; add context so that it fits in one place only`);
    }
    return this.#isApplied(sides, place) ? this.#misfit(sides, 'is already applied') : place;
  }

  /** An insertion at the edge of its hunk still finds its context once it is done. */
  #isApplied({ old, fresh }: Sides, place: number): boolean {
    if (fresh.length <= old.length) return false;
    const shift = fresh.length - old.length;
    return matchesAt(this.#ids, fresh, place) || matchesAt(this.#ids, fresh, place - shift);
  }

  #missing(sides: Sides, from: number, stated: number): Misfit {
    const { old, fresh } = sides;
    const isInsertion = sides.hunk.lines.some((line) => line.sign === '+');
    if (isInsertion && this.#finder.find(fresh, from, 1).length > 0)
      return this.#misfit(sides, 'is already applied');
    let same = 0;
    while (same < old.length && this.#ids[stated + same] === old[same]) same++;
    const where =
      stated + same < this.#ids.length ? `line ${stated + same + 1} differs` : 'the file ends before';
    return { ...this.#misfit(sides, `does not match the file: ${where}`), isMissing: true };
  }

  #misfit({ hunk, index }: Sides, what: string): Misfit {
    const problem = `${this.#file.path}: hunk ${index + 1} (line ${hunk.patchLine} of the patch) ${what}`;
    return { problem, isMissing: false };
  }
}

/** Whether the hunk's new side ends without a newline, so that nothing may follow it. */
function isOpenAtEnd({ lines }: PatchHunk): boolean {
  return lines.findLast((line) => line.sign !== '-')?.isOpen ?? false;
}

/** The numbers of the lines of one side: all but those with the sign of the other. */
function sideOf(lines: readonly PatchLine[], ids: Int32Array, others: '+' | '-'): Int32Array {
  const side = new Int32Array(lines.length);
  let count = 0;
  for (let at = 0; at < lines.length; at++) if (lines[at]?.sign !== others) side[count++] = ids[at] ?? 0;
  return side.subarray(0, count);
}

function joinNumbers(parts: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
