import { isMap, type Report, under } from '../../policy/settings/shapes';

/** Reports each required key that a map lacks; true when it has all of them. */
export function reportMissing(
  value: unknown,
  pointer: string,
  required: readonly string[],
  report: Report,
): boolean {
  const missing = isMap(value) ? required.filter((key) => !Object.hasOwn(value, key)) : [];
  for (const key of missing) report('MISSING_KEY', under(pointer, key), `Expected the key '${key}'.`);
  return missing.length === 0;
}
