import type { Profile } from '#protocol/policy';

/** One setting by where it stands; `''` leaves it to the plan, which then is standard at least. */
export interface ProfileSettings {
  readonly globalValue?: Profile | '' | undefined;
  readonly workspaceValue?: Profile | '' | undefined;
  readonly workspaceFolderValue?: Profile | '' | undefined;
}

/**
 * The profile of new sessions. A person may loosen it for themselves; settings that lie in the workspace came with it, or
 * were written by a step, and only tighten what the person says.
 */
export function askedProfile(settings: ProfileSettings): Profile | '' {
  const { globalValue = '', workspaceValue = '', workspaceFolderValue = '' } = settings;
  return [workspaceValue, workspaceFolderValue]
    .filter((laid) => laid !== '')
    .reduce((asked, laid) => (strictness[laid] > strictness[asked] ? laid : asked), globalValue);
}

const strictness = { dev: 0, '': 1, standard: 2, ci: 3, strict: 4 } as const satisfies Record<
  Profile | '',
  number
>;
