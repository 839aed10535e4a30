import { RE2JS } from 're2js';
import { type AutoRule, effects, type Permissions, type Rule, risks } from '#protocol/policy';
import { globProblem } from '../../globs/globTest';
import { flag, isMap, list, map, type Reader, type Report, text, under, word } from './shapes';
import { moment } from './times';

/** Reads `permissions`: default verdict, bounds of the environment, literal lists and rules. */
export const permissions: Reader<Partial<Permissions>> = (value, pointer, report) => {
  if (isMap(value)) refuseTwins(value['rules'], under(pointer, 'rules'), report);
  return permissionsMap(value, pointer, report);
};

/** Reads one standing grant; it must name what it grants, never a whole subject. */
export const autoRule: Reader<AutoRule> = (value, pointer, report) => {
  const read = autoRuleMap(value, pointer, report);
  if (read === undefined) return undefined;
  const { subject, id, until, ...criteria } = read;
  if (!isMap(value) || !['digest', 'tool', 'risk', 'path'].some((key) => Object.hasOwn(value, key))) {
    report('MISSING_KEY', pointer, 'An auto rule needs one of digest, tool, risk or path.');
    return undefined;
  }
  if (!hasKeys({ subject }, value, pointer, report) || subject === undefined) return undefined;
  return {
    id: id ?? `auto-${subject}-${pointer.slice(pointer.lastIndexOf('/') + 1)}`,
    subject,
    ...criteria,
    until: until ?? null,
  };
};

/** Reports each entry of a list, as written, whose id an earlier entry has already. */
export function refuseTwins(entries: unknown, pointer: string, report: Report): void {
  const seen = new Set<unknown>();
  if (!Array.isArray(entries)) return;
  entries.forEach((entry: unknown, index) => {
    const id = isMap(entry) ? entry['id'] : undefined;
    if (id !== undefined && seen.has(id)) {
      report('DUPLICATE_ID', under(under(pointer, index), 'id'), `The id '${String(id)}' is used twice.`);
    }
    seen.add(id);
  });
}

const regex: Reader<string> = (value, pointer, report) => {
  const read = text(value, pointer, report);
  if (read === undefined) return undefined;
  try {
    RE2JS.compile(read);
    return read;
  } catch (error) {
    report(
      'BAD_REGEX',
      pointer,
      `'${read}' is no regular expression: ${error instanceof Error ? error.message : 'unknown'}.`,
    );
    return undefined;
  }
};

const variableName: Reader<string> = (value, pointer, report) => {
  const read = text(value, pointer, report);
  if (read === undefined || /^[A-Za-z_][A-Za-z0-9_]*$/.test(read)) return read;
  report('OUT_OF_RANGE', pointer, `'${read}' is no name of an environment variable.`);
  return undefined;
};

/** A list of texts, or one text standing for a list of one. */
const texts: Reader<readonly string[]> = (value, pointer, report) =>
  list(text)(typeof value === 'string' ? [value] : value, pointer, report);

/** A glob that can be told from a mistake; what else is wrong with one shows in what it matches. */
const glob: Reader<string> = (value, pointer, report) => {
  const read = text(value, pointer, report);
  const problem = read === undefined ? null : globProblem(read);
  if (problem === null) return read;
  report('OUT_OF_RANGE', pointer, problem);
  return undefined;
};

/** A list of globs, or one glob standing for a list of one. */
const globs: Reader<readonly string[]> = (value, pointer, report) =>
  list(glob)(typeof value === 'string' ? [value] : value, pointer, report);

const match = map({
  argv0: texts,
  subcommand: texts,
  flags: texts,
  args: globs,
  path: globs,
  host: globs,
  effect: list(word(effects)),
});

const until: Reader<string | null> = (value, pointer, report) =>
  value === null ? null : moment(value, pointer, report);

const reason: Reader<string | null> = (value, pointer, report) =>
  value === null ? null : text(value, pointer, report);

const ruleMap = map({ id: text, effect: word(['allow', 'ask', 'deny']), tool: glob, match, reason, until });

const rule: Reader<Rule> = (value, pointer, report) => {
  const read = ruleMap(value, pointer, report);
  if (read === undefined) return undefined;
  const { id, effect } = read;
  const hasEverything = hasKeys({ id, effect }, value, pointer, report);
  if (!hasEverything || id === undefined || effect === undefined) return undefined;
  return {
    id,
    effect,
    tool: read.tool ?? '*',
    match: read.match ?? {},
    reason: read.reason ?? null,
    until: read.until ?? null,
  };
};

const permissionsMap = map({
  default: word(['allow', 'ask', 'deny']),
  stop_on_deny: flag,
  network: word(['none', 'llm', 'git', 'full']),
  env_allow: list(variableName),
  require_executor: word(['any', 'isolated', 'container']),
  deny_if_contains: list(text),
  deny_patterns: list(regex),
  rules: list(rule),
});

const autoRuleMap = map({
  id: text,
  subject: word(['plan', 'step', 'preview', 'rollback', 'decision']),
  digest: text,
  tool: glob,
  risk: word(risks),
  path: glob,
  until,
});

function hasKeys(
  keys: Readonly<Record<string, unknown>>,
  written: unknown,
  pointer: string,
  report: Report,
): boolean {
  const missing = Object.keys(keys).filter((key) => keys[key] === undefined);
  for (const key of missing) {
    if (!isMap(written) || !Object.hasOwn(written, key)) {
      report('MISSING_KEY', under(pointer, key), `Expected the key '${key}'.`);
    }
  }
  return missing.length === 0;
}
