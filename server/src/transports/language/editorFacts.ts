import type { LanguageDocument, LanguageFacts, LastRun, SeenFacts } from '#protocol/language/service';
import type { Notifications } from '#protocol/methods';
import type { RunView, StepView } from '#protocol/methods/runs';
import { asWritten } from '#protocol/translation/tell';
import type { LanguageDesk } from './languageDesk';

const nothingSeen: SeenFacts = { attributes: [], intrinsics: {} };

type Steps = ReadonlyMap<string, LastRun>;

type LastRuns = ReadonlyMap<string, { readonly run: LastRun; readonly steps: Steps }>;

/** How many of the newest runs are looked through for the last one of each plan. */
const runsLookedAt = 50;

/** What a session knows beside its texts; told anew after runs change, asked anew for policy each time. */
export class EditorFacts {
  readonly #desk: LanguageDesk;
  readonly #stopListening: () => void;
  readonly #onChange = new Set<() => void>();
  /** Runs as they were last shown; one that has changed since is asked for again, and no other. */
  readonly #shown = new Map<string, Steps>();
  #lastRuns: Promise<LastRuns> | null = null;
  locale: LanguageFacts['locale'] = 'en';
  told: LanguageFacts['told'] = asWritten;

  constructor(desk: LanguageDesk) {
    this.#desk = desk;
    this.#stopListening = desk.listen((name, payload) => {
      if (name !== 'run/changed') return;
      this.#shown.delete((payload as Notifications['run/changed']).run_id);
      this.#lastRuns = null;
      for (const listener of this.#onChange) listener();
    });
  }

  /** Calls back when a run has changed. */
  onChange(listener: () => void): void {
    this.#onChange.add(listener);
  }

  /** What the record holds, for a document that is about it. */
  async seen({ isAboutRecord }: Pick<LanguageDocument, 'isAboutRecord'>): Promise<SeenFacts> {
    if (!isAboutRecord) return nothingSeen;
    try {
      return await this.#desk.request('trace/facts', {});
    } catch (error) {
      this.#desk.log.warning('the record is not known to the editor', { error: String(error) });
      return nothingSeen;
    }
  }

  /** The facts of this moment, as far as a document asks for them. */
  async now(document: Pick<LanguageDocument, 'isAboutRecord'>): Promise<LanguageFacts> {
    this.#lastRuns ??= this.#readRuns();
    const [layers, lastRuns, networkEnforced, seen] = await Promise.all([
      this.#layers(),
      this.#lastRuns,
      this.#desk.canIsolateNetwork(),
      this.seen(document),
    ]);
    return {
      layers,
      profile: 'standard',
      root: this.#desk.root,
      networkEnforced,
      nowMs: this.#desk.nowMs(),
      locale: this.locale,
      told: this.told,
      seen,
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
      return await readLastRuns(this.#desk, this.#shown);
    } catch (error) {
      this.#lastRuns = null;
      this.#desk.log.warning('the last runs are not known to the editor', { error: String(error) });
      return new Map();
    }
  }
}

async function readLastRuns(desk: LanguageDesk, shown: Map<string, Steps>): Promise<LastRuns> {
  const { items } = await desk.request('run/list', { limit: runsLookedAt });
  const found = new Map<string, { run: LastRun; steps: Steps }>();
  for (const run of items) {
    if (found.has(run.plan_title)) continue;
    const steps = shown.get(run.run_id) ?? (await readSteps(desk, run.run_id));
    shown.set(run.run_id, steps);
    found.set(run.plan_title, { run: lastRunOf(run.run_id, run), steps });
  }
  const kept = new Set(items.map(({ run_id }) => run_id));
  for (const id of shown.keys()) if (!kept.has(id)) shown.delete(id);
  return found;
}

async function readSteps(desk: LanguageDesk, runId: string): Promise<Steps> {
  const { steps } = await desk.request('run/show', { run_id: runId });
  return new Map(steps.map((step) => [step.step_id, lastRunOf(runId, step)]));
}

function lastRunOf(runId: string, { status, started_at, ended_at }: RunView | StepView): LastRun {
  const isEnded = started_at !== null && ended_at !== null;
  const durationMs = isEnded ? Date.parse(ended_at) - Date.parse(started_at) : null;
  return { run_id: runId, status, started_at, duration_ms: durationMs };
}
