import type { Result } from '#protocol/methods';
import { planHash } from '../../core/plan/planDigest';
import type { Context } from '../context';
import { blastRadius, foresee } from './foresee';
import { missingPrograms } from './missingPrograms';
import { readPlan } from './readPlan';

/** What is wrong with a plan's text, and what it would touch and ask where nothing is; stores nothing. */
export async function checkPlan(
  context: Context,
  text: string,
  fileName: string,
): Promise<Result<'plan/validate'>> {
  const parsed = await readPlan(context, text, fileName);
  const { plan, format, problems, warnings } = parsed;
  const own = { profile: plan?.profile ?? 'standard', mode: 'normal' as const, file: fileName };
  const steps = plan && problems.length === 0 ? await foresee(context, plan, own) : null;
  const missing = plan && steps ? await missingPrograms(context, plan, steps, parsed) : [];
  return {
    ok: problems.length === 0,
    format,
    title: plan?.title ?? null,
    hash: plan ? planHash(plan) : null,
    step_count: plan?.steps.length ?? 0,
    errors: [...problems],
    warnings: [...warnings, ...missing],
    blast_radius: plan && steps && blastRadius(context, plan, steps),
  };
}
