import type { Json } from '#protocol/json';
import {
  type EffectivePolicy,
  layerNames,
  type OnError,
  type PolicyLayer,
  type PolicyLocation,
  type Profile,
} from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { digest } from '../digest';
import { addLists, builtinLists, type Lists } from './layers/lists';
import { mayLoosen, placeOf, problemAt } from './layers/place';
import { type Scalar, scalars, valueAt } from './layers/scalars';
import { builtIn, type ProfileSettings, profileSettings } from './profiles';
import { unlimited } from './settings/settingsShape';

/** What about the fold does not stand in a layer. */
export interface FoldOptions {
  /** Whether the workspace's own policy file may allow; an editor in restricted mode says no. */
  readonly trustedWorkspace?: boolean;
}

/** The policy that decides, and every setting that a layer had no right to. Those are left out of the policy. */
export interface Folded {
  readonly policy: EffectivePolicy;
  readonly problems: readonly Problem[];
}

/**
 * Folds all layers over a profile, weakest first (profile, user, workspace, plan, cli, step) in whatever order
 * they are given. Reliability of a stronger layer wins; the other families only tighten, save where §1.5 lets a
 * layer loosen. The caller runs nothing while there are problems.
 */
export function foldLayers(
  layers: readonly PolicyLayer[],
  profile: Profile,
  options: FoldOptions = {},
): Folded {
  const fold: Fold = {
    profile,
    settings: copyOf(profileSettings[profile]),
    lists: builtinLists(),
    origins: Object.fromEntries(scalars.map(({ pointer }) => [pointer, builtIn])),
    problems: [],
  };
  const trust = { profile, trustedWorkspace: options.trustedWorkspace ?? true };
  for (const layer of inOrder(layers)) {
    for (const scalar of scalars) setScalar(fold, layer, scalar);
    addLists(fold.lists, layer, trust, fold.problems);
  }
  return { policy: finish(fold), problems: fold.problems };
}

interface Fold {
  readonly profile: Profile;
  readonly settings: ProfileSettings;
  readonly lists: Lists;
  readonly origins: Record<string, PolicyLocation>;
  readonly problems: Problem[];
}

function copyOf(settings: ProfileSettings): ProfileSettings {
  const { reliability, permissions, approvals, limits } = settings;
  return {
    reliability: { ...reliability, retry: { ...reliability.retry } },
    permissions: { ...permissions },
    approvals: { ...approvals },
    limits: { ...limits, llm: { ...limits.llm } },
  };
}

function inOrder(layers: readonly PolicyLayer[]): readonly PolicyLayer[] {
  return layers
    .filter((layer) => layer.name !== 'profile')
    .sort((a, b) => layerNames.indexOf(a.name) - layerNames.indexOf(b.name));
}

function setScalar(fold: Fold, layer: PolicyLayer, scalar: Scalar): void {
  const after = valueAt(layer.settings, scalar.keys);
  if (after === undefined) return;
  const before = valueAt(fold.settings, scalar.keys);
  const mistake = refusal(fold.profile, layer, scalar, before, after);
  if (mistake !== undefined) {
    fold.problems.push(mistake);
    return;
  }
  const last = scalar.keys[scalar.keys.length - 1] ?? '';
  const home = valueAt(fold.settings, scalar.keys.slice(0, -1)) as Record<string, unknown>;
  home[last] = after;
  fold.origins[scalar.pointer] = placeOf(layer, scalar.pointer);
}

function refusal(
  profile: Profile,
  layer: PolicyLayer,
  scalar: Scalar,
  before: unknown,
  after: unknown,
): Problem | undefined {
  const { pointer } = scalar;
  if (pointer === '/reliability/timeout' && after === null && profile !== 'dev') {
    return problemAt(layer, 'TIMEOUT_UNLIMITED', pointer, unlimited);
  }
  if (pointer === '/reliability/on_error' && profile === 'strict' && layer.name !== 'step') {
    const { action } = after as OnError;
    const message = `In profile strict on_error '${action}' must stand in the step that it is approved with.`;
    return action === 'stop' ? undefined : problemAt(layer, 'POLICY_WIDENS', pointer, message);
  }
  if (mayLoosen(layer.name, profile) || layer.name === scalar.grantedBy) return undefined;
  if (!scalar.loosens(before as never, after as never)) return undefined;
  const name = pointer.slice(1).replaceAll('/', '.');
  const values = `${JSON.stringify(after)} is looser than ${JSON.stringify(before)}`;
  return problemAt(
    layer,
    'POLICY_WIDENS',
    pointer,
    `The ${layer.name} layer may only tighten: ${name} ${values}.`,
  );
}

function finish({ profile, settings, lists, origins }: Fold): EffectivePolicy {
  const { rules, deny_if_contains, deny_patterns, ...permissions } = settings.permissions;
  const approvals = { ...settings.approvals, auto: lists.auto };
  const { reliability, limits } = settings;
  const values = {
    profile,
    reliability,
    permissions,
    approvals,
    limits,
    rules: lists.rules.map(({ value }) => value),
    deny_if_contains: lists.denyIfContains.map(({ value }) => value),
    deny_patterns: lists.denyPatterns.map(({ value }) => value),
  };
  return {
    profile,
    reliability,
    permissions,
    approvals,
    limits,
    rules: lists.rules,
    denyIfContains: lists.denyIfContains,
    denyPatterns: lists.denyPatterns,
    origins,
    version: digest(values as unknown as Json),
  };
}
