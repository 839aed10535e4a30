/** A value as Tempo writes that of an attribute. */
export function tempoValue(value: unknown): object {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(tempoValue) } };
  return { stringValue: value === null || value === undefined ? '' : String(value) };
}

/** Attributes as Tempo writes them. */
export function tempoAttributes(values: Readonly<Record<string, unknown>>): readonly object[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: tempoValue(value) }));
}
