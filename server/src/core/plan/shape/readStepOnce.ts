import type { Step } from '#protocol/plan';
import type { Profile } from '#protocol/policy';
import type { ProblemCode } from '#protocol/problem';
import { isMap } from '../../policy/settings/shapes';
import { readStep } from './step';

/** A mistake in a step; the pointer starts at the step. */
export interface StepNote {
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly message: string;
}

/** One step with what is wrong in its shape. */
export interface StepReading {
  readonly step: Step | undefined;
  readonly notes: readonly StepNote[];
}

const known = new WeakMap<object, Map<Profile, StepReading>>();

/**
 * Reads a step as written. The very same value is read once for each profile, so that a text of which one step has
 * changed costs one step; values are never changed after they were read from a text.
 */
export function readStepOnce(value: unknown, profile: Profile): StepReading {
  if (!isMap(value)) return read(value, profile);
  const readings = known.get(value) ?? new Map<Profile, StepReading>();
  known.set(value, readings);
  const reading = readings.get(profile) ?? read(value, profile);
  readings.set(profile, reading);
  return reading;
}

function read(value: unknown, profile: Profile): StepReading {
  const notes: StepNote[] = [];
  const step = readStep(value, '', profile, (code, pointer, message) => {
    notes.push({ code, pointer, message });
  });
  return { step, notes };
}
