import type { LanguageFacts, LastRun } from '#protocol/language/service';
import type { RunView, StepView } from '#protocol/methods/runs';
import type { LanguageDesk } from './languageDesk';

type LastRuns = ReadonlyMap<string, { readonly run: LastRun; readonly steps: ReadonlyMap<string, LastRun> }>;

/** How many of the newest runs are looked through for the last one of each plan. */
const runsLookedAt = 50;

/** What a session knows beside its texts; told anew after runs change, asked anew for policy each time. */
export class EditorFacts {
  readonly #desk: LanguageDesk;
  readonly #stopListening: () => void;
  readonly #onChange = new Set<() => void>();
  #lastRuns: Promise<LastRuns> | null = null;
  locale: LanguageFacts['locale'] = 'en';

  constructor(desk: LanguageDesk) {
    this.#desk = desk;
    this.#stopListening = desk.listen((name) => {
      if (name !== 'run/changed') return;
      this.#lastRuns = null;
      for (const listener of this.#onChange) listener();
    });
  }

  /** Calls back when a run has changed. */
  onChange(listener: () => void): void {
    this.#onChange.add(listener);
  }

  /** The facts of this moment. */
  async now(): Promise<LanguageFacts> {
    this.#lastRuns ??= this.#readRuns();
    const [layers, lastRuns, networkEnforced] = await Promise.all([
      this.#layers(),
      this.#lastRuns,
      this.#desk.canIsolateNetwork(),
    ]);
    return {
      layers,
      profile: 'standard',
      root: this.#desk.root,
      networkEnforced,
      nowMs: this.#desk.nowMs(),
      locale: this.locale,
      lastRun: (title) => lastRuns.get(title) ?? null,
    };
  }

  dispose(): void {
    this.#stopListening();
    this.#onChange.clear();
  }

  async #layers(): Promise<LanguageFacts['layers']> {
    try {
      return await this.#desk.policyLayers();
    } catch (error) {
      this.#desk.log.warning('policy is not known to the editor', { error: String(error) });
      return null;
    }
  }

  async #readRuns(): Promise<LastRuns> {
    try {
      return await readLastRuns(this.#desk);
    } catch (error) {
      this.#lastRuns = null;
      this.#desk.log.warning('the last runs are not known to the editor', { error: String(error) });
      return new Map();
    }
  }
}

async function readLastRuns(desk: LanguageDesk): Promise<LastRuns> {
  const { items } = await desk.request('run/list', { limit: runsLookedAt });
  const titles = new Map<string, ReadonlyMap<number, string>>();
  for (const session of new Set(items.map(({ session_id }) => session_id))) {
    const plans = await desk.request('plan/list', { session_id: session, limit: 500 });
    titles.set(session, new Map(plans.items.map(({ version, title }) => [version, title])));
  }
  const found = new Map<string, { run: LastRun; steps: ReadonlyMap<string, LastRun> }>();
  for (const run of items) {
    const title = titles.get(run.session_id)?.get(run.plan_version);
    if (title === undefined || found.has(title)) continue;
    const { steps } = await desk.request('run/show', { run_id: run.run_id });
    found.set(title, {
      run: lastRunOf(run.run_id, run),
      steps: new Map(steps.map((step) => [step.step_id, lastRunOf(run.run_id, step)])),
    });
  }
  return found;
}

function lastRunOf(runId: string, { status, started_at, ended_at }: RunView | StepView): LastRun {
  const isEnded = started_at !== null && ended_at !== null;
  const durationMs = isEnded ? Date.parse(ended_at) - Date.parse(started_at) : null;
  return { run_id: runId, status, started_at, duration_ms: durationMs };
}
