import type { JsonObject } from './json';
import type { OnError, PolicySettings, Profile, RetryPolicy, Risk } from './policy';

/** A test on the world: of verify rules, pre- and postconditions, and the plan's done conditions. */
export interface Check {
  readonly name: string;
  readonly type: 'exit_code' | 'regex' | 'jsonpath' | 'artifact_exists';
  readonly expr: string;
  /** Slot-relative file to look at; `null` looks at the step's output. */
  readonly target: string | null;
}

/** Repeats a step: over the items of a reference, or while a condition holds; always bounded. */
export interface Loop {
  readonly items: string | null;
  readonly while: string | null;
  readonly as: string;
  readonly max_visits: number | null;
}

/** What to do when `when` is false. */
export type Else = { readonly action: 'skip' } | { readonly action: 'goto'; readonly target: string };

/** One node of a plan, normalised: defaults filled in, durations in ms, tool aliases resolved. */
export interface Step {
  readonly id: string;
  readonly title: string | null;
  readonly uses: string;
  readonly with: JsonObject;
  readonly needs: readonly string[];
  readonly join: 'all' | 'any';
  readonly when: string | null;
  readonly else: Else;
  readonly risk: Risk | null;
  readonly timeout_ms: number | null;
  readonly retry: Partial<RetryPolicy> | null;
  readonly on_error: OnError | null;
  readonly executor: ExecutorName | null;
  /** Globs that this step may write; `null` leaves it to the plan. */
  readonly touches: readonly string[] | null;
  readonly commands: readonly (readonly string[])[];
  readonly preconditions: readonly Check[];
  readonly postconditions: readonly Check[];
  readonly verify: readonly Check[];
  readonly expected_observation: string | null;
  /** Named values picked from the tool's output by JSONPath. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly loop: Loop | null;
  readonly policy: PolicySettings | null;
}

export const executorNames = ['local', 'docker', 'kubernetes'] as const;
export type ExecutorName = (typeof executorNames)[number];

/** The working tree a run uses. */
export interface WorkspaceSpec {
  readonly slot: string;
  readonly base: string | null;
  readonly branch: string | null;
  readonly recipe: { readonly copy: readonly string[]; readonly setup: readonly (readonly string[])[] };
}

/** A plan in canonical form: what is hashed, shown, approved and run. */
export interface Plan {
  readonly schema: 'plan/1';
  readonly title: string;
  readonly goal: string | null;
  readonly acceptance: readonly string[];
  /** JSON Schema of the run's inputs. */
  readonly inputs: JsonObject;
  readonly profile: Profile;
  readonly executor: ExecutorName;
  readonly policy: PolicySettings;
  readonly workspace: WorkspaceSpec;
  readonly steps: readonly Step[];
  readonly checks: readonly Check[];
}
