import type { Profile } from '#protocol/policy';
import { heldAgainstPolicy, placed } from '../../core/plan/heldAgainstPolicy';
import { type ParsedPlan, parsePlan } from '../../core/plan/parsePlan';
import { unlistedVariables } from '../../core/plan/unlistedVariables';
import { unusedPreviews } from '../../core/plan/unusedPreviews';
import type { Context } from '../context';
import { toolCatalog } from '../toolCatalog';
import { fileLayers } from './policies';

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
  const { policy, problems } = heldAgainstPolicy(plan, parsed, files.layers, session);
  const doubts = [...unlistedVariables(plan, policy.permissions.env_allow), ...unusedPreviews(plan)];
  const warnings = [...parsed.warnings, ...doubts.map((problem) => placed(problem, '', parsed))];
  const isGood = problems.length === 0;
  return { ...parsed, warnings, plan: isGood ? plan : null, problems };
}
