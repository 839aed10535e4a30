import type { Profile } from '#protocol/policy';
import { heldPlan } from '../../core/plan/heldPlan';
import { type ParsedPlan, parsePlan } from '../../core/plan/parsePlan';
import type { Context } from '../context';
import { toolCatalog } from '../toolCatalog';
import { fileLayers } from './policies';

/**
 * Reads a plan's text the way this server would import it: under the tools and the policy files that it has, in a
 * session of the given profile or of the one that sessions get here.
 */
export async function readPlan(
  context: Context,
  text: string,
  fileName: string,
  session?: Profile,
): Promise<ParsedPlan> {
  const tools = toolCatalog(context.tools);
  const files = await fileLayers(context);
  const profile = session ?? files.profile;
  const parsed = parsePlan(text, { fileName, tools, defaultProfile: profile });
  return heldPlan(parsed, files.layers, profile);
}
