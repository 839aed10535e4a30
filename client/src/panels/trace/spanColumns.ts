import type { SpanPage } from '#protocol/methods/traces/traces';
import { visible } from '#protocol/shown/visible';
import type { SpanColumns } from '#protocol/views/trace';
import { told } from '../../shown/told';

/** A page of spans as the view keeps it: numbers in buffers of their own, texts harmless to show. */
export function spanColumns({ count, columns, texts }: SpanPage): SpanColumns {
  const error = new Uint32Array(bytesOf(columns.error));
  const sentences = new Set(error);
  return {
    count,
    start_us: new Float64Array(bytesOf(columns.start_us)),
    end_us: new Float64Array(bytesOf(columns.end_us)),
    id: new Uint32Array(bytesOf(columns.id)),
    parent: new Uint32Array(bytesOf(columns.parent)),
    kind: new Uint32Array(bytesOf(columns.kind)),
    status: new Uint32Array(bytesOf(columns.status)),
    name: new Uint32Array(bytesOf(columns.name)),
    service: new Uint32Array(bytesOf(columns.service)),
    error,
    texts: texts.map((text, at) => visible(sentences.has(at) ? told(text) : text)),
  };
}

/** Ids of spans as their halves, as the view knows them. */
export function idHalves(ids: readonly string[]): Uint32Array {
  const halves = new Uint32Array(ids.length * 2);
  for (const [index, id] of ids.entries()) {
    halves[index * 2] = Number.parseInt(id.slice(0, 8), 16);
    halves[index * 2 + 1] = Number.parseInt(id.slice(8), 16);
  }
  return halves;
}

/** The ids of the spans of a page that are still open: they will change. */
export function openSpans({ count, end_us, id }: SpanColumns): readonly string[] {
  const open: string[] = [];
  for (let at = 0; at < count; at += 1) {
    if (Number.isNaN(end_us[at])) {
      open.push(hex(id[at * 2]) + hex(id[at * 2 + 1]));
    }
  }
  return open;
}

/** Base64 may lie anywhere in a pool that others use: columns need a buffer that begins where they do. */
function bytesOf(base64: string): ArrayBuffer {
  const size = Buffer.byteLength(base64, 'base64');
  const buffer = new ArrayBuffer(size);
  Buffer.from(buffer).write(base64, 'base64');
  return buffer;
}

function hex(half = 0): string {
  return half.toString(16).padStart(8, '0');
}
