import type { LanguageFacts } from '#protocol/language';
import type { Plan, Step } from '#protocol/plan';
import type { Decision, PolicyLayer } from '#protocol/policy';
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
  #known = new WeakMap<Step, { readonly judge: Judge; readonly key: string; readonly said: Said }>();
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
    if (draft === null || facts.layers === null || problems.some(concernsPolicy)) return [];
    if (this.#layers !== facts.layers || this.#judges.size > mostJudges) {
      this.#layers = facts.layers;
      this.#judges = new Map();
    }
    const wrong = new Set(problems.map(({ path }) => stepIndex(path)));
    const key = planKey(draft.plan, facts);
    const whole = this.#judge(draft.plan, null, key, facts);
    return draft.plan.steps.flatMap((step, index) => {
      const pointer = draft.steps[index]?.pointer ?? '';
      if (wrong.has(stepIndex(pointer)) || step.id === '' || !this.#tools.resolve(step.uses)) return [];
      const judge = step.policy === null ? whole : this.#judge(draft.plan, step, key, facts);
      return judge === null
        ? []
        : [{ stepId: step.id, pointer, ...this.#said(draft.plan, step, judge, facts) }];
    });
  }

  #said(plan: Plan, step: Step, judge: Judge, facts: LanguageFacts): Said {
    const drafts = foreseenFacts(plan, step, [null]).writes.join('\n');
    const key = `${plan.executor} ${plan.workspace.slot} ${drafts}`;
    const known = this.#known.get(step);
    if (known?.judge === judge && known.key === key) return known.said;
    const action = assumedAction(plan, step, this.#tools, facts);
    const said = { decision: judge(action), isProvisional: isProvisional(step) };
    this.#known.set(step, { judge, key, said });
    return said;
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
    const judge = compileJudge(policy, { locale: facts.locale });
    this.#judges.set(full, judge);
    return judge;
  }
}

type Said = Pick<StepVerdict, 'decision' | 'isProvisional'>;

const mostJudges = 50;

function planKey(plan: Plan, facts: LanguageFacts): string {
  return `${facts.locale} ${plan.profile} ${JSON.stringify(plan.inputs)} ${JSON.stringify(plan.policy)}`;
}

function concernsPolicy({ path, code }: { readonly path: string; readonly code: string }): boolean {
  return path === '' || path.startsWith('/policy') || path.startsWith('/profile') || code === 'SYNTAX';
}

function stepIndex(path: string): string {
  return path.split('/').slice(0, 3).join('/');
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
