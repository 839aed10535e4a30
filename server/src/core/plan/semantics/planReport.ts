import type { ProblemCode } from '#protocol/problem';

/** Receives a mistake; `offset` counts characters from 0 within the text value that the pointer names. */
export type PlanReport = (code: ProblemCode, pointer: string, message: string, offset?: number) => void;
