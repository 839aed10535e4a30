import type { Json, JsonObject } from '#protocol/json';
import type { Plan, Step } from '#protocol/plan';
import { canonicalJson, digest } from '../digest';
import { ancestors, referencesOf } from './graph';

/** The name of a plan version: two texts with the same meaning have the same. */
export function planHash(plan: Plan): string {
  return digest(asJson(plan));
}

/** The name of what one step says, wherever it stands. */
export function stepDigest(step: Step): string {
  return digest(asJson(step));
}

/**
 * The steps whose results and approvals a new version may keep (§1.6): neither they nor any step before them changed.
 * A change of profile, executor, policy or workspace touches every step, one of the inputs' schema those that refer
 * to inputs.
 */
export function unchangedSteps(before: Plan, after: Plan): Set<string> {
  if (stepFields.some((field) => isChanged(before[field], after[field]))) return new Set();
  const old = new Map(before.steps.map((step) => [step.id, stepDigest(step)]));
  const hasNewInputs = isChanged(before.inputs, after.inputs);
  const same = new Set(
    after.steps
      .filter((step) => old.get(step.id) === stepDigest(step) && !(hasNewInputs && usesInputs(step)))
      .map((step) => step.id),
  );
  return new Set([...same].filter((id) => [...ancestors(after, id)].every((parent) => same.has(parent))));
}

/** What a new version of a plan changes, by step and by field. */
export interface PlanDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly step_id: string; readonly fields: readonly string[] }[];
  readonly unchanged: readonly string[];
  /** Top-level keys, other than `steps`, that differ; `steps` stands for their order. */
  readonly plan_fields: readonly string[];
}

/** Compares two versions of a plan. */
export function planDiff(before: Plan, after: Plan): PlanDifference {
  const old = new Map(before.steps.map((step) => [step.id, step]));
  const present = new Set(after.steps.map((step) => step.id));
  const kept = after.steps.flatMap((step) => {
    const earlier = old.get(step.id);
    return earlier ? [{ step_id: step.id, fields: fieldsChanged(earlier, step) }] : [];
  });
  return {
    added: after.steps.map((step) => step.id).filter((id) => !old.has(id)),
    removed: before.steps.map((step) => step.id).filter((id) => !present.has(id)),
    changed: kept.filter((entry) => entry.fields.length > 0),
    unchanged: kept.filter((entry) => entry.fields.length === 0).map((entry) => entry.step_id),
    plan_fields: planFieldsChanged(before, after),
  };
}

const stepFields = ['profile', 'executor', 'policy', 'workspace'] as const;

function planFieldsChanged(before: Plan, after: Plan): readonly string[] {
  const { steps: oldSteps, ...oldRest } = before;
  const { steps: newSteps, ...newRest } = after;
  const fields = fieldsChanged(oldRest, newRest);
  const inBoth = (own: readonly Step[], other: readonly Step[]) => {
    const ids = new Set(other.map((step) => step.id));
    return own.map((step) => step.id).filter((id) => ids.has(id));
  };
  const isReordered = isChanged(inBoth(oldSteps, newSteps), inBoth(newSteps, oldSteps));
  return isReordered ? [...fields, 'steps'] : fields;
}

function fieldsChanged(before: object, after: object): readonly string[] {
  const old = asJson(before);
  const fresh = asJson(after);
  const keys = new Set([...Object.keys(old), ...Object.keys(fresh)]);
  return [...keys].filter((key) => isChanged(old[key], fresh[key]));
}

function isChanged(before: unknown, after: unknown): boolean {
  return canonicalJson((before ?? null) as Json) !== canonicalJson((after ?? null) as Json);
}

function usesInputs(step: Step): boolean {
  return referencesOf(step).some((reference) => reference.root === 'inputs');
}

/** Plans and steps are made of JSON values only; their types just do not say so. */
function asJson(value: object): JsonObject {
  return value as JsonObject;
}
