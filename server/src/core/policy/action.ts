import type { ExecutorName } from '#protocol/plan';
import type { Effect, Risk } from '#protocol/policy';

/** A command as a tool call would run it: an argv, or a script for a shell. */
export type CommandFact = (
  | { readonly argv: readonly string[] }
  | { readonly script: string; readonly shell: 'bash' | 'powershell' }
) & {
  readonly cwd: string;
  /** Scripts of `package.json` that it would run by their names, as they stood when it was judged. */
  readonly scripts?: readonly { readonly name: string; readonly text: string }[];
};

/** What a tool says that a call would touch, read off its inputs alone. */
export interface ActionFacts {
  readonly effect: Effect;
  readonly risk: Risk;
  readonly commands: readonly CommandFact[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly hosts: readonly string[];
  /** Names of environment variables that the call sets. */
  readonly env: readonly string[];
  /** A refusal that no rule can lift. */
  readonly refusal: string | null;
}

/** Where one path of the call really leads, and what the call does there. */
export interface ActionPath {
  readonly given: string;
  readonly relative: string;
  readonly inside: boolean;
  readonly protected: 'git' | 'state' | 'policy' | null;
  readonly kind: 'file' | 'directory' | 'missing' | 'other';
  readonly symlink: boolean;
  readonly access: 'read' | 'write';
}

/** One tool call with everything that policy looks at. It is plain JSON: stored with each decision, judged again by simulate. */
export interface Action {
  readonly tool: string;
  /** Whether the registry has the tool, and whether it is switched on. */
  readonly known: boolean;
  readonly enabled: boolean;
  /** What is wrong with the inputs, in words; empty when they match the schema. */
  readonly inputProblems: readonly string[];
  /** References that have no value yet, as written. */
  readonly unresolved: readonly string[];
  readonly facts: ActionFacts;
  /** Every path of `facts.reads` and `facts.writes`. */
  readonly paths: readonly ActionPath[];
  /** Globs that the step may write; `null` = anywhere inside the slot. */
  readonly touches: readonly string[] | null;
  /** The step's own `risk`. */
  readonly declaredRisk: Risk | null;
  readonly dryRun: boolean;
  readonly executor: ExecutorName;
  readonly slotKind: 'worktree' | 'scratch' | 'in_place';
  /** Whether the approved plan names the slot, which makes an in-place slot count as isolated. */
  readonly planNamesSlot: boolean;
  /** Whether the executor or the operating system can keep a child from the network here. */
  readonly networkEnforced: boolean;
  /** Whether the person has confirmed the high risk. */
  readonly confirmHighRisk: boolean;
  /** Milliseconds since the epoch: rules with an `until` before it are void. */
  readonly nowMs: number;
}
