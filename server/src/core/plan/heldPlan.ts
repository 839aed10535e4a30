import type { PolicyLayer, Profile } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { heldAgainstPolicy, placed } from './heldAgainstPolicy';
import type { ParsedPlan } from './parsePlan';
import { missingPlaces } from './warnings/missingPlaces';
import { unlistedVariables } from './warnings/unlistedVariables';
import { unusedPreviews } from './warnings/unusedPreviews';

/**
 * A plan's text held against the policy below it: beside the mistakes in the text itself, every setting that loosens
 * what the layers ask for. Variables that policy does not let in, and places of work that are not there, are warned of,
 * for the command line may still let them in or name others; a run refuses them before anything starts.
 */
export function heldPlan(parsed: ParsedPlan, layers: readonly PolicyLayer[], session: Profile): ParsedPlan {
  const read = parsed.plan ?? parsed.draft?.plan;
  if (!read) return parsed;
  const { policy, problems: loose } = heldAgainstPolicy(read, parsed, layers, session);
  const problems = [...parsed.problems, ...loose].sort(byPlace);
  if (problems.length > 0) return { ...parsed, plan: null, problems };
  const doubts = [
    ...unlistedVariables(read, policy.permissions.env_allow),
    ...unusedPreviews(read),
    ...missingPlaces(read),
  ];
  const warnings = [...parsed.warnings, ...doubts.map((problem) => placed(problem, '', parsed))];
  return { ...parsed, warnings };
}

function byPlace(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column;
}
