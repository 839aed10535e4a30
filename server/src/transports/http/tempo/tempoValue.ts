/** A value as Tempo writes that of an attribute; `isWide` where texts of digits in it are integers. */
export function tempoValue(value: unknown, isWide = false): object {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  if (Array.isArray(value)) return { arrayValue: { values: value.map((one) => tempoValue(one, isWide)) } };
  if (typeof value === 'string' && isWide) return { intValue: value };
  return { stringValue: value === null || value === undefined ? '' : String(value) };
}

/** Attributes as Tempo writes them; `wide` names those whose texts are integers. */
export function tempoAttributes(
  values: Readonly<Record<string, unknown>>,
  wide: readonly string[] = [],
): readonly object[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: tempoValue(value, wide.includes(key)),
  }));
}
