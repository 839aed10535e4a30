import { z } from 'zod';
import { id } from '../methods/shapes';

/** Which plan version a board shows, without a version the newest of the session, and the step to begin with. */
export const planTarget = z.object({
  session_id: id,
  version: z.int().min(1).optional(),
  step_id: id.optional(),
});

/** One of {@link planTarget}. */
export type PlanTarget = z.infer<typeof planTarget>;

const hash = z.string().max(200);

/** Everything a plan board may ask for. What was shown goes with a decision, so that nothing else is decided. */
export const fromPlanBoard = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('approve'), hash, scope: z.enum(['plan', 'remaining']) }),
  z.strictObject({ type: z.literal('reject'), hash, reason: z.string().min(1).max(10_000) }),
  z.strictObject({
    type: z.literal('run'),
    hash,
    is_dry: z.boolean(),
    inputs: z.record(z.string().max(200), z.string().max(100_000)),
  }),
  z.strictObject({ type: z.literal('cancel'), run_id: id }),
  z.strictObject({ type: z.literal('resume'), run_id: id }),
  z.strictObject({ type: z.literal('version'), version: z.int().min(1) }),
  z.strictObject({ type: z.literal('openLocation'), location: z.string().max(2000) }),
  z.strictObject({ type: z.literal('openApproval'), approval_id: id }),
  z.strictObject({ type: z.literal('openTrace'), run_id: id }),
  z.strictObject({ type: z.literal('openReport'), run_id: id }),
  z.strictObject({ type: z.literal('read') }),
]);

/** One of {@link fromPlanBoard}. */
export type FromPlanBoard = z.infer<typeof fromPlanBoard>;

/** The actions of a board. */
export const planActions = ['approve', 'reject', 'run', 'dryRun', 'cancel', 'resume'] as const;

/** One of {@link planActions}. */
export type PlanAction = (typeof planActions)[number];

/** Why an action is not offered now, in words; `null` when it is. */
export type ActionBars = Readonly<Record<PlanAction, string | null>>;

/** One step as the board draws it. All texts are harmless to show. */
export interface BoardStep {
  readonly id: string;
  readonly title: string | null;
  readonly tool: string;
  readonly needs: readonly string[];
  /** Other ways to here: `when` was false, or a step failed, and the plan says to go on here. */
  readonly jumps: readonly { readonly to: string; readonly why: 'else' | 'error' }[];
  readonly effect: string;
  readonly risk: string;
  readonly verdict: 'allow' | 'ask' | 'deny';
  readonly rule_id: string;
  readonly reason: string;
  readonly location: string;
  /** Whether the location is a file that can be opened. */
  readonly is_linked: boolean;
  readonly asks: boolean;
  /** Why what it does cannot be taken back; `null` when it can. */
  readonly irreversible: string | null;
  readonly condition: string | null;
  readonly loop: string | null;
  readonly touches: readonly string[];
  /** What the tool is given, a name and its text each; a long text says how much of it is left out. */
  readonly inputs: readonly {
    readonly name: string;
    readonly text: string;
    readonly left_out: number;
  }[];
}

/** What a step came to in the run that the board shows. */
export interface BoardProgress {
  readonly step_id: string;
  readonly status: string;
  readonly attempts: number;
  readonly visit: number;
  readonly error: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly is_carried: boolean;
  /** What waits for a person here. */
  readonly approval_id: string | null;
}

/** The run that the board shows: the newest of this version. */
export interface BoardRun {
  readonly run_id: string;
  readonly status: string;
  readonly is_dry: boolean;
  readonly is_live: boolean;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly end_message: string | null;
  readonly steps: readonly BoardProgress[];
}

/** What differs from the version before. */
export interface BoardDifference {
  readonly from: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly step_id: string; readonly fields: readonly string[] }[];
  readonly carried: readonly string[];
  readonly plan_fields: readonly string[];
}

/** What the import of a plan warned of, and where in its file. */
export interface BoardWarning {
  readonly place: string;
  readonly message: string;
}

/** An input that the plan asks for when it is run. */
export interface BoardInput {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'boolean' | 'choice' | 'json';
  readonly description: string | null;
  readonly choices: readonly string[];
  readonly initial: string;
  readonly is_required: boolean;
}

/** A plan version with everything a person needs to decide about it. */
export interface PlanBoard {
  readonly title: string;
  readonly goal: string | null;
  readonly acceptance: readonly string[];
  readonly version: number;
  readonly versions: readonly { readonly version: number; readonly status: string }[];
  readonly hash: string;
  readonly status: string;
  readonly profile: string;
  readonly executor: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly can_cover_steps: boolean;
  readonly decided: {
    readonly status: string;
    readonly actor: string | null;
    readonly source: string | null;
    readonly at: string | null;
    readonly reason: string | null;
  } | null;
  readonly votes: { readonly given: number; readonly required: number } | null;
  readonly steps: readonly BoardStep[];
  readonly inputs: readonly BoardInput[];
  readonly files: readonly string[];
  readonly commands: readonly string[];
  readonly hosts: readonly string[];
  readonly expected_prompts: number;
  readonly past: { readonly runs: number; readonly duration_ms: number | null };
  readonly difference: BoardDifference | null;
  /** What the import changed or has doubts about. */
  readonly warnings: readonly BoardWarning[];
  /** The run after whose failure the session needs a new version. */
  readonly failure: {
    readonly run_id: string;
    readonly version: number;
    readonly step_id: string | null;
    readonly message: string;
  } | null;
}

/** Everything a plan board is told. */
export type ToPlanBoard =
  | {
      readonly type: 'board';
      readonly board: PlanBoard;
      readonly run: BoardRun | null;
      readonly bars: ActionBars;
    }
  | { readonly type: 'progress'; readonly run: BoardRun | null; readonly bars: ActionBars }
  /** A step is to be looked at. */
  | { readonly type: 'select'; readonly step_id: string }
  /** An action is under way or has ended. */
  | { readonly type: 'busy'; readonly action: PlanAction | null }
  /** The board cannot be drawn, and why. */
  | {
      readonly type: 'unreadable';
      readonly message: string;
      readonly problems: readonly { readonly place: string; readonly message: string }[];
    }
  | { readonly type: 'connection'; readonly is_connected: boolean };

/** Every text of the plan board. */
export interface PlanStrings {
  readonly actions: Readonly<Record<PlanAction, string>>;
  readonly states: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<PlanWord, string>>;
}

/** The names of the board's texts. */
export type PlanWord =
  | 'acceptance'
  | 'added'
  | 'allow'
  | 'approvedBy'
  | 'asked'
  | 'asksNobody'
  | 'asksOften'
  | 'asksOnce'
  | 'ask'
  | 'attempts'
  | 'author'
  | 'back'
  | 'board'
  | 'cannotUndo'
  | 'carried'
  | 'carriedHint'
  | 'changed'
  | 'changes'
  | 'changesTab'
  | 'commands'
  | 'condition'
  | 'coverSteps'
  | 'denied'
  | 'deny'
  | 'disconnected'
  | 'dryRunOf'
  | 'effect'
  | 'effects'
  | 'executor'
  | 'failedAt'
  | 'failedWithout'
  | 'files'
  | 'fit'
  | 'graph'
  | 'graphHint'
  | 'hosts'
  | 'inputs'
  | 'irreversibleMany'
  | 'irreversibleOne'
  | 'jumpElse'
  | 'jumpError'
  | 'leftOut'
  | 'list'
  | 'loop'
  | 'more'
  | 'needs'
  | 'needsNewVersion'
  | 'noDifference'
  | 'noStep'
  | 'none'
  | 'openReport'
  | 'openTrace'
  | 'pastRuns'
  | 'planFields'
  | 'profile'
  | 'progress'
  | 'reason'
  | 'rejectedBy'
  | 'rejectTitle'
  | 'removed'
  | 'required'
  | 'review'
  | 'risk'
  | 'riskHigh'
  | 'riskLow'
  | 'riskMedium'
  | 'runOf'
  | 'since'
  | 'step'
  | 'steps'
  | 'tool'
  | 'touches'
  | 'unreadable'
  | 'verdict'
  | 'version'
  | 'versionOf'
  | 'votes'
  | 'waiting'
  | 'waitsHere'
  | 'warnings'
  | 'zoomIn'
  | 'zoomOut';
