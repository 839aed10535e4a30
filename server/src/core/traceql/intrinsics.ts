/** The type of a value as far as it is known before a query runs. */
export type ValueType =
  | 'nil'
  | 'int'
  | 'float'
  | 'string'
  | 'bool'
  | 'duration'
  | 'status'
  | 'kind'
  | 'unknown';

/** What every span, trace or event has of itself, by the names that queries saved here use, with its type. */
export const intrinsics = {
  'trace:duration': 'duration',
  'trace:rootName': 'string',
  'trace:rootService': 'string',
  'trace:id': 'string',
  'span:duration': 'duration',
  'span:name': 'string',
  'span:kind': 'kind',
  'span:status': 'status',
  'span:statusMessage': 'string',
  'span:id': 'string',
  'span:parentID': 'string',
  'span:childCount': 'int',
  'event:name': 'string',
  'event:timeSinceStart': 'duration',
  'link:traceID': 'string',
  'link:spanID': 'string',
  'instrumentation:name': 'string',
  'instrumentation:version': 'string',
  parent: 'nil',
  nestedSetLeft: 'int',
  nestedSetRight: 'int',
  nestedSetParent: 'int',
} as const satisfies Record<string, ValueType>;

/** A key of {@link intrinsics}. */
export type IntrinsicName = keyof typeof intrinsics;

/** Older names without a scope; they are understood, and written with their scope. */
export const olderNames: Readonly<Record<string, IntrinsicName>> = {
  duration: 'span:duration',
  name: 'span:name',
  status: 'span:status',
  statusMessage: 'span:statusMessage',
  kind: 'span:kind',
  rootName: 'trace:rootName',
  rootServiceName: 'trace:rootService',
  traceDuration: 'trace:duration',
  parent: 'parent',
  nestedSetLeft: 'nestedSetLeft',
  nestedSetRight: 'nestedSetRight',
  nestedSetParent: 'nestedSetParent',
};

/** The intrinsic that a word names; `undefined` for other words. */
export function intrinsicOf(word: string): IntrinsicName | undefined {
  if (Object.hasOwn(olderNames, word)) return olderNames[word];
  return word.includes(':') && Object.hasOwn(intrinsics, word) ? (word as IntrinsicName) : undefined;
}
