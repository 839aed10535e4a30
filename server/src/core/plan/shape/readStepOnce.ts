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

const known: Record<Profile, WeakMap<object, StepReading>> = {
  dev: new WeakMap(),
  standard: new WeakMap(),
  strict: new WeakMap(),
  ci: new WeakMap(),
};

/**
 * Reads a step as written. The very same value is read once for each profile, so that a text of which one step has
 * changed costs one step; values are never changed after they were read from a text.
 */
export function readStepOnce(value: unknown, profile: Profile): StepReading {
  if (!isMap(value)) return read(value, profile);
  const before = known[profile].get(value);
  if (before !== undefined) return before;
  const reading = read(value, profile);
  known[profile].set(value, reading);
  return reading;
}

function read(value: unknown, profile: Profile): StepReading {
  const notes: StepNote[] = [];
  const step = readStep(value, '', profile, (code, pointer, message) => {
    notes.push({ code, pointer, message });
  });
  return { step, notes };
}
