import type { Disposable } from 'vscode';
import type { EventView } from '#protocol/methods/records';
import type { ServerLine } from '../../connection/serverLine';
import { Batch } from '../../live/batch';
import type { Speech } from '../../shown/speech';
import { KnownRows } from '../knownRows';
import { PagedList } from '../pagedList';
import type { RowSource } from '../rowSource';
import type { TreeRow } from '../treeRow';
import { checkpointRow } from './checkpointRow';

/** The rows of the view of checkpoints. */
export class CheckpointsSource implements RowSource, Disposable {
  readonly #line: ServerLine;
  readonly #speech: () => Speech;
  readonly #known = new KnownRows();
  readonly #checkpoints = new PagedList('checkpoints');
  readonly #news: Batch<string>;
  readonly #heard: readonly Disposable[];

  constructor(line: ServerLine, speech: () => Speech, failed: (error: unknown) => void) {
    this.#line = line;
    this.#speech = speech;
    this.#news = new Batch(async () => this.refresh(), failed, { delayMs: 150 });
    this.#heard = [
      line.onDidConnect(() => this.refresh()),
      line.on('event/appended', ({ events }) => {
        const types = (events as readonly EventView[]).map(({ type }) => type);
        this.#news.add(...types.filter((type) => /^(checkpoint|slot)[.]/.test(type)));
      }),
    ];
  }

  readonly onDidChange = this.#known.onDidChange;

  async rows(): Promise<readonly TreeRow[]> {
    const speech = this.#speech();
    return await this.#known.below(undefined, () =>
      this.#checkpoints.read(
        (paging) => this.#line.request('checkpoint/list', paging),
        (checkpoint) => checkpointRow(checkpoint, speech),
        speech.l10n,
      ),
    );
  }

  refresh(): void {
    this.#known.forget(undefined);
    this.#known.redraw(undefined);
  }

  loadMore(): void {
    this.#checkpoints.goOn();
    this.refresh();
  }

  dispose(): void {
    this.#news.dispose();
    for (const heard of this.#heard) {
      heard.dispose();
    }
  }
}
