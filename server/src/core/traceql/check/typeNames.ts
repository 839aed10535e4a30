import type { ValueType } from '../intrinsics';

/** The types of values as they stand in a sentence. */
export const typeNames: Readonly<Record<ValueType, string>> = {
  nil: 'nil',
  int: 'an int',
  float: 'a float',
  string: 'a string',
  bool: 'a bool',
  duration: 'a duration',
  status: 'a status',
  kind: 'a kind',
  unknown: 'a unknown',
};
