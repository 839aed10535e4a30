import { z } from 'zod';
import { AppError } from '#protocol/errors';
import { id } from '#protocol/methods/shapes';
import { profiles } from '#protocol/policy';
import { ownTool } from './mcpTool';
import { planRequest } from './requestApproval';

const params = z.strictObject({
  text: z
    .string()
    .max(16 * 1024 * 1024)
    .describe('the plan in full, YAML or JSON'),
  session_id: id.optional().describe('a session whose plan this replaces; a new one is made without it'),
  goal: z.string().max(10_000).optional().describe('of a new session'),
  safety_profile: z.enum(profiles).optional().describe('of a new session'),
});

/** Puts a plan before people: a session, a version of the plan, a request in the queue. Nothing runs by it. */
export const proposePlan = ownTool(
  {
    title: 'Propose a plan',
    description:
      'Stores a plan and asks people to approve it; grants nothing and runs nothing. Answers the session, the version, ' +
      'what the plan would touch, and the request that waits. A plan with errors stores nothing.',
    params,
    role: 'operator',
  },
  async (ask, { text, session_id, goal, safety_profile }, signal) => {
    const { errors, title } = await ask('plan/validate', { text }, signal);
    if (errors.length > 0) {
      throw new AppError('PLAN_INVALID', `the plan has ${errors.length} errors`, { errors });
    }
    const session =
      session_id ?? (await ask('session/create', made({ goal: goal ?? title, safety_profile }), signal)).id;
    const imported = await ask('plan/import', { session_id: session, text }, signal);
    const { version } = imported;
    return { ...imported, ...(await planRequest(ask, { session_id: session, version }, signal)) };
  },
);

function made({
  goal,
  safety_profile,
}: {
  goal: string | null;
  safety_profile: (typeof profiles)[number] | undefined;
}) {
  return {
    ...(goal === null ? {} : { goal }),
    ...(safety_profile === undefined ? {} : { safety_profile }),
  };
}
