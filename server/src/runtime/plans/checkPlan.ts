import type { Result } from '#protocol/methods';
import { planHash } from '../../core/plan/planDigest';
import type { Context } from '../context';
import { blastRadius } from './foresee';
import { readPlan } from './readPlan';

/** What is wrong with a plan's text, and what it would touch and ask where nothing is; stores nothing. */
export async function checkPlan(
  context: Context,
  text: string,
  fileName: string,
): Promise<Result<'plan/validate'>> {
  const { plan, format, problems, warnings } = await readPlan(context, text, fileName, 'standard');
  const own = { profile: plan?.profile ?? 'standard', mode: 'normal' as const, file: fileName };
  return {
    ok: problems.length === 0,
    format,
    title: plan?.title ?? null,
    hash: plan ? planHash(plan) : null,
    step_count: plan?.steps.length ?? 0,
    errors: [...problems],
    warnings: [...warnings],
    blast_radius: plan && problems.length === 0 ? await blastRadius(context, plan, own) : null,
  };
}
