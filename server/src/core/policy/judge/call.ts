import type { ErrorCode } from '#protocol/errors';
import type { DecisionStage, EffectivePolicy, PolicyLocation, Risk, Verdict } from '#protocol/policy';
import type { Action } from '../action';
import { parseCommand } from '../commands/parseCommand';
import type { ParsedCommand } from '../commands/parsedCommand';
import { builtIn } from '../profiles';
import type { CompiledRule, RuleIndex, ToolRules } from './compiledRules';
import { compileRules, firstMatch } from './compiledRules';
import { compileLiterals, type LiteralTest } from './literals';
import { computeRisk } from './risk';

/** A policy made ready to judge. */
export interface CompiledPolicy {
  readonly policy: EffectivePolicy;
  readonly rulesOf: (tool: string) => ToolRules;
  readonly literalHit: LiteralTest;
}

/** One call on its way through the stages. */
export interface Call {
  readonly compiled: CompiledPolicy;
  readonly action: Action;
  readonly commands: readonly ParsedCommand[];
  /** Why the commands are not understood, or null. */
  readonly unparsable: string | null;
  readonly risk: Risk;
  readonly rules: RuleFindings;
  /** What profile dev only warns about. */
  readonly warnings: string[];
}

/** What one stage says about a call. */
export interface Finding {
  readonly stage: DecisionStage;
  readonly verdict: Verdict;
  readonly rule_id: string;
  readonly location: PolicyLocation;
  readonly reason: string;
  readonly code: ErrorCode | null;
}

/** What ask and allow rules say about all parts of a call. */
export interface RuleFindings {
  readonly ask: CompiledRule | null;
  readonly allow: CompiledRule | null;
  /** Whether some part is met by no rule, so that the default decides. */
  readonly isOpen: boolean;
}

/** Makes a policy ready. */
export function compilePolicy(policy: EffectivePolicy): CompiledPolicy {
  return { policy, rulesOf: compileRules(policy.rules), literalHit: compileLiterals(policy) };
}

/** Reads a call's commands and finds the rules that meet it. */
export function readCall(compiled: CompiledPolicy, action: Action): Call {
  const commands: ParsedCommand[] = [];
  let unparsable: string | null = null;
  for (const fact of action.facts.commands) {
    const parsed = parseCommand(fact);
    if ('unparsable' in parsed) unparsable ??= parsed.unparsable;
    else commands.push(...parsed);
  }
  const risk = computeRisk(action, commands);
  const rules = findRules(compiled.rulesOf(action.tool), action, commands);
  return { compiled, action, commands, unparsable, risk, rules, warnings: [] };
}

/** The first rule of an index that any part of the call meets. */
export function anyMatch(
  index: RuleIndex,
  action: Action,
  commands: readonly ParsedCommand[],
): CompiledRule | null {
  if (commands.length === 0) return firstMatch(index, action, null);
  for (const command of commands) {
    const rule = firstMatch(index, action, command);
    if (rule !== null) return rule;
  }
  return null;
}

function findRules(rules: ToolRules, action: Action, commands: readonly ParsedCommand[]): RuleFindings {
  const parts = commands.length === 0 ? [null] : commands;
  let ask: CompiledRule | null = null;
  let allow: CompiledRule | null = null;
  let isOpen = false;
  for (const part of parts) {
    const asked = firstMatch(rules.ask, action, part);
    const allowed = firstMatch(rules.allow, action, part);
    ask ??= asked;
    allow ??= allowed;
    isOpen ||= asked === null && allowed === null;
  }
  return { ask, allow, isOpen };
}

/** A finding that no rule of a file makes. */
export function finding(
  stage: DecisionStage,
  verdict: Verdict,
  rule_id: string,
  reason: string,
  more: { readonly code?: ErrorCode; readonly location?: PolicyLocation } = {},
): Finding {
  return {
    stage,
    verdict,
    rule_id,
    location: more.location ?? builtIn,
    reason,
    code: more.code ?? (verdict === 'deny' ? 'DENIED' : null),
  };
}

/** Where the setting at this pointer was made. */
export function originOf(call: Call, pointer: string): PolicyLocation {
  return call.compiled.policy.origins[pointer] ?? builtIn;
}
