import { nil } from '../../evaluate/value';
import { numberColumns, typedValue } from '../columnNames';
import type { Dictionary, Numbers, SegmentHead, SpanSegment } from '../segment';
import type { ColumnData } from './columnCode';
import { readValues } from './dictionaryBuilder';
import { firstDictionary } from './firstDictionary';
import { keptDictionary } from './keptDictionary';

/** Makes a segment of its columns; null when they do not fit together. Values are read when they are first asked for. */
export function openSegment(
  head: SegmentHead,
  columns: (name: string) => ColumnData | null,
): SpanSegment | null {
  const frame = frameOf(head, columns);
  if (frame === null) return null;
  const dictionaries = new Map<string, Dictionary | null>();
  const known = (names: readonly string[]): Dictionary | null => {
    const key = names.join('\n');
    let found = dictionaries.get(key);
    if (found === undefined) {
      const [name = ''] = names;
      found =
        names.length === 1
          ? dictionaryOf(name, columns(name))
          : firstDictionary(names.flatMap((one) => known([one]) ?? []));
      dictionaries.set(key, found);
    }
    return found;
  };
  return {
    ...frame,
    dictionary: (...names) => known(names),
    numbers: (name) =>
      name === 'span:childCount' ? childCounts(frame.parents) : numbersOf(name, columns(name)),
  };
}

type Frame = Omit<SpanSegment, 'dictionary' | 'numbers'>;

function frameOf(head: SegmentHead, columns: (name: string) => ColumnData | null): Frame | null {
  const firstRows = numbersIn(columns('rows'));
  const startUs = numbersIn(columns('start'));
  const parents = numbersIn(columns('parent'));
  if (!(firstRows instanceof Uint32Array && startUs instanceof Float64Array && parents instanceof Int32Array))
    return null;
  if (firstRows.length !== head.traces + 1 || startUs.length !== head.rows || parents.length !== head.rows)
    return null;
  const traceOf = new Uint32Array(head.rows);
  for (let trace = 0; trace < head.traces; trace += 1)
    traceOf.fill(trace, firstRows[trace] as number, firstRows[trace + 1] as number);
  return {
    rowCount: head.rows,
    traceCount: head.traces,
    firstRows,
    traceOf,
    startUs,
    firstUs: head.first_span_us,
    lastUs: head.last_span_us,
    parents,
    downwards: downwardsOf(parents),
  };
}

function numbersIn(data: ColumnData | null) {
  return data?.kind === 'numbers' ? data.numbers : null;
}

function dictionaryOf(name: string, data: ColumnData | null): Dictionary | null {
  if (data?.kind !== 'dictionary') return null;
  const { values } = data;
  const codes = data.codes instanceof Uint8Array ? Uint16Array.from(data.codes) : data.codes;
  return keptDictionary(codes, () => [nil, ...readValues(values).map((kept) => typedValue(name, kept))]);
}

function numbersOf(name: string, data: ColumnData | null): Numbers | null {
  const numbers = numbersIn(data);
  if (!(numbers instanceof Float64Array && Object.hasOwn(numberColumns, name))) return null;
  return { type: numberColumns[name as keyof typeof numberColumns], numbers };
}

function childCounts(parents: Int32Array): Numbers {
  const numbers = new Float64Array(parents.length);
  for (const parent of parents) if (parent !== -1) numbers[parent] = (numbers[parent] as number) + 1;
  return { type: 'int', numbers };
}

/** Rows by their distance from the top, unless every parent stands before its children already. */
function downwardsOf(parents: Int32Array): Uint32Array | null {
  if (parents.every((parent, row) => parent < row)) return null;
  const depths = new Int32Array(parents.length).fill(-1);
  for (let start = 0; start < parents.length; start += 1) {
    const way: number[] = [];
    let row = start;
    for (; row !== -1 && depths[row] === -1 && way.length <= parents.length; row = parents[row] as number)
      way.push(row);
    let depth = row === -1 ? 0 : (depths[row] as number) + 1;
    for (const one of way.reverse()) {
      depths[one] = depth;
      depth += 1;
    }
  }
  return Uint32Array.from(parents.keys()).sort(
    (one, other) => (depths[one] as number) - (depths[other] as number),
  );
}
