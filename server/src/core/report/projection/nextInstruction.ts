import type { Step } from '#protocol/plan';

/** What comes next, in the six keys that step logs and the phase summary share (§1.13). */
export interface NextInstruction {
  readonly next_phase_name: string;
  readonly next_phase_done_condition: string | null;
  readonly next_instruction_id: string | null;
  readonly next_instruction_summary: string | null;
  readonly next_instruction_inputs: readonly string[];
  readonly next_instruction_expected_outputs: readonly string[];
}

/** Tells of a step that comes next; without one nothing is left but to be done. */
export function nextInstruction(step: Step | undefined): NextInstruction {
  return {
    next_phase_name: step === undefined ? 'done' : 'execute',
    next_phase_done_condition: step?.expected_observation ?? null,
    next_instruction_id: step?.id ?? null,
    next_instruction_summary: step?.title ?? null,
    next_instruction_inputs: Object.keys(step?.with ?? {}),
    next_instruction_expected_outputs: Object.keys(step?.outputs ?? {}),
  };
}
