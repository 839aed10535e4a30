import type { AutoRule, Placed, PolicyLayer, Profile, Rule } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { builtIn, builtinRules } from '../profiles';
import { mayLoosen, placeOf, problemAt } from './place';

/** Rules and literals of all layers; denies only ever add up. */
export interface Lists {
  readonly rules: Placed<Rule>[];
  readonly denyIfContains: Placed<string>[];
  readonly denyPatterns: Placed<string>[];
  readonly auto: AutoRule[];
}

/** The lists of the profile alone. */
export function builtinLists(): Lists {
  return {
    rules: builtinRules.map((value) => ({ value, location: builtIn })),
    denyIfContains: [],
    denyPatterns: [],
    auto: [],
  };
}

/** What decides whether a layer's allow and auto rules count. */
export interface Trust {
  readonly profile: Profile;
  readonly trustedWorkspace: boolean;
}

/** Adds one layer's rules and literals; a rule that the layer may not give is reported and left out. */
export function addLists(lists: Lists, layer: PolicyLayer, trust: Trust, problems: Problem[]): void {
  const { permissions, approvals } = layer.settings;
  const place = <T>(values: readonly T[] | undefined, pointer: string): Placed<T>[] =>
    (values ?? []).map((value, index) => ({ value, location: placeOf(layer, `${pointer}/${index}`) }));
  lists.denyIfContains.push(...place(permissions?.deny_if_contains, '/permissions/deny_if_contains'));
  lists.denyPatterns.push(...place(permissions?.deny_patterns, '/permissions/deny_patterns'));
  place(permissions?.rules, '/permissions/rules').forEach((placed, index) => {
    if (placed.value.effect !== 'allow' || mayAllow(layer, trust)) lists.rules.push(placed);
    else problems.push(widens(layer, `/permissions/rules/${index}`, `allow rule '${placed.value.id}'`));
  });
  (approvals?.auto ?? []).forEach((rule, index) => {
    if (mayGrant(layer, trust)) lists.auto.push(rule);
    else problems.push(widens(layer, `/approvals/auto/${index}`, `auto rule '${rule.id}'`));
  });
}

function mayAllow(layer: PolicyLayer, { profile, trustedWorkspace }: Trust): boolean {
  return layer.name === 'workspace' ? trustedWorkspace : mayLoosen(layer.name, profile);
}

/** Profile `ci` lives on auto rules, so there they may come from the trusted workspace, the user and the command line. */
function mayGrant(layer: PolicyLayer, { profile, trustedWorkspace }: Trust): boolean {
  if (mayLoosen(layer.name, profile)) return true;
  if (profile !== 'ci') return false;
  return layer.name === 'workspace' ? trustedWorkspace : layer.name === 'user' || layer.name === 'cli';
}

function widens(layer: PolicyLayer, pointer: string, what: string): Problem {
  return problemAt(
    layer,
    'POLICY_WIDENS',
    pointer,
    `The ${layer.name} layer may only tighten, so it may not add the ${what}.`,
  );
}
