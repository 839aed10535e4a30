import type { SpanColumns } from '../../../runtime/storePort';
import { type PackedRows, unpackRows } from '../sqlite/packedRows';
import type { Cell } from './cells';

/** The cells of one span that its columns are made of. */
export interface SlimSpan {
  readonly place: number;
  readonly start_us: number;
  readonly end_us: number | null;
  readonly span_id: string;
  readonly parent_span_id: string | null;
  readonly kind: string;
  readonly status: string;
  readonly name: string;
  readonly service_name: string;
  readonly error: string | null;
}

/** What a thread says of a page of spans: those asked for by name, and those after a row. */
export interface PackedSpans {
  readonly total: number;
  readonly again: PackedRows;
  readonly next: PackedRows;
}

/** What a page of spans is besides its columns. */
type Paging = Pick<SpanColumns, 'total' | 'last_row' | 'is_last'>;

/** Lays spans out in columns; equal texts are kept once. */
export function spanColumns(spans: readonly SlimSpan[], paging: Paging): SpanColumns {
  const count = spans.length;
  const indexed = () => new Uint32Array(count);
  const columns = {
    start_us: new Float64Array(count),
    end_us: new Float64Array(count),
    id: new Uint32Array(count * 2),
    parent: new Uint32Array(count * 2),
    kind: indexed(),
    status: indexed(),
    name: indexed(),
    service: indexed(),
    error: indexed(),
  };
  const texts = new TextTable();
  for (let at = 0; at < count; at += 1) {
    const span = spans[at] as SlimSpan;
    columns.start_us[at] = span.start_us;
    columns.end_us[at] = span.end_us ?? Number.NaN;
    writeId(columns.id, at, span.span_id);
    if (span.parent_span_id !== null) writeId(columns.parent, at, span.parent_span_id);
    columns.kind[at] = texts.place(span.kind);
    columns.status[at] = texts.place(span.status);
    columns.name[at] = texts.place(span.name);
    columns.service[at] = texts.place(span.service_name);
    columns.error[at] = texts.place(span.error ?? '');
  }
  return { count, ...paging, ...columns, texts: texts.all };
}

/** The columns of a page that came from another thread. */
export function unpackSpans(packed: PackedSpans, afterRow: number, limit: number): SpanColumns {
  const next = slimSpans(packed.next);
  const last_row = next.at(-1)?.place ?? afterRow;
  const is_last = next.length < limit;
  return spanColumns([...slimSpans(packed.again), ...next], { total: packed.total, last_row, is_last });
}

function slimSpans(rows: PackedRows): readonly SlimSpan[] {
  return unpackRows(rows) as unknown as readonly (SlimSpan & Record<string, Cell>)[];
}

/** Texts in the order in which they came up; the empty one is the first. */
class TextTable {
  readonly all: string[] = [''];
  readonly #places = new Map<string, number>([['', 0]]);

  place(text: string): number {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.all.length;
      this.#places.set(text, place);
      this.all.push(text);
    }
    return place;
  }
}

const firstSeed = 0x811c9dc5;
const secondSeed = 0x9e3779b9;

/** Writes the halves of an id: its own digits, else two hashes of whatever it is. */
function writeId(target: Uint32Array, at: number, id: string): void {
  if (hexId.test(id)) {
    target[at * 2] = Number.parseInt(id.slice(0, 8), 16);
    target[at * 2 + 1] = Number.parseInt(id.slice(8), 16);
  } else {
    target[at * 2] = hashOf(id, firstSeed);
    target[at * 2 + 1] = hashOf(id, secondSeed);
  }
}

const hexId = /^[0-9a-f]{16}$/;

function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
