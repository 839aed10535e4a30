import type { Placed, Rule, Verdict } from '#protocol/policy';
import { globTest, type GlobTest as Test } from '../../globs/globTest';
import type { Action } from '../action';
import { type ParsedCommand, sortArguments } from '../commands/parsedCommand';
import { programName } from '../commands/programs';
import { type PathIndex, pathIndex } from './pathIndex';

/** One rule, ready to be held against calls. */
export interface CompiledRule {
  readonly order: number;
  readonly placed: Placed<Rule>;
  readonly programs: readonly string[] | null;
  /** Globs of which a path of the call must meet one, or null. */
  readonly paths: readonly string[] | null;
  readonly isTool: Test;
  readonly matches: (action: Action, command: ParsedCommand | null) => boolean;
}

/** The rules of one tool and one verdict; those that name a program are found by it, those that name paths by these. */
export interface RuleIndex {
  readonly byProgram: ReadonlyMap<string, readonly CompiledRule[]>;
  readonly general: PathIndex<CompiledRule>;
}

/** All rules of one tool. */
export type ToolRules = Readonly<Record<Verdict, RuleIndex>>;

/** Compiles rules once, so that each call only looks at the few that may concern it. */
export function compileRules(rules: readonly Placed<Rule>[]): (tool: string) => ToolRules {
  const toolTests = new Map<string, Test>();
  const compiled = rules.map((placed, order) => compileRule(placed, order, toolTests));
  const byTool = new Map<string, ToolRules>();
  return (tool) => {
    const known = byTool.get(tool);
    if (known !== undefined) return known;
    const own = compiled.filter((rule) => rule.isTool(tool));
    const indexed = { deny: indexOf(own, 'deny'), ask: indexOf(own, 'ask'), allow: indexOf(own, 'allow') };
    if (byTool.size < 1000) byTool.set(tool, indexed);
    return indexed;
  };
}

/** The first rule, in the order of the layers, that matches; `command` is null for calls that run no program. */
export function firstMatch(
  index: RuleIndex,
  action: Action,
  command: ParsedCommand | null,
): CompiledRule | null {
  const named = command === null ? undefined : index.byProgram.get(command.program);
  let first = named?.find((rule) => rule.matches(action, command)) ?? null;
  for (const rules of index.general.concerning(action.paths)) {
    for (const rule of rules) {
      if (first !== null && first.order <= rule.order) break;
      if (rule.matches(action, command)) first = rule;
    }
  }
  return first;
}

function indexOf(rules: readonly CompiledRule[], verdict: Verdict): RuleIndex {
  const byProgram = new Map<string, CompiledRule[]>();
  const general: CompiledRule[] = [];
  for (const rule of rules) {
    if (rule.placed.value.effect !== verdict) continue;
    if (rule.programs === null) general.push(rule);
    for (const program of new Set(rule.programs ?? [])) {
      const list = byProgram.get(program);
      if (list === undefined) byProgram.set(program, [rule]);
      else list.push(rule);
    }
  }
  return { byProgram, general: pathIndex(general) };
}

type Condition = (action: Action, command: ParsedCommand | null) => boolean;

function compileRule(placed: Placed<Rule>, order: number, toolTests: Map<string, Test>): CompiledRule {
  const { match, tool, until, effect } = placed.value;
  const isAllow = effect === 'allow';
  const conditions: Condition[] = [];
  if (until !== null) {
    const endMs = Date.parse(until);
    conditions.push(({ nowMs }) => nowMs < endMs);
  }
  const { effect: effects } = match;
  if (effects !== undefined) conditions.push(({ facts }) => effects.includes(facts.effect));
  conditions.push(...commandConditions(placed.value, isAllow));
  if (match.path !== undefined) conditions.push(pathCondition(match.path, isAllow));
  if (match.host !== undefined) conditions.push(hostCondition(match.host, isAllow));
  return {
    order,
    placed,
    programs: match.argv0?.map(programName) ?? null,
    paths: match.path ?? null,
    isTool: once(toolTests, tool),
    matches: (action, command) => conditions.every((condition) => condition(action, command)),
  };
}

/** Many rules name the same tools, so each glob is compiled once. */
function once(tests: Map<string, Test>, glob: string): Test {
  const known = tests.get(glob);
  if (known !== undefined) return known;
  const test = globTest([glob], 'text', true);
  tests.set(glob, test);
  return test;
}

function commandConditions({ match }: Rule, isAllow: boolean): Condition[] {
  const conditions: Condition[] = [];
  const { argv0 } = match;
  if (argv0 !== undefined && isAllow) {
    conditions.push(
      (_, command) => command !== null && (command.isWellKnown || argv0.includes(command.written)),
    );
  }
  if (match.subcommand !== undefined) {
    const names = new Set(match.subcommand.map((name) => name.toLowerCase()));
    const has: Test = (name) => names.has(name.toLowerCase());
    conditions.push((_, command) => {
      if (command === null || command.subcommands.length === 0) return false;
      return isAllow ? command.subcommands.every(has) : command.subcommands.some(has);
    });
  }
  if (match.flags !== undefined) {
    const flags = match.flags.map((flag) => sortArguments([flag]).flags);
    conditions.push((_, command) => command !== null && flags.some((flag) => isPresent(flag, command.flags)));
  }
  if (match.args !== undefined) {
    const test = globTest(match.args, 'text', true);
    conditions.push((_, command) => command?.args.some((arg) => test(arg)) ?? false);
  }
  return conditions;
}

/** The flag itself, or, for `-rf`, each of its letters. */
function isPresent([whole = '', ...letters]: readonly string[], flags: readonly string[]): boolean {
  return flags.includes(whole) || (letters.length > 0 && letters.every((letter) => flags.includes(letter)));
}

/** A deny or ask is met by one path, an allow must cover all of them. */
function pathCondition(globs: readonly string[], isAllow: boolean): Condition {
  const test = globTest(globs, 'path', !isAllow);
  return isAllow
    ? ({ paths }) => paths.length > 0 && paths.every(({ relative }) => test(relative))
    : ({ paths }) => paths.some(({ relative }) => test(relative));
}

function hostCondition(globs: readonly string[], isAllow: boolean): Condition {
  const test = globTest(globs, 'text', true);
  return isAllow
    ? ({ facts }) => facts.hosts.length > 0 && facts.hosts.every((host) => namesOf(host).every(test))
    : ({ facts }) => facts.hosts.some((host) => namesOf(host).some(test));
}

const mappedAddress = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/i;

/** One machine goes by `host.` as well as `host`, and by an IPv6 address that only wraps an IPv4 one. */
function namesOf(host: string): readonly string[] {
  const [, high, low] = mappedAddress.exec(host) ?? [];
  if (high === undefined || low === undefined) return [host.replace(/\.$/, '')];
  const bytes = [high, low].flatMap((part) => {
    const value = Number.parseInt(part, 16);
    return [value >> 8, value & 0xff];
  });
  return [host, bytes.join('.')];
}
