import type { Tell } from '#protocol/translation/tell';
import { parsePlan } from '../../core/plan/parsePlan';
import { planHash } from '../../core/plan/planDigest';
import { problemText } from '../failure';
import type { Outcome } from '../invocation';
import { knownTools } from './knownTools';
import type { PlanFile } from './readPlanFile';

/** Checks a plan within this process: no server, no store, nothing left behind. */
export function validatePlan(file: PlanFile, told: Tell): Outcome {
  const parsed = parsePlan(file.text, { fileName: file.name, tools: knownTools });
  const { plan, problems, warnings, format } = parsed;
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
  const lines = [
    ...problems.map((problem) => problemText(problem, told, file.name)),
    ...warnings.map((warning) => `warning: ${problemText(warning, told, file.name)}`),
    document.ok
      ? `${file.name}: ok, ${document.step_count} step(s), ${document.hash}`
      : `${file.name}: ${problems.length} error(s)`,
  ];
  return { document, text: lines.join('\n'), exit: document.ok ? 0 : 2 };
}
