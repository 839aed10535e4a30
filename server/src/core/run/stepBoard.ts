import type { Json } from '#protocol/json';
import type { Plan } from '#protocol/plan';
import type { State } from '#protocol/states';
import type { StepResult } from '../expression/scope';
import { type Readiness, type Standing, type StepState, standingOf } from './readiness';

/** The newest visit of a step, as far as the board looks at it. */
export interface Visit extends StepState {
  readonly row: {
    readonly step_id: string;
    readonly status: State<'step'>;
    readonly visit: number;
    readonly carried_from: string | null;
  };
  readonly output: Json | undefined;
}

/**
 * The newest visits of a run's steps and what follows from them. Only steps that something has changed for are looked
 * at again, so that a step costs the same in a long plan as in a short one.
 */
export class StepBoard<V extends Visit> {
  /** What references see of each step. */
  readonly results: Readonly<Record<string, StepResult>> = {};
  readonly #plan: Pick<Plan, 'steps'>;
  readonly #starts: ReadonlySet<string>;
  readonly #places: ReadonlyMap<string, number>;
  readonly #children = new Map<string, string[]>();
  readonly #visits = new Map<string, V>();
  readonly #begun = new Map<string, number>();
  readonly #waiting = new Set<string>();
  readonly #touched: Set<string>;
  readonly #able = new Map<string, Exclude<Standing, 'wait'>>();
  #begunCount = 0;
  #readiness: Readiness = { ready: [], skip: [] };

  constructor(plan: Pick<Plan, 'steps'>, starts: ReadonlySet<string>) {
    this.#plan = plan;
    this.#starts = starts;
    this.#places = new Map(plan.steps.map(({ id }, place) => [id, place]));
    this.#touched = new Set(this.#places.keys());
    for (const { id, needs } of plan.steps) {
      for (const need of needs) {
        const known = this.#children.get(need);
        if (known) known.push(id);
        else this.#children.set(need, [id]);
      }
    }
  }

  get visits(): ReadonlyMap<string, V> {
    return this.#visits;
  }

  /** The steps that wait for people, in the order in which they came to wait. */
  get waiting(): ReadonlySet<string> {
    return this.#waiting;
  }

  /** How many visits have begun; what was taken over from an earlier run does not count. */
  get begunCount(): number {
    return this.#begunCount;
  }

  /** Puts a step's newest visit in place of the one before. */
  enter(visit: V): void {
    this.#visits.set(visit.row.step_id, visit);
    this.changed(visit);
  }

  /** Takes note that a visit on the board is no longer what it was. */
  changed(visit: V): void {
    const { row, output } = visit;
    const { step_id: id, status } = row;
    const results = this.results as Record<string, StepResult>;
    results[id] = output === undefined ? { status } : { status, output };
    if (status === 'awaiting_approval') this.#waiting.add(id);
    else this.#waiting.delete(id);
    const begun = row.carried_from !== null ? 0 : status === 'pending' ? row.visit - 1 : row.visit;
    this.#begunCount += begun - (this.#begun.get(id) ?? 0);
    this.#begun.set(id, begun);
    this.#touched.add(id);
    for (const child of this.#children.get(id) ?? []) this.#touched.add(child);
  }

  /** Which steps can start and which never will, as things stand. */
  look(): Readiness {
    if (this.#touched.size === 0) return this.#readiness;
    for (const id of this.#touched) this.#judge(id);
    this.#touched.clear();
    const places = [...this.#able.keys()].sort((a, b) => this.#place(a) - this.#place(b));
    const of = (standing: Standing) => places.filter((id) => this.#able.get(id) === standing);
    const skip = places.flatMap((id) => {
      const reason = this.#able.get(id);
      return reason === undefined || reason === 'queued' || reason === 'ready' ? [] : [{ id, reason }];
    });
    this.#readiness = { ready: [...of('queued'), ...of('ready')], skip };
    return this.#readiness;
  }

  #judge(id: string): void {
    const step = this.#plan.steps[this.#place(id)];
    const standing = step ? standingOf(this.#plan, this.#starts, step, this.#visits) : 'wait';
    if (standing === 'wait') this.#able.delete(id);
    else this.#able.set(id, standing);
  }

  #place(id: string): number {
    return this.#places.get(id) ?? -1;
  }
}
