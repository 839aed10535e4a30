import { executorNames, type Plan, type Step, type WorkspaceSpec } from '#protocol/plan';
import { type planKeys, slotKinds } from '#protocol/plan/planDocument';
import { type PolicySettings, type Profile, profiles } from '#protocol/policy';
import { readSettings, unlimited } from '../../policy/settings/settingsShape';
import {
  isMap,
  kindOf,
  list,
  map,
  type Reader,
  type Report,
  shownValue,
  text,
  word,
} from '../../policy/settings/shapes';
import { check } from './check';
import { inputsSchema } from './inputsSchema';
import { readStepOnce } from './readStepOnce';
import { reportMissing } from './reportMissing';
import { anyText, argv, slotPath } from './values';

/** A step with its place in the document, whose list may hold entries that are no steps. */
export interface PlacedStep {
  readonly step: Step;
  readonly pointer: string;
  /** Where its `on_error` is written: at the step or in its policy. */
  readonly onErrorPointer: string;
}

/** What could be read of a plan; complete only if nothing was reported. */
export interface PlanDraft {
  readonly plan: Plan;
  readonly steps: readonly PlacedStep[];
}

export interface ReadPlanOptions {
  readonly defaultProfile: Profile;
  readonly defaultSlot?: string | undefined;
}

/** Reads a `plan/1` document into the normalised plan, defaults filled in, and reports every wrong shape at once. */
export function readPlan(value: unknown, options: ReadPlanOptions, report: Report): PlanDraft | undefined {
  const read = planMap(value, '', report);
  if (read === undefined) return undefined;
  reportMissingHead(value, report);
  const profile = read.profile ?? options.defaultProfile;
  checkPolicy(read.policy, profile, report);
  const steps = readSteps(read.steps ?? [], profile, report);
  const plan: Plan = {
    schema: 'plan/1',
    title: read.title ?? '',
    goal: read.goal ?? null,
    acceptance: read.acceptance ?? [],
    inputs: read.inputs ?? {},
    profile,
    executor: read.executor ?? 'local',
    policy: read.policy ?? {},
    workspace: workspaceOf(
      read.workspace,
      options.defaultSlot ?? (profile === 'ci' ? 'worktree' : 'in_place'),
    ),
    steps: steps.map((placed) => placed.step),
    checks: read.checks ?? [],
  };
  return { plan, steps };
}

function reportMissingHead(value: unknown, report: Report): void {
  if (isMap(value) && !Object.hasOwn(value, 'schema'))
    report('MISSING_KEY', '/schema', "Expected the key 'schema' with the value plan/1.");
  reportMissing(value, '', ['title', 'steps'], report);
}

const schema: Reader<Plan['schema']> = (value, pointer, report) => {
  if (value === 'plan/1') return value;
  const code = typeof value === 'string' ? 'OUT_OF_RANGE' : 'WRONG_TYPE';
  report(code, pointer, `Expected the schema plan/1, found ${shownValue(value)}.`);
  return undefined;
};

const slot: Reader<string> = (value, pointer, report) => {
  const read = text(value, pointer, report);
  if (read === undefined || (slotKinds as readonly string[]).includes(read)) return read;
  if (/^workspace-[A-Za-z0-9_-]{1,80}-slot\d{1,4}$/.test(read)) return read;
  report(
    'OUT_OF_RANGE',
    pointer,
    `Expected one of ${slotKinds.join(', ')} or the name of a slot, found '${read.slice(0, 80)}'.`,
  );
  return undefined;
};

const refName: Reader<string> = (value, pointer, report) => {
  const read = text(value, pointer, report);
  if (read === undefined || !/^-|[\s~^:?*[\\]|\.\./.test(read)) return read;
  report('OUT_OF_RANGE', pointer, `'${read.slice(0, 80)}' is no name of a branch or commit.`);
  return undefined;
};

const workspace = map({
  slot,
  base: refName,
  branch: refName,
  recipe: map({ copy: list(slotPath), setup: list(argv) }),
});

const policy: Reader<PolicySettings> = (value, pointer, report) => readSettings(value, pointer, report);

/** Steps are read one by one later, when the profile is known. */
const stepList: Reader<readonly unknown[]> = (value, pointer, report) => {
  if (!Array.isArray(value)) {
    report('WRONG_TYPE', pointer, `Expected a list, found ${kindOf(value)}.`);
    return undefined;
  }
  if (value.length === 0) report('OUT_OF_RANGE', pointer, 'A plan needs at least one step.');
  return value as readonly unknown[];
};

const planMap = map({
  schema,
  title: text,
  goal: anyText,
  acceptance: list(text),
  inputs: inputsSchema,
  profile: word(profiles),
  executor: word(executorNames),
  policy,
  workspace,
  steps: stepList,
  checks: list(check),
} satisfies Record<(typeof planKeys)[number], Reader<unknown>>);

function readSteps(values: readonly unknown[], profile: Profile, report: Report): PlacedStep[] {
  const placed: PlacedStep[] = [];
  values.forEach((value, index) => {
    const { step, notes } = readStepOnce(value, profile);
    const pointer = `/steps/${index}`;
    for (const note of notes) report(note.code, pointer + note.pointer, note.message);
    if (step !== undefined) placed.push({ step, pointer, onErrorPointer: onErrorPointer(value, pointer) });
  });
  return placed;
}

function onErrorPointer(value: unknown, pointer: string): string {
  const isOwn = isMap(value) && Object.hasOwn(value, 'on_error');
  return isOwn ? `${pointer}/on_error` : `${pointer}/policy/reliability/on_error`;
}

function workspaceOf(
  read:
    | {
        readonly slot?: string;
        readonly base?: string;
        readonly branch?: string;
        readonly recipe?: Partial<WorkspaceSpec['recipe']>;
      }
    | undefined,
  defaultSlot: string,
): WorkspaceSpec {
  return {
    slot: read?.slot ?? defaultSlot,
    base: read?.base ?? null,
    branch: read?.branch ?? null,
    recipe: { copy: read?.recipe?.copy ?? [], setup: read?.recipe?.setup ?? [] },
  };
}

function checkPolicy(settings: PolicySettings | undefined, profile: Profile, report: Report): void {
  const reliability = settings?.reliability;
  if (reliability?.timeout_ms === null && profile !== 'dev') {
    report('TIMEOUT_UNLIMITED', '/policy/reliability/timeout', unlimited);
  }
  const action = reliability?.on_error?.action ?? 'stop';
  if (profile === 'strict' && action !== 'stop') {
    report(
      'POLICY_WIDENS',
      '/policy/reliability/on_error',
      `In profile strict '${action}' must stand in the step that it is about.`,
    );
  }
}
