import type { PolicySettings } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { readSettings } from './settings/settingsShape';
import { isMap, kindOf, type Report } from './settings/shapes';

/** What a map of settings means; `problems` have no place in a file, so line and column are 1. */
export interface PolicyFromMap {
  readonly settings: PolicySettings;
  readonly problems: readonly Problem[];
}

/**
 * Reads settings given as a map on the command line or by a program: the families of a policy file, or the keys of
 * `reliability` on their own (`{"on_error": "continue"}`), but no key in both ways.
 */
export function policyFromMap(value: unknown): PolicyFromMap {
  const problems: Problem[] = [];
  const report: Report = (code, path, message) => problems.push({ code, path, line: 1, column: 1, message });
  if (!isMap(value)) {
    report('WRONG_TYPE', '', `Expected a map, found ${kindOf(value)}.`);
    return { settings: {}, problems };
  }
  const { families, flat } = divide(value);
  if (flat.length === 0) return { settings: readSettings(families, '', report), problems };
  const family = families['reliability'];
  for (const [key] of flat) {
    if (isMap(family) && Object.hasOwn(family, key))
      report('CONFLICT', `/${key}`, `'${key}' is given twice.`);
  }
  const short = new Set(flat.map(([key]) => `/reliability/${key}`));
  const shorten: Report = (code, path, message) => report(code, shortened(path, short), message);
  const merged = { ...(isMap(family) ? family : {}), ...Object.fromEntries(flat) };
  return { settings: readSettings({ ...families, reliability: merged }, '', shorten), problems };
}

/** How the command line says what is wrong with `--policy`, one line for each problem. */
export function overrideMessages(problems: readonly Problem[]): readonly string[] {
  return problems.map(
    ({ path, message }) => `Invalid policy override: ${path === '' ? '' : `${path}: `}${message}`,
  );
}

const reliabilityKeys = new Set(['timeout', 'fail_fast', 'on_error', 'retry']);

function divide(value: Readonly<Record<string, unknown>>): {
  families: Record<string, unknown>;
  flat: [string, unknown][];
} {
  const entries = Object.entries(value).filter(([key, entry]) => key !== 'schema' || entry !== 'policy/1');
  return {
    families: Object.fromEntries(entries.filter(([key]) => !reliabilityKeys.has(key))),
    flat: entries.filter(([key]) => reliabilityKeys.has(key)),
  };
}

/** A mistake is reported where the person wrote the key. */
function shortened(path: string, short: ReadonlySet<string>): string {
  const key = path.split('/').slice(0, 3).join('/');
  return short.has(key) ? path.slice('/reliability'.length) : path;
}
