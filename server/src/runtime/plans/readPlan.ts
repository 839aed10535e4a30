import type { Plan } from '#protocol/plan';
import type { EffectivePolicy, Profile } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { type ParsedPlan, parsePlan } from '../../core/plan/parsePlan';
import { unlistedVariables } from '../../core/plan/unlistedVariables';
import { foldLayers } from '../../core/policy/foldLayers';
import type { Context } from '../context';
import { toolCatalog } from '../toolCatalog';
import { type FileLayers, fileLayers, ownLayer } from './policies';
import { sessionProfile } from './sessionProfile';

/**
 * Reads a plan's text the way this server would import it: beside the mistakes in the text itself, every setting that
 * loosens what the layers below ask for. Variables that policy does not let in are warned of, for the command line may
 * still let them in; a run refuses them before anything starts.
 */
export async function readPlan(
  context: Context,
  text: string,
  fileName: string,
  session: Profile,
): Promise<ParsedPlan> {
  const tools = toolCatalog(context.tools);
  const parsed = parsePlan(text, { fileName, tools, defaultProfile: session });
  const { plan } = parsed;
  if (!plan) {
    return parsed;
  }
  const files = await fileLayers(context);
  const { policy, problems } = judged(plan, parsed, files, session);
  const unlisted = unlistedVariables(plan, policy.permissions.env_allow);
  const warnings = [...parsed.warnings, ...unlisted.map((problem) => placed(problem, '', parsed))];
  const isGood = problems.length === 0;
  return { ...parsed, warnings, plan: isGood ? plan : null, problems };
}

/** The policy of the plan as a whole, and what it or its steps may not ask for, each with its line. */
function judged(
  plan: Plan,
  parsed: ParsedPlan,
  files: FileLayers,
  session: Profile,
): { readonly policy: EffectivePolicy; readonly problems: readonly Problem[] } {
  const profile = sessionProfile(session, plan.profile);
  const planLayer = ownLayer('plan', 'plan', plan.policy);
  const own = foldLayers([...files.layers, planLayer], profile);
  const ofSteps = plan.steps.flatMap((step, index) => {
    const layers = [...files.layers, planLayer, ownLayer('step', step.id, step.policy ?? {})];
    const found = step.policy ? foldLayers(layers, profile).problems.slice(own.problems.length) : [];
    return found.map((problem) => placed(problem, `/steps/${index}/policy`, parsed));
  });
  return {
    policy: own.policy,
    problems: [...own.problems.map((problem) => placed(problem, '/policy', parsed)), ...ofSteps],
  };
}

function placed(problem: Problem, prefix: string, parsed: ParsedPlan): Problem {
  const path = `${prefix}${problem.path}`;
  return { ...problem, path, ...parsed.lineOf(path) };
}
