import { type OtlpField, type OtlpMessage, otlpMessages } from '#protocol/otlp/messages';
import { spanLimits } from './spanLimits';

/** A message in its one form, or what is wrong with it. */
export type Normalized<T> = { readonly value: T } | { readonly fault: string };

/**
 * Brings a message of OTLP in JSON into its one form: fields that nobody knows and those that hold nothing are left out,
 * integers of 64 bits are decimal strings, ids have small letters. `skipped` fields are left as they came.
 */
export function normalize<T>(
  message: OtlpMessage,
  given: unknown,
  skipped: ReadonlySet<string> = new Set(),
): Normalized<T> {
  const walk: Walk = { fault: null, values: 0 };
  const value = messageValue(walk, message, given, 0, skipped);
  return walk.fault === null ? { value: value as T } : { fault: walk.fault };
}

interface Walk {
  fault: string | null;
  values: number;
}

type Fields = Record<string, unknown>;

const nothing: ReadonlySet<string> = new Set();

function messageValue(
  walk: Walk,
  message: OtlpMessage,
  given: unknown,
  depth: number,
  skipped: ReadonlySet<string> = nothing,
): Fields {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    return failing(walk, `${message} is not an object`, {});
  }
  if (message === 'AnyValue' && !isWithin(walk, depth)) {
    return {};
  }
  return fieldsOf(walk, message, given as Fields, depth, skipped);
}

function fieldsOf(
  walk: Walk,
  message: OtlpMessage,
  given: Fields,
  depth: number,
  skipped: ReadonlySet<string>,
): Fields {
  const value: Fields = {};
  for (const field of otlpMessages[message]) {
    const entry = given[field.name];
    if (entry === undefined || entry === null) continue;
    const read = skipped.has(field.name) ? entry : fieldValue(walk, field, entry, depth);
    // Of those that exclude each other the first counts, even where it holds nothing.
    if (field.choice === true) return { [field.name]: read };
    if (!isNothing(read)) value[field.name] = read;
  }
  return value;
}

function isWithin(walk: Walk, depth: number): boolean {
  walk.values += 1;
  if (walk.values > spanLimits.values) {
    return failing(walk, `more than ${spanLimits.values} values`, false);
  }
  return depth <= spanLimits.depth || failing(walk, `a value nests deeper than ${spanLimits.depth}`, false);
}

function fieldValue(walk: Walk, field: OtlpField, given: unknown, depth: number): unknown {
  if (field.repeated !== true) {
    return single(walk, field, given, depth);
  }
  return Array.isArray(given)
    ? given.map((entry) => single(walk, field, entry, depth))
    : failing(walk, `${field.name} is not a list`, []);
}

function single(walk: Walk, { name, type }: OtlpField, given: unknown, depth: number): unknown {
  if (isMessage(type)) {
    return messageValue(
      walk,
      type,
      given,
      depth + (type === 'ArrayValue' || type === 'KeyValueList' ? 1 : 0),
    );
  }
  const read = readers[type](given);
  return read === undefined ? failing(walk, `${name} does not hold a ${type}`, '') : read;
}

function isMessage(type: OtlpField['type']): type is OtlpMessage {
  return type in otlpMessages;
}

/** What a field holds when nobody sets it. */
function isNothing(value: unknown): boolean {
  return value === '' || value === 0 || value === '0' || value === false || isEmptyList(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function failing<T>(walk: Walk, fault: string, instead: T): T {
  walk.fault ??= fault;
  return instead;
}

type Reader = (given: unknown) => unknown;

const readers: Readonly<Record<Exclude<OtlpField['type'], OtlpMessage>, Reader>> = {
  string: (given) => (typeof given === 'string' ? wellFormed(given) : undefined),
  bool: (given) => (typeof given === 'boolean' ? given : undefined),
  int64: (given) => integer(given, -(2n ** 63n), 2n ** 63n - 1n)?.toString(),
  fixed64: (given) => (isPlainTime(given) ? given : integer(given, 0n, 2n ** 64n - 1n)?.toString()),
  uint32: small,
  fixed32: small,
  enum: small,
  double: fraction,
  bytes: (given) =>
    typeof given === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(given) ? standardBase64(given) : undefined,
  trace_id: (given) => identifier(given, 32),
  span_id: (given) => identifier(given, 16),
};

/** The digits of a time as all senders write it: below the bound, without a sign or a zero before it. */
function isPlainTime(given: unknown): given is string {
  return typeof given === 'string' && /^[1-9]\d{0,18}$/.test(given);
}

const halfCharacter = /\p{Surrogate}/gu;

function wellFormed(text: string): string {
  return text.search(halfCharacter) < 0 ? text : text.replaceAll(halfCharacter, '\ufffd');
}

function small(given: unknown): number | undefined {
  const isSmall = typeof given === 'number' && Number.isInteger(given) && given >= 0 && given < 2 ** 32;
  const read = isSmall ? given : integer(given, 0n, 2n ** 32n - 1n);
  return read === undefined ? undefined : Number(read);
}

/** A number, also as text; or one of the words for what no number is. */
function fraction(given: unknown): number | string | undefined {
  const isWord = typeof given === 'string' && ['NaN', 'Infinity', '-Infinity'].includes(given);
  if (isWord) return given;
  const isText = typeof given === 'string' && /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(given);
  const read = isText ? Number(given) : given;
  // What is too large for any number is refused: it would be told of as nothing.
  return Number.isFinite(read) ? (read as number) : undefined;
}

/** Digits, or a number; of one beyond 2^53 the digits were kept by whoever read it. */
function integer(given: unknown, least: bigint, most: bigint): bigint | undefined {
  const isText = typeof given === 'string' && /^-?\d{1,20}$/.test(given);
  if (!isText && !Number.isInteger(given)) {
    return undefined;
  }
  const read = BigInt(given as string | number);
  return read >= least && read <= most ? read : undefined;
}

/** Empty where there is none; all zeros are none either, says W3C. */
function identifier(given: unknown, length: number): string | undefined {
  if (
    typeof given !== 'string' ||
    (given !== '' && (given.length !== length || !/^[0-9a-fA-F]+$/.test(given)))
  ) {
    return undefined;
  }
  return /^0*$/.test(given) ? '' : given.toLowerCase();
}

function standardBase64(text: string): string {
  const bare = text.replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', '');
  return bare + '='.repeat((4 - (bare.length % 4)) % 4);
}
