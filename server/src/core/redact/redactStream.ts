import { findSecrets } from './findSecrets';
import type { KnownSecrets } from './knownSecrets';
import { mask, maskRanges, type SecretRange } from './mask';

/** Masks what a process prints as it comes, wherever its chunks are cut. */
export interface RedactionStream {
  /** The masked text that is certain by now; what could still turn out to be a secret is held back. */
  push(chunk: string): string;
  /** The rest. */
  end(): string;
  /** How many secrets were masked so far. */
  count(): number;
}

/** Text without an end of line is held back up to this many characters. */
const longestHeld = 65_536;
/** Names before values, and tokens, are recognised when they are not longer than this. */
const lookAhead = 4096;

/** Makes a stream; it holds no more than 64 KiB plus one chunk. */
export function redactStream(known: KnownSecrets): RedactionStream {
  const overlap = Math.max(lookAhead, known.longest);
  let held = '';
  let isSwallowing = false;
  let count = 0;

  const mark = (end: number, ranges: readonly SecretRange[]): string => {
    const before = ranges.filter((range) => range.end <= end);
    count += before.length;
    const text = maskRanges(held.slice(0, end), before);
    held = held.slice(end);
    return text;
  };
  const flow = (): string => {
    const wanted = cutAt(held, overlap, known.longestOverLines);
    if (wanted === 0) return '';
    const ranges = findSecrets(held, known);
    const cut = clearOf(ranges, wanted);
    if (held.length - cut <= longestHeld) return mark(cut, ranges);
    const open = ranges.find((range) => range.end > cut);
    if (open === undefined) return mark(wanted, ranges);
    // A secret longer than can be held: mask it now and drop the rest of it as it comes.
    const text = mark(open.start, ranges) + mask;
    isSwallowing = open.end - open.start >= held.length;
    held = isSwallowing ? '' : held.slice(open.end - open.start);
    count += 1;
    return text;
  };
  const take = (text: string) => {
    const rest = isSwallowing ? afterSecret(text) : text;
    if (rest !== null) isSwallowing = false;
    held += rest ?? '';
  };
  return {
    count: () => count,
    push(chunk) {
      take(chunk);
      return flow();
    },
    end() {
      return mark(held.length, findSecrets(held, known));
    },
  };
}

/** Up to where text may go on its way: the last end of line, or, when it is too long, the last gap in it. */
function cutAt(held: string, overlap: number, overLines: number): number {
  const sure = held.length - overLines;
  const line = Math.max(held.lastIndexOf('\n', sure - 1), held.lastIndexOf('\r', sure - 1)) + 1;
  if (line > 0 && sure > 0) return Math.min(line, sure);
  if (held.length <= longestHeld) return 0;
  const last = held.length - overlap;
  for (let index = last; index > last - lookAhead && index > 0; index -= 1) {
    if (/[\s,;&|<>(){}[\]"']/.test(held.charAt(index - 1))) return index;
  }
  return Math.max(0, last);
}

/** The nearest place at or before `cut` that lies in no secret and not between a secret and the reason for it. */
function clearOf(ranges: readonly SecretRange[], cut: number): number {
  let clear = cut;
  for (const range of ranges.toReversed()) {
    if (range.from < clear && range.end > clear) clear = range.from;
  }
  return clear;
}

/** What follows a secret that is being dropped, or null while it goes on. */
function afterSecret(text: string): string | null {
  const end = text.search(/[\r\n"'`]/);
  return end === -1 ? null : text.slice(end);
}
