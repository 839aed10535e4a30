import { z } from 'zod';

type Given = Readonly<Record<string, unknown>>;

const steps = z.array(z.record(z.string(), z.unknown()));

/** A plan as the body of its import (GATE-02): its own keys at the top, beside the version that is expected. */
export const planForm = z.looseObject({
  version: z.int().min(1).optional(),
  title: z.string().default('Imported plan'),
  session_goal: z.string().optional(),
  steps,
});

/** A plan as the body of a question whether it is one. */
export const validateForm = z.looseObject({ title: z.string().optional(), steps });

/** Makes of a plan at the top of a body the parameters that carry it. */
export function plainPlan(given: Given): Given {
  if (given['text'] !== undefined || given['plan'] !== undefined || given['steps'] === undefined) {
    return given;
  }
  const { session_id, version, file_name = 'plan.json', ...plan } = given;
  // The older form of a plan has its version among its own keys.
  const isOlder = plan['schema'] === undefined && version !== undefined;
  const text = JSON.stringify(isOlder ? { version, ...plan } : plan);
  return {
    ...(session_id === undefined ? {} : { session_id }),
    ...(version === undefined || session_id === undefined ? {} : { version }),
    text,
    file_name,
  };
}

/** The session among the filters of runs goes by its plain name (LOG-10). */
export const runFilterForm = z.looseObject({ session: z.string().optional() });

/** Makes of the filters of runs what the method calls them. */
export function runFilter({ session, ...rest }: Given): Given {
  return session === undefined ? rest : { ...rest, session_id: session };
}
