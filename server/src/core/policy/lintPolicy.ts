import type { PolicyLayer, Rule } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { canonicalJson } from '../digest';
import { globTest } from '../globs/globTest';
import { problemAt } from './layers/place';
import { nearestName } from './settings/nearestName';

/** What the check is held against besides the layers. */
export interface LintScope {
  /** Names and aliases of all tools; without them tool names are not checked. */
  readonly tools?: readonly string[];
  /** Milliseconds since the epoch; without it nothing counts as expired. */
  readonly nowMs?: number;
}

/** Warnings about rules that are right in form but do nothing: shadowed, twice, void, or about no tool. */
export function lintPolicy(layers: readonly PolicyLayer[], scope: LintScope = {}): readonly Problem[] {
  const rules = layers.flatMap((layer) =>
    (layer.settings.permissions?.rules ?? []).map((rule, index) => ({
      layer,
      rule,
      pointer: `/permissions/rules/${index}`,
    })),
  );
  return [
    ...rules.flatMap((placed, index) => lintRule(placed, rules.slice(0, index), rules, scope)),
    ...layers.flatMap((layer) => expiredGrants(layer, scope)),
  ];
}

interface PlacedRule {
  readonly layer: PolicyLayer;
  readonly rule: Rule;
  readonly pointer: string;
}

function lintRule(
  placed: PlacedRule,
  earlier: readonly PlacedRule[],
  all: readonly PlacedRule[],
  { tools, nowMs }: LintScope,
): Problem[] {
  const { rule, layer, pointer } = placed;
  const found: Problem[] = [];
  const warn = (code: Problem['code'], message: string): void => {
    found.push(problemAt(layer, code, pointer, message));
  };
  if (rule.until !== null && nowMs !== undefined && Date.parse(rule.until) <= nowMs) {
    warn('OUT_OF_RANGE', `Rule '${rule.id}' ended at ${rule.until}.`);
  }
  if (tools !== undefined && !tools.some(globTest([rule.tool], 'text', true)))
    warn('UNKNOWN_TOOL', toolHint(rule, tools));
  const shadow = shadowOf(rule, earlier, all);
  if (shadow !== undefined) warn('CONFLICT', `Rule '${rule.id}' never decides: ${shadow}.`);
  const empty = Object.entries(rule.match).find(([, entries]) => entries.length === 0);
  if (empty !== undefined)
    warn('OUT_OF_RANGE', `Rule '${rule.id}' matches nothing: its ${empty[0]} is empty.`);
  return found;
}

function toolHint({ id, tool }: Rule, tools: readonly string[]): string {
  const nearest = nearestName(tool, tools);
  const hint = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
  return `Rule '${id}' is about no tool: '${tool}'${hint}`;
}

/** Why another rule always decides first: the same question with the same answer before, or a stronger answer anywhere. */
function shadowOf(
  rule: Rule,
  earlier: readonly PlacedRule[],
  all: readonly PlacedRule[],
): string | undefined {
  const isCovered = (other: Rule): boolean => other !== rule && other.until === null && covers(other, rule);
  const same = earlier.find(({ rule: other }) => other.effect === rule.effect && isCovered(other));
  if (same !== undefined) return `rule '${same.rule.id}' says the same before it`;
  const stronger = all.find(
    ({ rule: other }) => strength[other.effect] > strength[rule.effect] && isCovered(other),
  );
  return stronger === undefined
    ? undefined
    : `rule '${stronger.rule.id}' (${stronger.rule.effect}) is stronger`;
}

const strength = { allow: 0, ask: 1, deny: 2 };

/** Whether every call that meets the second rule meets the first, as far as their letters show. */
function covers(outer: Rule, inner: Rule): boolean {
  const isTool = outer.tool === '*' || outer.tool.toLowerCase() === inner.tool.toLowerCase();
  if (!isTool) return false;
  const inside: Readonly<Record<string, readonly string[]>> = { ...inner.match };
  return Object.entries(outer.match).every(([key, entries]: [string, readonly string[]]) => {
    const own = inside[key];
    if (own === undefined || own.length === 0) return false;
    return canonicalJson(entries) === canonicalJson(own) || own.every((entry) => entries.includes(entry));
  });
}

function expiredGrants(layer: PolicyLayer, { nowMs }: LintScope): Problem[] {
  return (layer.settings.approvals?.auto ?? []).flatMap(({ id, until }, index) =>
    until === null || nowMs === undefined || Date.parse(until) > nowMs
      ? []
      : [
          problemAt(
            layer,
            'OUT_OF_RANGE',
            `/approvals/auto/${index}`,
            `Auto rule '${id}' ended at ${until}.`,
          ),
        ],
  );
}
