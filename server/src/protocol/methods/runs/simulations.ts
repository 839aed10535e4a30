import { z } from 'zod';
import { json, jsonObject, method } from '../shapes';

/** Requests that make one answer of a whole journey: session, plan, approval, run. */
export const simulationMethods = {
  /** Runs a plan from import to its end in a session of its own; a step that used up its attempts is ORCH_STAGE_FAILED. */
  'run/simulate': method(
    'approver',
    'POST /simulate',
    z.strictObject({
      plan: json
        .optional()
        .describe('a plan as text or as JSON; without it `holdpoint.plan.yaml` of the workspace'),
      inputs: jsonObject.default({}),
      rounds: z.int().min(1).max(10_000).optional().describe('becomes the input `rounds` of the plan'),
      mode: z.enum(['normal', 'dry_run']).default('dry_run'),
      max_stage_retries: z.int().min(0).max(99).optional(),
    }),
    z.object({ run_id: z.string(), run_dir: z.string().nullable() }),
  ),
};
