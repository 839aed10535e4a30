import type { Bound } from '../sqlite/bindValues';

/** A condition in SQL with its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly Bound[];
}

/** A column that must hold one of some values. */
export function anyOf(column: string, list: readonly Bound[]): Condition {
  const values = list.filter((value) => value !== null);
  const equals = values.length === 0 ? [] : [equalsAny(column, values)];
  const isNull = values.length < list.length ? [{ sql: `${column} IS NULL`, values: [] }] : [];
  const alternatives: readonly Condition[] = [...isNull, ...equals];
  return {
    sql: alternatives.length === 0 ? '0' : `(${alternatives.map(({ sql }) => sql).join(' OR ')})`,
    values: alternatives.flatMap((one) => one.values),
  };
}

function equalsAny(column: string, values: readonly Bound[]): Condition {
  return values.length === 1 ? { sql: `${column} = ?`, values } : amongJson(column, values);
}

/** Several values as one text of JSON: bound one by one they cost more. Bytes are given as their digits, marked. */
function amongJson(column: string, values: readonly Bound[]): Condition {
  if (!values.some((value) => value instanceof Uint8Array))
    return { sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(values)] };
  const marked = values.map((value) =>
    value instanceof Uint8Array ? `x${Buffer.from(value).toString('hex')}` : `t${value}`,
  );
  const sql = `${column} IN (SELECT iif(substr(value, 1, 1) = 'x', unhex(substr(value, 2)), substr(value, 2)) FROM json_each(?))`;
  return { sql, values: [JSON.stringify(marked)] };
}
