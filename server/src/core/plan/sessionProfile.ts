import type { Profile } from '#protocol/policy';

const byStrictness: readonly Profile[] = ['dev', 'standard', 'ci', 'strict'];

/** The stricter of two profiles: a plan may tighten what its session asks for, never loosen it. */
export function sessionProfile(session: Profile, plan: Profile): Profile {
  return byStrictness[Math.max(byStrictness.indexOf(session), byStrictness.indexOf(plan))] ?? 'strict';
}

/** Whether `asked` is weaker than `floor`. */
export function isWeaker(asked: Profile, floor: Profile): boolean {
  return byStrictness.indexOf(asked) < byStrictness.indexOf(floor);
}
