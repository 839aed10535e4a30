import { z } from 'zod';
import { defineTool, failed, noFacts, succeeded } from '../defineTool';

const name = z.string().min(1);
const input = z
  .strictObject({
    /** Ids of the steps that may come next. */
    choices: z.array(name).min(1),
    /** The answer: one choice, several, or none. */
    value: z.union([z.string(), z.array(z.string())]).optional(),
    /** Choices with the truth value that decides each; several may hold. */
    when: z.record(name, z.boolean()).optional(),
    confidence: z.number().min(0).max(1).optional(),
    reason: z.string().optional(),
  })
  .refine(({ value, when }) => (value === undefined) !== (when === undefined), {
    message: 'either value or when is needed',
  })
  .refine(({ choices, when }) => Object.keys(when ?? {}).every((choice) => choices.includes(choice)), {
    path: ['when'],
    message: 'names something that is not among the choices',
  })
  .meta({ anyOf: [{ required: ['value'] }, { required: ['when'] }] });

/**
 * Chooses which of the listed steps go on; the runtime skips the others. An empty `route` ends this branch. A value
 * must equal a choice after trimming, as answers of people and models come with white space around them.
 */
export const routeFlow = defineTool({
  name: 'flow.route',
  aliases: [],
  description: 'Chooses which of several steps come next.',
  permissionProfile: 'none',
  input,
  output: z.object({
    route: z.array(z.string()),
    target: z.string().nullable(),
    confidence: z.number().nullable(),
    reason: z.string().nullable(),
  }),
  facts: () => noFacts,
  async perform({ choices, value, when = {}, confidence = null, reason = null }) {
    const answers = value === undefined ? choices.filter((choice) => when[choice] === true) : [value].flat();
    const route = [...new Set(answers.map((answer) => answer.trim()))];
    const stray = route.find((answer) => !choices.includes(answer));
    if (stray !== undefined)
      return failed('parse', `'${stray}' is not one of the choices ${choices.join(', ')}`);
    return succeeded({ route, target: route.length === 1 ? (route[0] ?? null) : null, confidence, reason });
  },
});
