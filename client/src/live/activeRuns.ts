import type { Disposable } from 'vscode';
import type { Result } from '#protocol/methods';
import type { EventView } from '#protocol/methods/records';
import type { RunView } from '#protocol/methods/runs';
import { isTerminal } from '#protocol/states';
import { Listeners } from '../connection/listeners';
import type { ServerLine } from '../connection/serverLine';
import { Batch } from './batch';

/** A run that is not over, and how far it has come. */
export interface ActiveRun {
  readonly run: RunView;
  readonly doneCount: number;
  readonly stepCount: number;
}

const openStates = ['queued', 'preparing', 'running', 'awaiting_approval', 'paused', 'interrupted'] as const;

/** The runs of a workspace that are not over, kept by what the server tells. */
export class ActiveRuns implements Disposable {
  readonly #line: ServerLine;
  readonly #changed = new Listeners<void>();
  readonly #changes: Batch<string>;
  readonly #heard: readonly Disposable[];
  readonly #items = new Map<string, ActiveRun>();

  constructor(line: ServerLine, failed: (error: unknown) => void) {
    this.#line = line;
    this.#changes = new Batch((ids) => this.#read(ids), failed, { delayMs: 150 });
    this.#heard = [
      line.onDidConnect(() => void this.#readAll().catch(failed)),
      line.on('run/changed', ({ run_id }) => this.#changes.add(run_id)),
      line.on('event/appended', ({ events }) => this.#progress(events as readonly EventView[])),
    ];
  }

  readonly onDidChange = this.#changed.event;

  /** The newest first. */
  get items(): readonly ActiveRun[] {
    return [...this.#items.values()].sort((a, b) => b.run.created_at.localeCompare(a.run.created_at));
  }

  dispose(): void {
    this.#changes.dispose();
    for (const heard of this.#heard) {
      heard.dispose();
    }
  }

  #progress(events: readonly EventView[]): void {
    const moved = events.filter(({ type }) => /^step[.](succeeded|failed|skipped)$/.test(type));
    this.#changes.add(...moved.map(({ run_id }) => run_id).filter((id) => id !== null));
  }

  async #readAll(): Promise<void> {
    const pages = await Promise.all(
      openStates.map((status) => this.#line.request('run/list', { status, limit: 50 })),
    );
    this.#items.clear();
    await this.#read(new Set(pages.flatMap(({ items }) => items.map(({ run_id }) => run_id))));
  }

  async #read(ids: ReadonlySet<string>): Promise<void> {
    const shown = await Promise.all([...ids].map((run_id) => this.#line.request('run/show', { run_id })));
    for (const run of shown) {
      if (isTerminal('run', run.status)) {
        this.#items.delete(run.run_id);
      } else {
        this.#items.set(run.run_id, { run, ...progressOf(run) });
      }
    }
    this.#changed.fire();
  }
}

/** How many steps of a run are over, and how many there are. */
export function progressOf({ steps }: Pick<Result<'run/show'>, 'steps'>): Omit<ActiveRun, 'run'> {
  return {
    doneCount: steps.filter(({ status }) => isTerminal('step', status)).length,
    stepCount: steps.length,
  };
}
