import type { Json, JsonObject } from '#protocol/json';
import type { AnyValue, KeyValue } from '#protocol/otlp/otlp';

/** A value as JSON holds it, and besides whatever stands for an integer beyond what a number holds. */
export type Tree<Wide> =
  | null
  | boolean
  | number
  | string
  | Wide
  | readonly Tree<Wide>[]
  | { readonly [key: string]: Tree<Wide> };

/**
 * Attributes as a plain object, for people; of two with one key the last counts. An integer beyond what a number holds, and
 * a number that is none, stay texts.
 */
export function plainAttributes(attributes: readonly KeyValue[] | undefined): JsonObject {
  return attributesAs(attributes, (digits) => digits);
}

/** The same for queries, which compare integers of 64 bits exactly. */
export function exactAttributes(attributes: readonly KeyValue[] | undefined): {
  readonly [key: string]: Tree<bigint>;
} {
  return attributesAs(attributes, BigInt);
}

function attributesAs<Wide>(
  attributes: readonly KeyValue[] | undefined,
  wide: (digits: string) => Wide,
): { readonly [key: string]: Tree<Wide> } {
  const plain: Record<string, Tree<Wide>> = {};
  for (const { key = '', value = {} } of attributes ?? []) {
    const read = valueAs(value, wide);
    if (key === '__proto__') {
      Object.defineProperty(plain, key, { value: read, enumerable: true, configurable: true });
    } else {
      plain[key] = read;
    }
  }
  return plain;
}

function valueAs<Wide>(value: AnyValue, wide: (digits: string) => Wide): Tree<Wide> {
  if (value.intValue !== undefined) {
    const number = Number(value.intValue);
    return Number.isSafeInteger(number) ? number : wide(value.intValue);
  }
  if (value.arrayValue !== undefined) {
    return (value.arrayValue.values ?? []).map((one) => valueAs(one, wide));
  }
  if (value.kvlistValue !== undefined) {
    return attributesAs(value.kvlistValue.values, wide);
  }
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? value.bytesValue ?? null;
}

/** The attributes that a plain object came from, where that can be told. */
export function typedAttributes(plain: JsonObject): readonly KeyValue[] {
  return Object.entries(plain).map(([key, value]) => ({ key, value: typedValue(value ?? null) }));
}

/** A plain value with its type; `null` is a value that is not set. */
export function typedValue(value: Json): AnyValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  if (value === null) return {};
  return isList(value)
    ? { arrayValue: { values: value.map(typedValue) } }
    : { kvlistValue: { values: typedAttributes(value) } };
}

/** Whether typedAttributes makes of the plain form exactly what it was made of. */
export function isPlain(attributes: readonly KeyValue[]): boolean {
  const keys = new Set(attributes.map(({ key = '' }) => key));
  return (
    keys.size === attributes.length &&
    attributes.every(({ key = '', value = {} }) => !/^\d+$/.test(key) && key !== '' && isPlainValue(value))
  );
}

function isPlainValue({ stringValue, boolValue, intValue, doubleValue }: AnyValue): boolean {
  if (intValue !== undefined) return Number.isSafeInteger(Number(intValue));
  if (doubleValue !== undefined) return typeof doubleValue === 'number' && !Number.isSafeInteger(doubleValue);
  return stringValue !== undefined || boolValue !== undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
