import type { Plan, Step } from '#protocol/plan';
import type { EffectivePolicy, PolicySettings } from '#protocol/policy';
import type { RunRow } from '#protocol/rows';
import type { FileLayers } from '../../core/policy/layers/readPolicyFiles';
import type { Context } from '../context';
import type { PlanHead } from '../plans/planHead';
import { fileLayers, foldPolicy, ownLayer } from '../plans/policies';

/** A run as far as its policy depends on it. */
interface Governed {
  readonly context: Context;
  readonly plan: Plan;
  readonly planRow: PlanHead;
  readonly row: RunRow;
  readonly options: { readonly cli: PolicySettings | undefined };
}

/** What decides about the steps of one run: the policy files as they are, folded with what plan, person and step say. */
export class RunPolicies {
  readonly #run: Governed;
  readonly #known = new Map<string, { readonly files: FileLayers; readonly policy: EffectivePolicy }>();
  #filesOfTurn: FileLayers | null = null;

  constructor(run: Governed) {
    this.#run = run;
  }

  /** The policy for a step at this moment, or for all that say nothing of their own; folded anew when a file changed. */
  async of(step: Step | null): Promise<EffectivePolicy> {
    const files = this.#filesOfTurn ?? (await this.#lookAtFiles());
    const key = step?.policy ? step.id : '';
    const known = this.#known.get(key);
    if (known?.files === files) {
      return known.policy;
    }
    const { planRow, plan, row, options } = this.#run;
    const file = `plan v${planRow.version}`;
    const policy = foldPolicy(files, {
      profile: row.profile,
      plan: ownLayer('plan', file, plan.policy),
      cli: options.cli,
      step: step?.policy ? ownLayer('step', `${file} step ${step.id}`, step.policy) : undefined,
    });
    this.#known.set(key, { files, policy });
    return policy;
  }

  /** Forgets the files it saw: whoever set the run going or woke it may have changed them just now. */
  lookAgain(): void {
    this.#filesOfTurn = null;
  }

  /** One look serves all steps that begin before anything else has its turn. */
  async #lookAtFiles(): Promise<FileLayers> {
    const { context } = this.#run;
    const files = await fileLayers(context);
    void context.ports.clock.turn().then(() => this.lookAgain());
    this.#filesOfTurn = files;
    return files;
  }
}
