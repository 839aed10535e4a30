import { fitsColumns, SegmentBuilder } from '../../../core/traceql/columns/kept/segmentBuilder';
import type { SegmentColumn } from '../../ports/spanPort';
import type { Store } from '../../storePort';
import { batches, type LooseTrace, rowsOf } from '../rows/looseTraces';
import { readTraces } from '../rows/traceRows';
import type { KnownSegment } from './segmentTable';
import type { SpanIndex } from './spanIndex';

/** How large segments are, and when one is made. */
export interface SealSizes {
  /** Loose traces are laid out in columns when they have so many rows. */
  readonly leastRows: number;
  readonly mostRows: number;
  /** So many small segments are joined. */
  readonly smallSegments: number;
}

/** What a store of runs gets: a few thousand rows are looked at one by one as fast as a segment is made. */
export const usualSizes: SealSizes = { leastRows: 2_048, mostRows: 65_536, smallSegments: 8 };

/** Rows of loose traces that could be laid out in columns. */
export function sealableRows(index: SpanIndex): number {
  return rowsOf(sealable(index));
}

/** Drops all segments, as when their bytes are damaged; they are made again of the rows. */
export async function dropSegments(store: Store, index: SpanIndex): Promise<void> {
  const { generation, mark: after, segments } = await store.segments();
  await store.sealSegments({ generation, after, add: [], drop: segments.map(({ id }) => id), mark: '' });
  index.forget();
}

/** Lays loose traces out in one more segment, the oldest first; false when there was nothing to do. */
export async function sealTraces(store: Store, index: SpanIndex, sizes: SealSizes): Promise<boolean> {
  const dropped = await dissolveSmall(index, sizes);
  const wanted = sealable(index);
  if (dropped.length === 0 && rowsOf(wanted) < sizes.leastRows) return false;
  const { builder, sealed } = await build(store, index, wanted, sizes.mostRows);
  if (sealed.size === 0 && dropped.length === 0) return false;
  const { generation } = index;
  if (generation === null) return false;
  const id = 1 + Math.max(0, ...index.stale, ...index.segments.all.map((one) => one.id));
  const { head, columns } = builder.finish();
  const entry = { id, head: JSON.stringify(head) };
  for (const part of parts(columns)) await store.keepColumns(id, part);
  const drop = [...index.stale, ...dropped.map((one) => one.id)];
  const add = sealed.size === 0 ? [] : [entry];
  index.segments.remove(drop);
  const mark = index.keptMark(sealed);
  const isDone = await store.sealSegments({ generation, after: index.kept, add, drop, mark });
  if (!isDone) {
    index.forget();
    return false;
  }
  index.kept = mark;
  if (sealed.size > 0) index.segments.add(entry);
  for (const traceId of sealed) index.loose.delete(traceId);
  return true;
}

function sealable({ loose, unfit }: SpanIndex): LooseTrace[] {
  return [...loose.values()]
    .filter(({ traceId }) => !unfit.has(traceId))
    .sort((one, other) => one.startUs - other.startUs);
}

/** Once there are many small segments, or one is mostly dead, their traces are loose again and go into the next. */
async function dissolveSmall(
  index: SpanIndex,
  { mostRows, smallSegments }: SealSizes,
): Promise<KnownSegment[]> {
  const { all } = index.segments;
  const small = all.filter(({ head }) => head.rows < mostRows / 2);
  const chosen = new Set(small.length >= smallSegments ? small : []);
  for (const known of all) {
    const alive = known.isAlive.reduce((sum, one) => sum + one, 0);
    if (alive < known.head.traces / 2) chosen.add(known);
  }
  for (const known of chosen) await index.dissolve(known);
  return [...chosen];
}

async function build(store: Store, index: SpanIndex, wanted: readonly LooseTrace[], mostRows: number) {
  const builder = new SegmentBuilder();
  const sealed = new Set<string>();
  for (const batch of batches(wanted)) {
    const ids = batch.map(({ traceId }) => traceId);
    for (const { traceId, runId, tree } of await readTraces(store, ids)) {
      if (!fitsColumns(tree)) index.unfit.add(traceId);
      else {
        builder.add(tree, runId);
        sealed.add(traceId);
      }
    }
    if (builder.rows >= mostRows || builder.isFull) break;
  }
  return { builder, sealed };
}

/** What is written at once, so that others need not wait for long. */
const partBytes = 1 << 20;

function* parts(columns: readonly SegmentColumn[]): Generator<readonly SegmentColumn[]> {
  let part: SegmentColumn[] = [];
  let bytes = 0;
  for (const column of columns) {
    part.push(column);
    bytes += column.data.length;
    if (bytes < partBytes) continue;
    yield part;
    part = [];
    bytes = 0;
  }
  if (part.length > 0) yield part;
}
