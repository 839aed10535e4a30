import type { ErrorClass } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Plan, Step } from '#protocol/plan';
import type { EffectivePolicy, PolicySettings } from '#protocol/policy';
import type { EndCode, RunRow, StepRunRow } from '#protocol/rows';
import { startSteps } from '../../core/plan/graph';
import { StepBoard } from '../../core/run/stepBoard';
import type { Context } from '../context';
import type { PlanHead } from '../plans/planHead';
import { artifactWrites } from '../record/artifacts';
import { Outbox } from '../record/outbox';
import { eventWrite, type Fact, type Origin } from '../record/record';
import type { Span } from '../record/span';
import type { Write } from '../storePort';
import { RunPolicies } from './runPolicies';
import type { StepRun } from './stepRun';

/** What a run was started with beyond its plan. */
export interface RunOptions {
  readonly cli: PolicySettings | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly stageRetries: number | null;
  readonly confirmHighRisk: boolean;
}

/** Why a run will end badly; the first one counts. */
export interface RunFailure {
  readonly code: EndCode;
  readonly message: string;
  readonly stepId: string | null;
  readonly errorClass: ErrorClass;
}

/** One run in memory: its rows, its buffered writes, and the signal that ends it. */
export class ActiveRun {
  readonly context: Context;
  readonly plan: Plan;
  readonly planRow: PlanHead;
  readonly inputs: JsonObject;
  readonly options: RunOptions;
  readonly origin: Origin;
  readonly root: Span;
  readonly board: StepBoard<StepRun>;
  readonly abort = new AbortController();
  /** HEAD when the run began; `null` without a repository. */
  readonly baseCommit: string | null;
  /** Milliseconds spent waiting for people, which do not count against the run's time. */
  waitedMs = 0;
  /** The run before, when this plan version may keep what it left unchanged. */
  inherits: { readonly runId: string; readonly unchanged: ReadonlySet<string> } | null = null;
  /** Commits that this run's own steps made: HEAD may stand on them. */
  readonly ownCommits = new Set<string>();
  /** Whether the plan's approval was given for its steps too. */
  readonly coversRemaining: boolean;
  /** Steps that start by themselves; the others wait to be led to. */
  readonly starts: ReadonlySet<string>;
  /** The steps that come back for the next item. */
  readonly loops: readonly string[];
  /** The run's policy as it was when the loop last looked. */
  policy: EffectivePolicy;
  row: RunRow;
  failure: RunFailure | null = null;
  /** The step that was next when a limit of the whole run ended it. */
  haltedAt: string | null = null;
  /** Set when a person asked the run to end. */
  cancelReason: string | null = null;
  isPaused = false;
  /** Under manual stepping: the steps somebody asked to execute. */
  readonly requested = new Set<string>();
  /** Steps whose high risk was confirmed when somebody asked to execute them. */
  readonly confirmedSteps = new Set<string>();
  /** What is said of steps that somebody rejected, by the subject of their request. */
  readonly rejected = new Map<string, string>();
  /** The steps that are on their way now: judged, asked about or carried out. */
  readonly working = new Map<string, Promise<void>>();
  /** Whether its end is being written: nothing more changes how it ends. */
  isEnding = false;
  /** The loop that carries the run forward, while it is at work. */
  driving: Promise<void> | null = null;
  artifactCount = 0;
  /** The checkpoint before its first change, once it was begun; steps beside each other wait for the same one. */
  checkpoint: Promise<void> | null = null;
  readonly #outbox: Outbox;
  readonly #places: ReadonlyMap<string, number>;
  readonly #policies = new RunPolicies(this);
  #wake: (() => void) | undefined;
  #isWoken = false;

  constructor(
    parts: Pick<
      ActiveRun,
      | 'context'
      | 'plan'
      | 'planRow'
      | 'inputs'
      | 'options'
      | 'origin'
      | 'root'
      | 'baseCommit'
      | 'coversRemaining'
      | 'policy'
      | 'row'
    >,
  ) {
    this.context = parts.context;
    this.plan = parts.plan;
    this.planRow = parts.planRow;
    this.inputs = parts.inputs;
    this.options = parts.options;
    this.origin = parts.origin;
    this.root = parts.root;
    this.baseCommit = parts.baseCommit;
    this.coversRemaining = parts.coversRemaining;
    this.policy = parts.policy;
    this.starts = startSteps(parts.plan);
    this.loops = parts.plan.steps.flatMap(({ id, uses }) => (uses === 'flow.loop' ? [id] : []));
    this.board = new StepBoard(parts.plan, this.starts);
    this.#places = new Map(parts.plan.steps.map(({ id }, place) => [id, place]));
    this.#outbox = new Outbox(parts.context);
    this.row = parts.row;
  }

  /** The newest visits by step. */
  get steps(): ReadonlyMap<string, StepRun> {
    return this.board.visits;
  }

  /** Buffers writes until the next flush or pass. */
  add(...writes: readonly Write[]): void {
    this.#outbox.add(writes);
  }

  record(fact: Fact): void {
    this.add(eventWrite(this.context, this.origin, fact));
  }

  /** The barrier before every effect, question and answer: everything buffered is durable and told when it returns. */
  flush(): Promise<void> {
    return this.#outbox.flush();
  }

  /** Lets the store have what is buffered, without waiting for it: enough between steps that have no effect. */
  pass(): Promise<void> {
    return this.#outbox.pass();
  }

  /** Forgets buffered writes: they belong to a loop that broke. */
  drop(): void {
    this.#outbox.drop();
  }

  /** Begins a visit of a step: it takes the place of the one before. */
  enter(stepRun: StepRun): void {
    this.board.enter(stepRun);
  }

  /** Moves a step run and keeps its row in step with the store's. */
  moveStep(stepRun: StepRun, to: StepRunRow['status'], set: Partial<StepRunRow> = {}): void {
    const { run_id, step_id, visit, status } = stepRun.row;
    this.add({
      op: 'transition',
      table: 'step_runs',
      key: { run_id, step_id, visit },
      from: [status],
      to,
      set,
    });
    const { attempts, carried_from, error_code, error_message } = stepRun.row;
    stepRun.row = {
      run_id,
      step_id,
      visit,
      status: to,
      attempts: set.attempts ?? attempts,
      carried_from,
      error_code: set.error_code ?? error_code,
      error_message: set.error_message ?? error_message,
    };
    this.board.changed(stepRun);
  }

  moveRun(to: RunRow['status'], set: Partial<RunRow> = {}): void {
    this.add({ op: 'transition', table: 'runs', key: { id: this.row.id }, from: [this.row.status], to, set });
    this.row = { ...this.row, ...set, status: to };
  }

  /** Notes the first reason to end; with `fail_fast`, or when it was no step's own fault, running steps are stopped. */
  fail(failure: RunFailure): void {
    this.failure ??= failure;
    if (this.policy.reliability.fail_fast || failure.stepId === null) {
      this.abort.abort();
    }
  }

  /** Whether no further step may start. */
  get isHalting(): boolean {
    return this.cancelReason !== null || this.abort.signal.aborted;
  }

  /** Keeps a step's text or bytes, redacted already, under the run's artifact naming. */
  async keepArtifact(
    stepId: string,
    name: string,
    kind: string,
    mediaType: string,
    content: string | Uint8Array,
  ): Promise<string> {
    this.artifactCount += 1;
    const { sha256, writes } = await artifactWrites(this.context, this.origin, {
      run_id: this.row.id,
      step_id: stepId,
      name: `run_${this.row.id}_${this.artifactCount}_${name}`,
      kind,
      media_type: mediaType,
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
      span_id: this.steps.get(stepId)?.span?.id ?? null,
    });
    this.add(...writes);
    return sha256;
  }

  step(id: string): Step {
    const found = this.plan.steps[this.placeOf(id)];
    if (!found) {
      throw new Error(`plan ${this.planRow.id} has no step ${id}`);
    }
    return found;
  }

  /** Where a step stands in the plan, counted from 0. */
  placeOf(id: string): number {
    return this.#places.get(id) ?? -1;
  }

  /** The policy that decides about a step at this moment; files are looked at anew, and folded anew when they changed. */
  async policyFor(step: Step | null): Promise<EffectivePolicy> {
    const policy = await this.#policies.of(step);
    if (step?.policy == null) {
      this.policy = policy;
    }
    return policy;
  }

  /** Forgets that it was woken: what there was to see is looked at from here on. */
  lookAround(): void {
    this.#isWoken = false;
  }

  /** Forgets the policy files it saw: whoever set the run going may have changed them just now. */
  startOver(): void {
    this.#policies.lookAgain();
  }

  /** Resolves when somebody decided something, or the run was told something, since it last looked around. */
  woken(): Promise<void> {
    return this.#isWoken
      ? Promise.resolve()
      : new Promise((resolve) => {
          this.#wake = resolve;
        });
  }

  /** Whether it was woken since it last looked around. */
  get isWoken(): boolean {
    return this.#isWoken;
  }

  wake(): void {
    this.#isWoken = true;
    this.#policies.lookAgain();
    this.#wake?.();
    this.#wake = undefined;
  }
}
