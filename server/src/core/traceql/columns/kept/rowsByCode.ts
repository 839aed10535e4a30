import type { Codes, RowsByCode } from '../segment';

/** Columns with more distinct values than this are looked through row by row. */
const mostCodes = 4096;

/** Sorts the rows of a column by their codes; null where there are so many codes that most have few rows. */
export function rowsByCode(codes: Codes, codeCount: number): RowsByCode | null {
  if (codeCount > mostCodes) return null;
  const firsts = new Uint32Array(codeCount + 1);
  for (let row = 0; row < codes.length; row += 1) {
    const next = (codes[row] as number) + 1;
    firsts[next] = (firsts[next] as number) + 1;
  }
  for (let code = 0; code < codeCount; code += 1)
    firsts[code + 1] = (firsts[code + 1] as number) + (firsts[code] as number);
  const places = firsts.slice();
  const rows = new Uint32Array(codes.length);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] as number;
    rows[places[code] as number] = row;
    places[code] = (places[code] as number) + 1;
  }
  return { firsts, rows };
}
