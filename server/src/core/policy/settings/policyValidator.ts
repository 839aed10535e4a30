import type { EffectivePolicy, PolicySettings, Profile } from '#protocol/policy';
import type { Problem, ProblemCode } from '#protocol/problem';
import { foldLayers } from '../foldLayers';
import { policyFromMap } from '../policyFromMap';
import { missingTarget } from './missingTarget';
import { unlimited } from './settingsShape';

/** One mistake in a policy that was given as data. */
export interface PolicyErrorDetail {
  readonly code: ProblemCode;
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Everything that is wrong with a policy; its text is all messages joined by `; `. */
export class PolicyValidationError extends Error {
  override readonly name = 'PolicyValidationError';
  readonly errors: readonly string[];
  readonly details: readonly PolicyErrorDetail[];

  constructor(problems: readonly Problem[]) {
    const errors = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    super(errors.join('; '));
    this.errors = errors;
    this.details = problems.map(({ code, path, line, message }) => ({ code, path, line, message }));
  }
}

/** What {@link PolicyValidator} looks at besides the policy. */
export interface ValidationScope {
  readonly profile?: Profile;
  /** Ids of the steps that exist, so that `goto` can be checked. */
  readonly steps?: readonly string[];
}

/** Checks policies given as data, over the same readers as files and plans. Callers that want an exception get one. */
export const PolicyValidator = {
  /** Returns nothing, or throws a PolicyValidationError that names every mistake. */
  validate(policy: unknown, scope: ValidationScope = {}): void {
    const { settings, problems } = policyFromMap(policy);
    const all = [
      ...problems,
      ...(scope.steps ? missingTarget(settings, scope.steps) : []),
      ...unlimitedTime(settings, scope),
    ];
    if (all.length > 0) throw new PolicyValidationError(all);
  },

  /** The settings that a map means (the contract's `from_dict`); throws like `validate`. */
  fromDict(map: unknown, scope: ValidationScope = {}): PolicySettings {
    PolicyValidator.validate(map, scope);
    return policyFromMap(map).settings;
  },

  /** The complete policy that a map gives on top of a profile, as the command line would; throws like `validate`. */
  normalize(policy: unknown, base: Profile): EffectivePolicy {
    const settings = PolicyValidator.fromDict(policy, { profile: base });
    const folded = foldLayers([{ name: 'cli', file: 'policy', settings, lines: {} }], base);
    if (folded.problems.length > 0) throw new PolicyValidationError(folded.problems);
    return folded.policy;
  },
} as const;

function unlimitedTime({ reliability }: PolicySettings, { profile }: ValidationScope): Problem[] {
  if (reliability?.timeout_ms !== null || profile === undefined || profile === 'dev') return [];
  return [{ code: 'TIMEOUT_UNLIMITED', path: '/timeout', line: 1, column: 1, message: unlimited }];
}
