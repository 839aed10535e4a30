/** For `JSON.parse`: integers that no number holds exactly are the texts of the digits that JSON writes of them. */
export function withDigits(_: string, value: unknown): unknown {
  const isWide = Number.isInteger(value) && !Number.isSafeInteger(value);
  return isWide && Math.abs(value as number) < 1e21 ? String(value) : value;
}
