import { attributeOf, intrinsicOfSpan } from '../../evaluate/lookUp';
import type { SpanTree } from '../../evaluate/spanTree';
import type { Attributes, TracedSpan } from '../../evaluate/tracedSpan';
import { spanIntrinsics } from '../columnNames';
import { type SegmentHead, segmentVersion } from '../segment';
import { encodeColumn } from './columnCode';
import { DictionaryBuilder, keptValue } from './dictionaryBuilder';

/** A segment as it is kept. */
export interface BuiltSegment {
  readonly head: SegmentHead;
  readonly columns: readonly { readonly name: string; readonly data: Uint8Array }[];
}

/** A span with more attributes than this is looked at by itself, and so is one without an end. */
const mostAttributes = 500;
/** A segment with so many columns takes no more traces. */
const mostColumns = 2000;

/** Whether a trace can be laid out in columns: it is over, its ways up have an end, no span has attributes without end. */
export function fitsColumns(tree: SpanTree): boolean {
  return tree.spans.every(isPlain) && !hasCircle(tree.parents);
}

/** Lays traces out in columns, one after the other. */
export class SegmentBuilder {
  readonly #columns = new Map<string, DictionaryBuilder>();
  readonly #scopes = new Map<string, Map<string, DictionaryBuilder>>();
  readonly #firstRows: number[] = [0];
  readonly #starts: number[] = [];
  readonly #durations: number[] = [];
  readonly #parents: number[] = [];
  readonly #traceStarts: number[] = [];
  readonly #traceDurations: number[] = [];
  #columnCount = 0;

  get rows(): number {
    return this.#starts.length;
  }

  get isFull(): boolean {
    return this.#columnCount >= mostColumns;
  }

  /** A trace for which {@link fitsColumns} holds. */
  add(tree: SpanTree, runId: string | null): void {
    const first = this.rows;
    const trace = this.#traceStarts.length;
    this.#traceStarts.push(
      tree.spans.reduce((least, { startUs }) => Math.min(least, startUs), Number.POSITIVE_INFINITY),
    );
    this.#traceDurations.push(tree.durationNs);
    this.#column('trace:id').set(trace, tree.traceId);
    this.#column('trace:run').set(trace, runId);
    this.#column('trace:rootName').set(trace, tree.rootName);
    this.#column('trace:rootService').set(trace, tree.rootService);
    for (const [place, span] of tree.spans.entries()) this.#addSpan(span, tree, place, first);
    this.#firstRows.push(this.rows);
  }

  finish(): BuiltSegment {
    const traces = this.#traceStarts.length;
    const numbers = [
      ['rows', Uint32Array.from(this.#firstRows)],
      ['start', Float64Array.from(this.#starts)],
      ['span:duration', Float64Array.from(this.#durations)],
      ['parent', Int32Array.from(this.#parents)],
      ['trace:start', Float64Array.from(this.#traceStarts)],
      ['trace:duration', Float64Array.from(this.#traceDurations)],
    ] as const;
    const columns = [
      ...numbers.map(([name, values]) => ({
        name,
        data: encodeColumn({ kind: 'numbers', numbers: values }),
      })),
      ...[...this.#all()].map(([name, builder]) => {
        const count = name.startsWith('trace:') ? traces : this.rows;
        return { name, data: encodeColumn(builder.finish(count)) };
      }),
    ];
    return { head: this.#head(columns.map(({ name }) => name)), columns };
  }

  #addSpan(span: TracedSpan, tree: SpanTree, place: number, first: number): void {
    const row = first + place;
    const parent = tree.parents[place] ?? -1;
    this.#starts.push(span.startUs);
    this.#durations.push(((span.endUs ?? Number.NaN) - span.startUs) * 1000);
    this.#parents.push(parent === -1 ? -1 : first + parent);
    for (const name of spanIntrinsics) {
      const value = intrinsicOfSpan(tree, place, name);
      if (value.type !== 'nil') this.#column(name).set(row, keptValue(value));
    }
    this.#column('column.kind').set(row, span.columns.kind);
    this.#column('column.timeout').set(row, span.columns.timeout);
    this.#addAll('span', row, span.attributes);
    this.#addAll('resource', row, span.resource);
    this.#addAll('instrumentation', row, span.instrumentation);
    this.#addAll('policy', row, span.columns.policySnapshot);
    for (const scope of ['event', 'link'] as const)
      for (const name of namesOf(scope === 'event' ? span.events : span.links))
        this.#scoped(scope, name).set(
          row,
          keptValue(
            attributeOf(span, { kind: 'attribute', scope, name, ofParent: false, at: { start: 0, end: 0 } }),
          ),
        );
  }

  #addAll(scope: string, row: number, attributes: Attributes): void {
    for (const name of Object.keys(attributes)) this.#scoped(scope, name).set(row, attributes[name]);
  }

  #scoped(scope: string, name: string): DictionaryBuilder {
    let columns = this.#scopes.get(scope);
    if (columns === undefined) {
      columns = new Map();
      this.#scopes.set(scope, columns);
    }
    return this.#in(columns, name);
  }

  #column(name: string): DictionaryBuilder {
    return this.#in(this.#columns, name);
  }

  #in(columns: Map<string, DictionaryBuilder>, name: string): DictionaryBuilder {
    let column = columns.get(name);
    if (column === undefined) {
      column = new DictionaryBuilder();
      columns.set(name, column);
      this.#columnCount += 1;
    }
    return column;
  }

  *#all(): Generator<readonly [string, DictionaryBuilder]> {
    yield* this.#columns;
    for (const [scope, columns] of this.#scopes)
      for (const [name, builder] of columns) yield [`${scope}.${name}`, builder];
  }

  #head(names: readonly string[]): SegmentHead {
    const [firstUs, lastUs] = range(this.#traceStarts);
    const [firstSpanUs, lastSpanUs] = range(this.#starts);
    return {
      version: segmentVersion,
      rows: this.rows,
      traces: this.#traceStarts.length,
      first_us: firstUs,
      last_us: lastUs,
      first_span_us: firstSpanUs,
      last_span_us: lastSpanUs,
      names,
    };
  }
}

function range(numbers: readonly number[]): readonly [number, number] {
  return numbers.reduce<readonly [number, number]>(
    ([least, most], one) => [Math.min(least, one), Math.max(most, one)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function isPlain({ endUs, attributes, events, links }: TracedSpan): boolean {
  return (
    endUs !== null &&
    Object.keys(attributes).length <= mostAttributes &&
    namesOf(events).size <= mostAttributes &&
    namesOf(links).size <= mostAttributes
  );
}

function namesOf(holders: readonly { readonly attributes: Attributes }[]): Set<string> {
  return new Set(holders.flatMap(({ attributes }) => Object.keys(attributes)));
}

function hasCircle(parents: readonly number[]): boolean {
  const isKnown = new Uint8Array(parents.length);
  for (let start = 0; start < parents.length; start += 1) {
    const way: number[] = [];
    let place = start;
    for (; place !== -1 && isKnown[place] === 0; place = parents[place] ?? -1) {
      isKnown[place] = 2;
      way.push(place);
    }
    if (place !== -1 && isKnown[place] === 2) return true;
    for (const one of way) isKnown[one] = 1;
  }
  return false;
}
