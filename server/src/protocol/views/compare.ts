import { z } from 'zod';
import { id } from '../methods/shapes';

/** The two runs that are held against each other. */
export const compareTarget = z.object({ left: id, right: id });

/** One of {@link compareTarget}. */
export type CompareTarget = z.infer<typeof compareTarget>;

const side = z.enum(['left', 'right']);

/** Which of the two runs is meant. */
export type Side = z.infer<typeof side>;

/** Everything a comparison may ask for. */
export const fromCompare = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('swap') }),
  z.strictObject({ type: z.literal('openTrace'), side }),
  z.strictObject({ type: z.literal('openReport'), side }),
  z.strictObject({ type: z.literal('openStep'), side, step_id: id }),
]);

/** One of {@link fromCompare}. */
export type FromCompare = z.infer<typeof fromCompare>;

/** How one of the two runs went. All texts are harmless to show. */
export interface ComparedRun {
  readonly run_id: string;
  readonly title: string;
  readonly version: number;
  readonly status: string;
  readonly summary: string;
  readonly started_at: string | null;
  readonly duration_ms: number | null;
  /** Without the time in which people were waited for. */
  readonly active_ms: number | null;
}

/** How a step went in one of the runs. */
export interface SteppedRun {
  readonly status: string;
  readonly duration_ms: number | null;
  readonly attempts: number;
  readonly error: string | null;
  readonly is_carried: boolean;
}

/** A step of either run; null where the run has none of it. */
export interface ComparedStep {
  readonly step_id: string;
  readonly left: SteppedRun | null;
  readonly right: SteppedRun | null;
  /** Whether the plans say the same of it. */
  readonly plan: 'same' | 'changed' | 'added' | 'removed';
  /** The parts in which the plans differ. */
  readonly fields: readonly string[];
}

/** A file that a run changed, and whether the other did, too. */
export interface ComparedFile {
  readonly path: string;
  readonly left: boolean;
  readonly right: boolean;
}

/** Two runs held against each other. */
export interface Comparison {
  readonly left: ComparedRun;
  readonly right: ComparedRun;
  readonly steps: readonly ComparedStep[];
  readonly files: readonly ComparedFile[];
  /** Names of inputs with other values. */
  readonly inputs: readonly string[];
}

/** Everything a comparison is told. */
export type ToCompare =
  | { readonly type: 'comparison'; readonly comparison: Comparison }
  | { readonly type: 'unreadable'; readonly message: string };

/** Every text of the comparison. */
export interface CompareStrings {
  readonly states: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<CompareWord, string>>;
}

/** The names of the comparison's texts. */
export type CompareWord =
  | 'active'
  | 'attempts'
  | 'both'
  | 'carried'
  | 'changed'
  | 'difference'
  | 'files'
  | 'first'
  | 'inputs'
  | 'loading'
  | 'noFiles'
  | 'notThere'
  | 'onlyFirst'
  | 'onlySecond'
  | 'plan'
  | 'planAdded'
  | 'planChanged'
  | 'planRemoved'
  | 'planSame'
  | 'report'
  | 'sameSteps'
  | 'second'
  | 'started'
  | 'step'
  | 'steps'
  | 'swap'
  | 'title'
  | 'trace'
  | 'unreadable'
  | 'whole';
