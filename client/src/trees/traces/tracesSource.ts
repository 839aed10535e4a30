import type { Disposable } from 'vscode';
import { AppError } from '#protocol/errors';
import type { EventView } from '#protocol/methods/records';
import type { RunView } from '#protocol/methods/runs';
import type { ServerLine } from '../../connection/serverLine';
import { Batch } from '../../live/batch';
import type { Speech } from '../../shown/speech';
import { stateText } from '../../shown/stateText';
import { KnownRows } from '../knownRows';
import { PagedList } from '../pagedList';
import type { RowSource } from '../rowSource';
import { runRow } from '../sessions/runRow';
import { tellsOfPin } from '../sessions/sessionNews';
import { type TreeRow, treeRow } from '../treeRow';
import { eventRow } from './eventRow';
import type { KeptSearches } from './keptSearches';
import { namedQueryRows, queriesRow } from './namedQueryRows';
import { recordRow } from './recordRow';

/** What a search of the record found. */
export interface Found {
  readonly text: string;
  readonly events: readonly EventView[];
  readonly totalCount: number;
}

/** The rows of the view of traces: what was searched for, queries, kept searches, and the latest runs. */
export class TracesSource implements RowSource, Disposable {
  readonly #line: ServerLine;
  readonly #speech: () => Speech;
  readonly #kept: KeptSearches;
  readonly #known = new KnownRows();
  readonly #runs = new PagedList('traces');
  readonly #news: Batch<string>;
  readonly #heard: readonly Disposable[];
  #status: RunView['status'] | undefined;
  #found: Found | undefined;

  constructor(line: ServerLine, speech: () => Speech, kept: KeptSearches, failed: (error: unknown) => void) {
    this.#line = line;
    this.#speech = speech;
    this.#kept = kept;
    this.#news = new Batch((ids) => this.#apply(ids), failed, { delayMs: 150 });
    this.#heard = [
      line.onDidConnect(() => this.refresh()),
      line.on('run/changed', ({ run_id }) => this.#hear(run_id)),
      line.on('event/appended', ({ events }) => {
        for (const event of events as readonly EventView[]) {
          if (event.run_id !== null && (event.type === 'run.created' || tellsOfPin(event))) {
            this.#hear(event.run_id);
          }
        }
      }),
    ];
  }

  readonly onDidChange = this.#known.onDidChange;

  /** The state that runs must have to be listed. */
  get status(): RunView['status'] | undefined {
    return this.#status;
  }

  /** What the view shows beside the runs. */
  get found(): Found | undefined {
    return this.#found;
  }

  async rows(parent: TreeRow | undefined): Promise<readonly TreeRow[]> {
    const speech = this.#speech();
    if (parent?.kind === 'found') {
      return this.#found?.events.map((event) => eventRow(event, speech)) ?? [];
    }
    if (parent?.kind === 'queries') {
      return await namedQueryRows(this.#line, speech.language);
    }
    if (parent?.kind === 'searches') {
      return this.#kept.all.map(searchRow);
    }
    return await this.#known.below(undefined, async () => {
      const runs = await this.#readRuns(speech);
      const about = runs.length === 0 ? [] : await this.#aboutRecord(speech);
      return [...this.#foundRow(speech), ...about, ...this.#searchesRow(speech), ...runs];
    });
  }

  /** Lists only runs in this state from now on; all of them when it is undefined. */
  filter(status: RunView['status'] | undefined): void {
    this.#status = status;
    this.refresh();
  }

  /** Shows what a search found above the runs, until it is taken away. */
  show(found: Found | undefined): void {
    this.#found = found;
    this.refresh();
  }

  refresh(): void {
    this.#known.forget(undefined);
    this.#known.redraw(undefined);
  }

  loadMore(): void {
    this.#runs.goOn();
    this.refresh();
  }

  dispose(): void {
    this.#news.dispose();
    for (const heard of this.#heard) {
      heard.dispose();
    }
  }

  #hear(run_id: string): void {
    if (this.#known.has(undefined)) {
      this.#news.add(run_id);
    }
  }

  async #apply(ids: ReadonlySet<string>): Promise<void> {
    if (this.#status !== undefined) {
      this.refresh();
      return;
    }
    for (const run_id of ids) {
      try {
        const row = runRow(await this.#line.request('run/show', { run_id }), 'in a list', this.#speech());
        if (!this.#known.replace(row)) {
          this.refresh();
        }
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') {
          throw error;
        }
        this.refresh();
      }
    }
  }

  async #readRuns(speech: Speech): Promise<readonly TreeRow[]> {
    const status = this.#status;
    return await this.#runs.read(
      (paging) => this.#line.request('run/list', { ...paging, ...(status !== undefined && { status }) }),
      (run) => runRow(run, 'in a list', speech),
      speech.l10n,
    );
  }

  /** Where there is nothing to ask about, the view says what will be here. */
  async #aboutRecord(speech: Speech): Promise<readonly TreeRow[]> {
    return [queriesRow(speech), recordRow(await this.#line.request('retention/show', {}), speech)];
  }

  #foundRow({ l10n }: Speech): readonly TreeRow[] {
    return this.#found === undefined
      ? []
      : [
          treeRow({
            id: 'found',
            kind: 'found',
            label: l10n.t('Found: “{0}”', this.#found.text),
            icon: { name: 'search' },
            details: [l10n.t('{0} of {1}', this.#found.events.length, this.#found.totalCount)],
            subject: { query: this.#found.text },
            branch: 'open',
          }),
        ];
  }

  #searchesRow({ l10n }: Speech): readonly TreeRow[] {
    const { all } = this.#kept;
    return all.length === 0
      ? []
      : [
          treeRow({
            id: 'searches',
            kind: 'searches',
            label: l10n.t('Kept searches'),
            icon: { name: 'bookmark' },
            details: [String(all.length)],
            subject: {},
            branch: 'closed',
          }),
        ];
  }
}

/** What the view says it lists, when that is not everything. */
export function filterText(
  status: string | undefined,
  { l10n, language }: Pick<Speech, 'l10n' | 'language'>,
): string | undefined {
  return status === undefined ? undefined : l10n.t('only: {0}', stateText(language, status));
}

function searchRow(text: string): TreeRow {
  return treeRow({
    id: `search/${text}`,
    kind: 'search',
    label: text,
    icon: { name: 'search' },
    details: [],
    opens: 'holdpoint.record.search',
    subject: { query: text },
  });
}
