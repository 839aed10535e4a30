import type { Profile } from '#protocol/policy';
import { heldPlan } from '../../core/plan/heldPlan';
import { parsePlan } from '../../core/plan/parsePlan';
import { planHash } from '../../core/plan/planDigest';
import { problemText } from '../failure';
import type { Call, Outcome } from '../invocation';
import { knownTools } from './knownTools';
import { localPolicies } from './localPolicies';
import type { PlanFile } from './readPlanFile';

/** Checks a plan, its policy included, within this process: no server, no store, nothing left behind. */
export async function validatePlan(file: PlanFile, call: Call, asked?: Profile): Promise<Outcome> {
  const { told } = call.messages;
  const files = await localPolicies(call);
  const profile = asked ?? files.profile;
  const parsed = parsePlan(file.text, { fileName: file.name, tools: knownTools, defaultProfile: profile });
  const { plan, problems, warnings, format } = heldPlan(parsed, files.layers, profile);
  const document = {
    ok: plan !== null,
    format,
    title: plan?.title ?? null,
    hash: plan && planHash(plan),
    step_count: plan?.steps.length ?? 0,
    errors: problems,
    warnings,
    blast_radius: null,
  };
  const said = [
    ...problems.map((problem) => problemText(problem, told, file.name)),
    ...warnings.map((warning) => `warning: ${problemText(warning, told, file.name)}`),
  ];
  return document.ok
    ? {
        document,
        problems: said,
        text: `${file.name}: ok, ${document.step_count} step(s), ${document.hash}`,
        exit: 0,
      }
    : { document, problems: [...said, `${file.name}: ${problems.length} error(s)`], text: '', exit: 2 };
}
