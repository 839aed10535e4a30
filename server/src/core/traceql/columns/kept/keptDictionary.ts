import type { Value } from '../../evaluate/value';
import type { Codes, Dictionary, RowsByCode } from '../segment';
import { rowsByCode } from './rowsByCode';

/** A dictionary that reads its values, and sorts its rows, when it is first asked to. */
export function keptDictionary(codes: Codes, read: () => readonly Value[]): Dictionary {
  let values: readonly Value[] | undefined;
  let rows: RowsByCode | null | undefined;
  const valuesOnce = () => {
    values ??= read();
    return values;
  };
  return {
    codes,
    get values() {
      return valuesOnce();
    },
    get rowsByCode() {
      if (rows === undefined) rows = rowsByCode(codes, valuesOnce().length);
      return rows;
    },
  };
}
