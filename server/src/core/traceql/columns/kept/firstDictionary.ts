import { nil, type Value } from '../../evaluate/value';
import type { Codes, Dictionary } from '../segment';
import { keptDictionary } from './keptDictionary';

/** A column that holds for each row what the first of some columns has that has a value there; null when there is none. */
export function firstDictionary(columns: readonly Dictionary[]): Dictionary | null {
  const [only] = columns;
  if (only === undefined || columns.length === 1) return only ?? null;
  const valueCount = columns.reduce((sum, { values }) => sum + values.length - 1, 1);
  const codes = new (valueCount <= 65_536 ? Uint16Array : Uint32Array)(only.codes.length);
  const all: Value[] = [nil];
  for (const { codes: own, values } of columns) {
    fillGaps(codes, own, all.length - 1);
    for (let place = 1; place < values.length; place += 1) all.push(values[place] as Value);
  }
  return keptDictionary(codes, () => all);
}

function fillGaps(codes: Codes, own: Codes, offset: number): void {
  for (let row = 0; row < codes.length; row += 1) {
    const code = own[row] as number;
    if (codes[row] === 0 && code !== 0) codes[row] = code + offset;
  }
}
