import { AppError } from '#protocol/errors';
import { type Profile, profiles } from '#protocol/policy';
import { isWeaker } from '../../core/plan/sessionProfile';

/** The profile that was asked for, else the floor; a caller may loosen standard and dev, never strict and ci. */
export function chosenProfile(floor: Profile, asked: Profile | undefined, whoAsks: string): Profile {
  const isFixed = floor === 'ci' || floor === 'strict';
  if (asked === undefined || !isFixed || !isWeaker(asked, floor)) {
    return asked ?? floor;
  }
  const message = `one of ${profiles.join(', ')}`;
  const errors = [{ code: 'POLICY_WIDENS', path: '/profile', line: 0, column: 0, message }];
  throw new AppError('POLICY_INVALID', `profile ${asked} is weaker than ${floor}, which ${whoAsks}`, {
    errors,
  });
}
