import type { ErrorCode } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Step } from '#protocol/plan';
import type { Decision, EffectivePolicy } from '#protocol/policy';
import type { ApprovalRow, PreviewRow } from '#protocol/rows';
import type { Action } from '../../../core/policy/action';
import type { StepReliability } from '../../../core/run/stepPolicy';
import type { FileWrite } from '../../ports';
import type { Tool, ToolFacts } from '../../tool';

/** One call of a tool with its inputs resolved; steps with `commands[]` have several. */
export interface ToolCall {
  /** What the tool gets: references resolved, secrets filled in. */
  readonly inputs: JsonObject;
  /** The same with secrets left as references: what is hashed and shown. */
  readonly shownInputs: JsonObject;
  readonly facts: ToolFacts;
}

/** A step about to be judged: everything read, nothing done. */
export interface Prepared {
  readonly step: Step;
  readonly tool: Tool;
  readonly calls: readonly ToolCall[];
  /** For tools that apply previews: those previews and the writes they stand for. */
  readonly previews: readonly PreviewRow[];
  readonly writes: readonly FileWrite[];
  readonly policy: EffectivePolicy;
  readonly reliability: StepReliability;
  readonly action: Action;
}

/** What the gate answers. */
export type GateAnswer =
  | {
      readonly kind: 'go';
      readonly prepared: Prepared;
      readonly decision: Decision;
      readonly approval: ApprovalRow | null;
    }
  /** What was prepared is no longer what would run: it must be prepared anew. */
  | { readonly kind: 'changed' }
  /** The step waits for people. */
  | { readonly kind: 'wait' }
  | Refusal;

/** Why a step may not go on. */
export interface Refusal {
  readonly kind: 'refuse';
  readonly code: ErrorCode;
  readonly message: string;
  readonly reason: string;
}
