import { isUtf8 } from 'node:buffer';
import { AppError } from '#protocol/errors';
import { parseExactJson } from '#protocol/otlp/exactJson';
import { type JsonRange, JsonScan } from './jsonScan';
import type { SourceGroup, SourceScope, SpanSource } from './spanSource';

/** Bytes that are looked through in one go. */
const scanned = 1024 * 1024;
/** What stands around groups, scopes and spans is read in one go, and must not be longer. */
const longestFrame = 1024 * 1024;

/** Looks through a body of OTLP in JSON; one that is none is refused before anything of it is kept. */
export async function jsonSource(bytes: Uint8Array, turn: () => Promise<void>): Promise<SpanSource> {
  if (!isUtf8(bytes)) throw new AppError('INVALID_JSON', 'the body is not valid UTF-8');
  const scan = new JsonScan(bytes);
  while (!scan.advance(scanned)) await turn();
  const text = new FrameText(bytes);
  refuseOther(rootOf(text, scan.root));
  return { groups: scan.root.entries.map((range) => groupOf(text, range)) };
}

function rootOf(text: FrameText, root: JsonRange): unknown {
  if (text.lengthOf(root) > longestFrame) {
    throw new AppError(
      'PAYLOAD_TOO_LARGE',
      `the body holds more than ${longestFrame} bytes beside its spans`,
    );
  }
  try {
    return text.read(root);
  } catch (error) {
    throw new AppError('INVALID_JSON', `the body is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

function refuseOther(root: unknown): void {
  const isObject = root !== null && typeof root === 'object' && !Array.isArray(root);
  const groups = isObject ? ((root as { readonly resourceSpans?: unknown }).resourceSpans ?? []) : null;
  if (!Array.isArray(groups)) {
    throw new AppError('BAD_REQUEST', 'the body is no {"resourceSpans": [...]}');
  }
}

function groupOf(text: FrameText, range: JsonRange): SourceGroup {
  const scopes = range.entries.map((entry) => scopeOf(text, entry));
  return {
    spanCount: scopes.reduce((sum, { spanCount }) => sum + spanCount, 0),
    read: () => text.read(range),
    scopes,
  };
}

function scopeOf(text: FrameText, range: JsonRange): SourceScope {
  const { entries } = range;
  return {
    spanCount: entries.length,
    read: () => text.read(range),
    sizeOf: (index) => (entries[index]?.end ?? 0) - (entries[index]?.start ?? 0),
    readSpans: (from, to) => {
      const [first, last] = [entries[from], entries[to - 1]];
      return parseExactJson(`[${text.slice(first?.start ?? 0, last?.end ?? 0)}]`) as readonly unknown[];
    },
  };
}

/** The text of a range without the entries of its list. */
class FrameText {
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  slice(start: number, end: number): string {
    return this.#bytes.toString('utf8', start, end);
  }

  lengthOf({ start, end, holes }: JsonRange): number {
    return holes.reduce((sum, [from, to]) => sum - (to - from), end - start);
  }

  read(range: JsonRange): unknown {
    if (this.lengthOf(range) > longestFrame) throw new RangeError('too long');
    let at = range.start;
    const pieces = range.holes.map(([from, to]) => {
      const piece = this.slice(at, from);
      at = to;
      return piece;
    });
    return parseExactJson([...pieces, this.slice(at, range.end)].join(''));
  }
}
