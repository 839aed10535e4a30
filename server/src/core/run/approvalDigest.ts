import type { Json, JsonObject } from '#protocol/json';
import { canonicalJson, digest } from '../digest';

/** Everything a step approval covers: change one of these and the approval no longer fits (§1.6). */
export interface StepSubject {
  readonly session: string;
  readonly run: string;
  readonly plan: string;
  readonly step: string;
  readonly visit: number;
  readonly tool: string;
  /** Canonical resolved inputs; secrets stay references. */
  readonly inputs: Json;
  readonly writes: readonly {
    readonly path: string;
    /** Where the path leads through every link: another file behind the same path is not what was approved. */
    readonly target: string;
    readonly before: string | null;
    readonly after: string | null;
    readonly mode: number | null;
  }[];
  readonly commands: readonly Json[];
  readonly env: readonly string[];
  readonly policy: string;
  readonly slot: string;
  readonly base_commit: string | null;
  readonly executor: string;
  readonly image: string | null;
  readonly mode: string;
}

/** What the digest of a step as it would run now is taken of. */
export function stepSubjectText(subject: StepSubject): string {
  const { session, run, plan, step, visit, tool, inputs, writes, commands, env } = subject;
  const { policy, slot, base_commit, executor, image, mode } = subject;
  // In the order of the canonical form: sorting them again for each step would cost more than writing them.
  return canonicalJson({
    base_commit,
    commands,
    env,
    executor,
    image,
    inputs,
    kind: 'step',
    mode,
    plan,
    policy,
    run,
    session,
    slot,
    step,
    tool,
    visit,
    writes,
  } satisfies StepSubject & { readonly kind: 'step' } as unknown as JsonObject);
}

/** The same without what differs between two versions of a plan: equal for a step that did not change. */
export function portableSubject(subject: StepSubject): StepSubject {
  return { ...subject, run: '', plan: '', visit: 0 };
}

/** Everything a plan approval covers. */
export interface PlanSubject {
  readonly session: string;
  readonly plan: string;
  readonly version: number;
  readonly policy: string;
  readonly slot: string;
  readonly executor: string;
  readonly profile: string;
  readonly mode: string;
}

/** The digest of a plan version under the policy of the moment. */
export function planSubjectDigest(subject: PlanSubject): string {
  return digest({ kind: 'plan', ...subject } as unknown as JsonObject);
}

/** Everything a rollback approval covers: the exact file list with what would be put back. */
export interface RollbackSubject {
  readonly target: string;
  readonly files: readonly {
    readonly path: string;
    readonly expected: string | null;
    readonly restore: string | null;
    readonly mode: number | null;
  }[];
}

/** The digest of a rollback's file list. */
export function rollbackSubjectDigest(subject: RollbackSubject): string {
  return digest({ kind: 'rollback', ...subject } as unknown as JsonObject);
}
