/** Every kind of mistake a person can make in a plan, policy or expression. */
export const problemCodes = [
  'SYNTAX',
  'UNKNOWN_KEY',
  'MISSING_KEY',
  'WRONG_TYPE',
  'OUT_OF_RANGE',
  'BAD_DURATION',
  'DUPLICATE_ID',
  'UNKNOWN_TOOL',
  'UNKNOWN_STEP',
  'BAD_REFERENCE',
  'BAD_EXPRESSION',
  'CYCLE',
  'UNREACHABLE',
  'BAD_GOTO',
  'POLICY_WIDENS',
  'TIMEOUT_UNLIMITED',
  'BAD_REGEX',
  'CONFLICT',
  /** A warning: a draft that no step writes. */
  'UNUSED_PREVIEW',
  /** A warning: this machine does not have the program of a step. */
  'MISSING_PROGRAM',
  /** A warning: a slot or an executor that this version does not have. */
  'MISSING_PLACE',
  /** Never a mistake: a change that an importer made, listed among the warnings. */
  'IMPORTED',
] as const;

/** One of {@link problemCodes}. */
export type ProblemCode = (typeof problemCodes)[number];

/** Something wrong in what a person wrote: data beside the result, never thrown. Lines and columns count from 1; 0 is no place in a text. */
export interface Problem {
  readonly code: ProblemCode;
  /** JSON pointer to the value, `''` for the document. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
