import { AppError } from '#protocol/errors';
import type { Caller } from '#protocol/methods';
import { type Profile, profiles } from '#protocol/policy';
import { isWeaker } from '../../core/plan/sessionProfile';

/**
 * The profile that was asked for, else the floor. Who loosens grants what people would have been asked about: only those
 * who may approve loosen, and they standard and dev, never strict and ci.
 */
export function chosenProfile(
  caller: Caller,
  floor: Profile,
  asked: Profile | undefined,
  whoAsks: string,
): Profile {
  if (asked === undefined || !isWeaker(asked, floor)) {
    return asked ?? floor;
  }
  if (floor === 'ci' || floor === 'strict') {
    const message = `one of ${profiles.join(', ')}`;
    const errors = [{ code: 'POLICY_WIDENS', path: '/profile', line: 0, column: 0, message }];
    throw new AppError('POLICY_INVALID', `profile ${asked} is weaker than ${floor}, which ${whoAsks}`, {
      errors,
    });
  }
  if (caller.role !== 'approver') {
    const text = `the profile ${asked} asks people less than ${floor}: that needs the role approver; ${caller.actor} is ${caller.role}`;
    throw new AppError('FORBIDDEN', text, { profile: asked, floor });
  }
  return asked;
}
