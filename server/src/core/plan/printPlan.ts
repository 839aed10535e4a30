import type { Json, JsonObject } from '#protocol/json';
import type { Check, Loop, Plan, Step, WorkspaceSpec } from '#protocol/plan';
import type { PolicySettings, RetryPolicy } from '#protocol/policy';
import { yamlText } from './document/yamlText';

/** A plan as YAML text that reads back to the same plan. */
export function printPlan(plan: Plan): string {
  return yamlText(planDocument(plan));
}

/** A plan as the document that a person would write: durations as text, nothing that is absent. */
export function planDocument(plan: Plan): JsonObject {
  const { policy, workspace, steps, checks, inputs, ...rest } = plan;
  return compact({
    ...rest,
    inputs,
    policy: settingsDocument(policy),
    workspace: workspaceDocument(workspace),
    steps: steps.map(stepDocument),
    checks: checks.map(checkDocument),
  });
}

/** Policy settings as people write them: the opposite of reading them. */
export function settingsDocument(settings: PolicySettings): JsonObject {
  const { reliability, permissions, approvals, limits } = settings;
  return compact({
    reliability: reliability && reliabilityDocument(reliability),
    permissions: permissions && withoutNulls(permissions),
    approvals: approvals && approvalsDocument(approvals),
    limits,
  });
}

function stepDocument(step: Step): JsonObject {
  const { timeout_ms, retry, on_error, else: otherwise, loop, policy, ...rest } = step;
  const { preconditions, postconditions, verify, ...own } = rest;
  return compact({
    ...own,
    else: otherwise.action === 'goto' ? `goto:${otherwise.target}` : 'skip',
    timeout: duration(timeout_ms),
    retry: retry && retryDocument(retry),
    on_error: on_error && withoutNulls(on_error),
    preconditions: preconditions.map(checkDocument),
    postconditions: postconditions.map(checkDocument),
    verify: verify.map(checkDocument),
    loop: loop && withoutNulls<Loop>(loop),
    policy: policy && settingsDocument(policy),
  });
}

function reliabilityDocument(reliability: NonNullable<PolicySettings['reliability']>): JsonObject {
  const { timeout_ms, retry, on_error, ...rest } = reliability;
  return compact({
    ...rest,
    timeout: timeout_ms === null ? '0ms' : duration(timeout_ms),
    retry: retry && retryDocument(retry),
    on_error: on_error && withoutNulls(on_error),
  });
}

function approvalsDocument(approvals: NonNullable<PolicySettings['approvals']>): JsonObject {
  const { expires_ms, ...rest } = approvals;
  return compact({ ...withoutNulls(rest), expires: duration(expires_ms) });
}

function retryDocument(retry: Partial<RetryPolicy>): JsonObject {
  const { delay_ms, max_delay_ms, ...rest } = retry;
  return compact({ ...rest, delay: duration(delay_ms), max_delay: duration(max_delay_ms) });
}

function workspaceDocument(workspace: WorkspaceSpec): JsonObject {
  return withoutNulls(workspace);
}

function checkDocument(check: Check): JsonObject {
  return withoutNulls(check);
}

function duration(ms: number | null | undefined): string | undefined {
  return ms === null || ms === undefined ? undefined : `${ms}ms`;
}

/** Leaves out, at the top level only, what has no value. */
function compact(members: Readonly<Record<string, unknown>>): JsonObject {
  const present = Object.entries(members).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(present) as JsonObject;
}

/** Leaves out nulls at every level: for types in which null means absent. */
function withoutNulls<T extends object>(value: T): JsonObject {
  const members = Object.entries(value).map(([key, member]) => [key, bare(member as Json)] as const);
  return compact(Object.fromEntries(members));
}

function bare(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => bare(item));
  return typeof value === 'object' && value !== null ? withoutNulls(value) : value;
}
