import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { AppError } from '#protocol/errors';
import type { OtlpMessage } from '#protocol/otlp/messages';
import { readMessage } from '../readMessage';
import type { SourceGroup, SourceScope, SpanSource } from './spanSource';

/** What stands around scopes and spans is read in one go, and must not be longer. */
const longestFrame = 1024 * 1024;

/** Looks through a body of OTLP in protobuf; one that is none is refused before anything of it is kept. */
export async function messageSource(bytes: Uint8Array, turn: () => Promise<void>): Promise<SpanSource> {
  const search = new Search(turn);
  try {
    const groups: SourceGroup[] = [];
    for (const group of await search.entries(bytes, 1)) {
      groups.push(await groupOf(search, group));
    }
    return { groups };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('BAD_REQUEST', 'the body is no message of OTLP in protobuf');
  }
}

async function groupOf(search: Search, bytes: Uint8Array): Promise<SourceGroup> {
  const entries = await search.entries(bytes, 2);
  const scopes: SourceScope[] = [];
  for (const entry of entries) {
    scopes.push(await scopeOf(search, entry));
  }
  return {
    spanCount: scopes.reduce((sum, { spanCount }) => sum + spanCount, 0),
    read: () => frame('ResourceSpans', bytes, entries, 'scopeSpans'),
    scopes,
  };
}

async function scopeOf(search: Search, bytes: Uint8Array): Promise<SourceScope> {
  const spans = await search.entries(bytes, 2);
  return {
    spanCount: spans.length,
    read: () => frame('ScopeSpans', bytes, spans, 'spans'),
    sizeOf: (index) => spans[index]?.length ?? 0,
    readSpans: (from, to) => spans.slice(from, to).map((span) => readMessage('Span', span)),
  };
}

/** A message without the list that is read by itself. */
function frame(
  message: OtlpMessage,
  bytes: Uint8Array,
  entries: readonly Uint8Array[],
  list: string,
): unknown {
  const length = entries.reduce((left, entry) => left - entry.length, bytes.length);
  if (length > longestFrame) throw new RangeError('too long');
  return readMessage(message, bytes, list);
}

/** Messages that are looked for before others have their turn. */
const lookedFor = 10_000;

/** Finds messages within messages, unread. */
class Search {
  readonly #turn: () => Promise<void>;
  #count = 0;

  constructor(turn: () => Promise<void>) {
    this.#turn = turn;
  }

  async entries(bytes: Uint8Array, wanted: number): Promise<readonly Uint8Array[]> {
    const reader = new BinaryReader(bytes);
    const found: Uint8Array[] = [];
    while (reader.pos < reader.len) {
      const [number, wire] = reader.tag();
      if (number === wanted && wire === WireType.LengthDelimited) found.push(reader.bytes());
      else reader.skip(wire, number);
      this.#count += 1;
      if (this.#count % lookedFor === 0) await this.#turn();
    }
    return found;
  }
}
