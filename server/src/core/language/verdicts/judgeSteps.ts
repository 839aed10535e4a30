import type { LanguageFacts } from '#protocol/language/service';
import type { Plan, Step } from '#protocol/plan';
import type { Decision, PolicyLayer } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { checkInputs } from '../../plan/checkInputs';
import type { ParsedPlan } from '../../plan/parsePlan';
import type { Action, ActionPath } from '../../policy/action';
import { resolveWritten } from '../../policy/commands/slotPath';
import { foldLayers } from '../../policy/foldLayers';
import { compileJudge, type Judge } from '../../policy/judge';
import {
  foreseenAction,
  foreseenFacts,
  foreseenInputs,
  foreseenPaths,
  isProvisional,
} from '../../run/foresight';
import type { LanguageTools } from '../languageTools';

/** What policy says about one step before anything has run. */
export interface StepVerdict {
  readonly stepId: string;
  /** Where the step stands in the document as `plan/1`. */
  readonly pointer: string;
  readonly decision: Decision;
  readonly isProvisional: boolean;
}

/** Judges steps as they are typed; remembers what it said about steps that did not change. */
export class StepJudge {
  readonly #tools: LanguageTools;
  readonly #known = new WeakMap<Step, KnownVerdict>();
  #judges = new Map<string, Judge>();
  #layers: LanguageFacts['layers'] = null;

  constructor(tools: LanguageTools) {
    this.#tools = tools;
  }

  /**
   * The verdict on each step that has no mistake of its own; none while a policy is broken. Paths are judged by their
   * letters: where links lead is known when the step runs.
   */
  verdicts(parsed: ParsedPlan, facts: LanguageFacts): readonly StepVerdict[] {
    const { draft, problems } = parsed;
    const settings = ['/policy', parsed.originOf('/policy/reliability'), parsed.originOf('/profile')];
    const isUnclear = problems.some((problem) => concernsPolicy(problem, settings));
    if (draft === null || facts.layers === null || isUnclear) return [];
    if (this.#layers !== facts.layers || this.#judges.size > mostJudges) {
      this.#layers = facts.layers;
      this.#judges = new Map();
    }
    const wrong = problems.length === 0 ? nothing : new Set(problems.flatMap(({ path }) => waysTo(path)));
    const key = planKey(draft.plan);
    const whole = this.#judge(draft.plan, null, key, facts);
    const verdicts: StepVerdict[] = [];
    draft.plan.steps.forEach((step, index) => {
      const pointer = draft.steps[index]?.pointer ?? '';
      if (wrong.has(parsed.originOf(pointer)) || step.id === '' || !this.#tools.resolve(step.uses)) return;
      const judge = step.policy === null ? whole : this.#judge(draft.plan, step, key, facts);
      if (judge !== null) verdicts.push(this.#verdict({ plan: draft.plan, step, pointer, judge, facts }));
    });
    return verdicts;
  }

  #verdict({ plan, step, pointer, judge, facts }: Judged): StepVerdict {
    const drafts = isApply(step) ? foreseenFacts(plan, step, [null]).writes.join('\n') : '';
    const known = this.#known.get(step);
    const isSame =
      known?.judge === judge &&
      known.drafts === drafts &&
      known.place === placeOf(plan) &&
      known.verdict.pointer === pointer;
    if (isSame) return known.verdict;
    const action = assumedAction(plan, step, this.#tools, facts);
    const verdict = { stepId: step.id, pointer, decision: judge(action), isProvisional: isProvisional(step) };
    this.#known.set(step, { judge, drafts, place: placeOf(plan), verdict });
    return verdict;
  }

  /** The judge of a plan, or of one step with a policy of its own; `null` when a layer asks for what it must not. */
  #judge(plan: Plan, step: Step | null, key: string, facts: LanguageFacts): Judge | null {
    const full = step === null ? key : `${key} ${JSON.stringify(step.policy)}`;
    const known = this.#judges.get(full);
    if (known !== undefined) return known;
    const layers: PolicyLayer[] = [
      ...(facts.layers ?? []),
      { name: 'plan', file: 'plan', settings: plan.policy, lines: {} },
    ];
    if (step?.policy) layers.push({ name: 'step', file: step.id, settings: step.policy, lines: {} });
    const { policy, problems } = foldLayers(layers, plan.profile);
    if (problems.length > 0) return null;
    const judge = compileJudge(policy);
    this.#judges.set(full, judge);
    return judge;
  }
}

interface Judged {
  readonly plan: Plan;
  readonly step: Step;
  readonly pointer: string;
  readonly judge: Judge;
  readonly facts: LanguageFacts;
}

/** A verdict with all that it may depend on beside the step itself. */
interface KnownVerdict {
  readonly judge: Judge;
  /** What the step applies that others draft. */
  readonly drafts: string;
  readonly place: string;
  readonly verdict: StepVerdict;
}

const nothing: ReadonlySet<string> = new Set();

function isApply({ uses }: Step): boolean {
  return uses === 'write_file_apply' || uses === 'apply_patch';
}

function placeOf({ executor, workspace }: Plan): string {
  return `${executor} ${workspace.slot}`;
}

const mostJudges = 50;

function planKey(plan: Plan): string {
  return `${plan.profile} ${JSON.stringify(plan.inputs)} ${JSON.stringify(plan.policy)}`;
}

function concernsPolicy({ path, code }: Problem, settings: readonly string[]): boolean {
  return path === '' || code === 'SYNTAX' || settings.some((place) => path.startsWith(place));
}

/** A pointer and all that lead to it. */
function waysTo(path: string): readonly string[] {
  return path.split('/').map((_, index, segments) => segments.slice(0, index + 1).join('/'));
}

function assumedAction(plan: Plan, step: Step, tools: LanguageTools, facts: LanguageFacts): Action {
  const inputs = checkInputs(plan.inputs, {}).inputs;
  const calls = foreseenInputs(step, inputs).map((input) => tools.facts(step.uses, input) ?? null);
  const touched = foreseenFacts(plan, step, calls);
  return foreseenAction(plan, step, {
    known: true,
    enabled: tools.isEnabled(step.uses),
    facts: touched,
    paths: foreseenPaths(touched).map(({ given, access }) => assumedPath(given, access, facts.root)),
    dryRun: false,
    networkEnforced: facts.networkEnforced,
    nowMs: facts.nowMs,
  });
}

function assumedPath(given: string, access: ActionPath['access'], root: string): ActionPath {
  const written = given.startsWith(`${root}/`) ? given.slice(root.length + 1) : given;
  const { segments, isOutside } = resolveWritten(written, '.');
  const names = segments.map((segment) => segment.toLowerCase());
  return {
    given,
    access,
    relative: isOutside ? given : segments.join('/') || '.',
    inside: !isOutside,
    protected: isOutside ? null : protectionOf(names),
    kind: 'file',
    symlink: false,
  };
}

function protectionOf(names: readonly string[]): ActionPath['protected'] {
  if (names.includes('.git')) return 'git';
  if (names.includes('.holdpoint')) return 'state';
  return /\.policy\.ya?ml$/.test(names.at(-1) ?? '') ? 'policy' : null;
}
