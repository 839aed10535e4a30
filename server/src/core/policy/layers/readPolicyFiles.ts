import type { PolicyLayer, Profile } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { sessionProfile } from '../../plan/sessionProfile';
import { type ParsedPolicyFile, parsePolicyFile } from '../parsePolicyFile';

/** The workspace's policy file, in its root. */
export const workspacePolicyFile = 'holdpoint.policy.yaml';

/** The text of a policy file and whose it is. */
export interface FoundPolicyFile {
  readonly layer: 'user' | 'workspace';
  readonly file: string;
  /** `null` when something of that name lies there that is no file to be read: nobody knows what it would forbid. */
  readonly text: string | null;
}

/** The layers found in files, with everything that is wrong in them. */
export interface FileLayers {
  readonly layers: readonly PolicyLayer[];
  readonly problems: readonly Problem[];
  readonly files: readonly string[];
  /** The profile of sessions for which nobody names one: the user's, which a workspace may only tighten. */
  readonly profile: Profile;
}

/** Reads policy files, the user's before the workspace's. */
export function readPolicyFiles(found: readonly FoundPolicyFile[]): FileLayers {
  const layers: PolicyLayer[] = [];
  const problems: Problem[] = [];
  let profile: Profile = 'standard';
  for (const { layer: name, file, text } of found) {
    const parsed = text === null ? noFile(name) : parsePolicyFile(text, file, name);
    const named = parsed.problems.map((problem) => ({ ...problem, message: `${file}: ${problem.message}` }));
    problems.push(...named);
    if (parsed.layer) layers.push(parsed.layer);
    if (parsed.profile) profile = name === 'user' ? parsed.profile : sessionProfile(profile, parsed.profile);
  }
  return { layers, problems, files: found.map(({ file }) => file), profile };
}

function noFile(layer: FoundPolicyFile['layer']): ParsedPolicyFile {
  const message =
    layer === 'user'
      ? 'This is no file that can be read.'
      : 'This is no file of the workspace that can be read.';
  const problem = { code: 'WRONG_TYPE', path: '', line: 1, column: 1, message } as const;
  return { layer: null, profile: null, problems: [problem] };
}
