import { join } from 'node:path';

/** Folder of the step logs of a workspace. */
export function stepFolder(root: string): string {
  return join(root, 'logs', 'steps');
}

/** Where the summary of the last run lies that wrote one. */
export function phaseSummaryPath(root: string): string {
  return join(root, 'logs', 'phase_summary.json');
}

/** Where the cursor of the last run lies that wrote one. */
export function phaseStatePath(root: string): string {
  return join(root, 'workspace', 'artifacts', 'phase_state.json');
}

/** The name of the step log of a number: at least three digits. */
export function stepFileName(number: number): string {
  return `step_${String(number).padStart(3, '0')}.json`;
}
