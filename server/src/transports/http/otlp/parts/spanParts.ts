import type { SourceGroup, SourceScope, SpanSource } from './spanSource';

/** A part of a body: groups of spans as OTLP has them, and how many spans could not be read for which reason. */
export interface SpanPart {
  readonly groups: readonly unknown[];
  readonly unread: ReadonlyMap<string, number>;
}

/** So much is read in one go; between two parts others are answered. */
const most = { spans: 128, bytes: 256 * 1024 } as const;
/** A span that takes more is not even looked into: what is kept of one is shorter. */
export const longestSpan = 2 * 1024 * 1024;

/** Reads a body part by part. What cannot be read costs the spans it is about, not those beside them. */
export function* spanParts({ groups }: SpanSource): Generator<SpanPart> {
  const open = new OpenPart();
  for (const group of groups) {
    yield* groupParts(open, group);
  }
  yield open.close();
}

function* groupParts(open: OpenPart, group: SourceGroup): Generator<SpanPart> {
  const about = open.tried(group.spanCount, 'a group of spans cannot be read', () => group.read());
  if (about === undefined) return;
  let isEmpty = true;
  for (const scope of group.scopes) {
    isEmpty = false;
    yield* scopeParts(open, about, scope);
  }
  if (isEmpty) open.add(about, undefined, undefined, 1);
}

function* scopeParts(open: OpenPart, about: unknown, scope: SourceScope): Generator<SpanPart> {
  const frame = open.tried(scope.spanCount, 'a scope of spans cannot be read', () => scope.read());
  if (frame === undefined) return;
  if (scope.spanCount === 0) open.add(about, frame, undefined, 1);
  for (let from = 0; from < scope.spanCount; ) {
    const to = open.room(scope, from);
    open.addSpans(about, frame, scope, from, to);
    from = to;
    if (open.isFull) yield open.close();
  }
}

/** The part that is being filled. */
class OpenPart {
  #groups: unknown[] = [];
  #unread = new Map<string, number>();
  #spans = 0;
  #bytes = 0;

  get isFull(): boolean {
    return this.#spans >= most.spans || this.#bytes >= most.bytes;
  }

  close(): SpanPart {
    const part = { groups: this.#groups, unread: this.#unread };
    this.#groups = [];
    this.#unread = new Map();
    this.#spans = 0;
    this.#bytes = 0;
    return part;
  }

  /** Up to which span a scope fits in, one at least. */
  room(scope: SourceScope, from: number): number {
    let to = from + 1;
    let bytes = this.#bytes + scope.sizeOf(from);
    while (to < scope.spanCount && to - from < most.spans - this.#spans && bytes < most.bytes) {
      bytes += scope.sizeOf(to);
      to += 1;
    }
    this.#bytes = bytes;
    return to;
  }

  addSpans(about: unknown, frame: unknown, scope: SourceScope, from: number, to: number): void {
    const spans = this.#readAll(scope, from, to);
    if (spans.length > 0) this.add(about, frame, spans, spans.length);
  }

  /** What is not an object is handed on as it is: whoever takes spans in says what is wrong with it. */
  add(about: unknown, frame: unknown, spans: readonly unknown[] | undefined, count: number): void {
    this.#spans += count;
    if (!isObject(about) || frame === undefined) {
      this.#groups.push(about);
      return;
    }
    const scope = spans === undefined || !isObject(frame) ? frame : { ...frame, spans };
    this.#groups.push({ ...about, scopeSpans: [scope] });
  }

  tried<T>(count: number, reason: string, read: () => T): T | undefined {
    try {
      return read();
    } catch {
      this.#count(reason, Math.max(1, count));
      return undefined;
    }
  }

  /** All at once; where one of them cannot be read each by itself. */
  #readAll(scope: SourceScope, from: number, to: number): readonly unknown[] {
    const sizes = Array.from({ length: to - from }, (_, index) => scope.sizeOf(from + index));
    if (sizes.every((size) => size <= longestSpan)) {
      try {
        return scope.readSpans(from, to);
      } catch {
        // Below each is read by itself, and counted where it cannot be.
      }
    }
    return sizes.flatMap((size, index) => {
      if (size > longestSpan) {
        this.#count(`a span takes more than ${longestSpan} bytes`, 1);
        return [];
      }
      const read = this.tried(1, 'a span cannot be read', () =>
        scope.readSpans(from + index, from + index + 1),
      );
      return read ?? [];
    });
  }

  #count(reason: string, count: number): void {
    this.#unread.set(reason, (this.#unread.get(reason) ?? 0) + count);
    this.#spans += count;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
