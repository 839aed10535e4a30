import type { Disposable } from 'vscode';
import { AppError } from '#protocol/errors';
import type { EventView } from '#protocol/methods/records';
import type { ServerLine } from '../../connection/serverLine';
import { Batch } from '../../live/batch';
import type { Speech } from '../../shown/speech';
import { KnownRows } from '../knownRows';
import { PagedList } from '../pagedList';
import type { RowSource } from '../rowSource';
import type { TreeRow } from '../treeRow';
import { checkpointRow } from './checkpointRow';
import { slotRow, slotsRow } from './slotRow';

/** The rows of the view of checkpoints, and of the work trees in which runs took place. */
export class CheckpointsSource implements RowSource, Disposable {
  readonly #line: ServerLine;
  readonly #speech: () => Speech;
  readonly #known = new KnownRows();
  readonly #checkpoints = new PagedList('checkpoints');
  readonly #slots = new PagedList('checkpoints');
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
        this.#news.add(...types.filter((type) => /^(checkpoint|slot|run)[.]/.test(type)));
      }),
    ];
  }

  readonly onDidChange = this.#known.onDidChange;

  async rows(parent?: TreeRow): Promise<readonly TreeRow[]> {
    const speech = this.#speech();
    if (parent?.kind === 'slots') {
      return await this.#known.below(parent, () => this.#readSlots(speech));
    }
    return await this.#known.below(undefined, async () => {
      const [checkpoints, slots] = await Promise.all([
        this.#checkpoints.read(
          (paging) => this.#line.request('checkpoint/list', paging),
          (checkpoint) => checkpointRow(checkpoint, speech),
          speech.l10n,
        ),
        this.#line.request('slot/list', { limit: 1 }),
      ]);
      return slots.total === 0 ? checkpoints : [...checkpoints, slotsRow(slots.total, speech)];
    });
  }

  refresh(): void {
    this.#known.forget(undefined);
    this.#known.redraw(undefined);
  }

  loadMore(): void {
    this.#checkpoints.goOn();
    this.#slots.goOn();
    this.refresh();
  }

  /** A work tree is as far as the run in it, which the record of the tree does not tell. */
  async #readSlots(speech: Speech): Promise<readonly TreeRow[]> {
    return await this.#slots.read(
      async (paging) => {
        const page = await this.#line.request('slot/list', paging);
        const items = page.items.map(async (slot) => ({ slot, run: await this.#runOf(slot.run_id) }));
        return { items: await Promise.all(items), total: page.total };
      },
      ({ slot, run }) => slotRow(slot, run, speech),
      speech.l10n,
    );
  }

  /** Null where the run was removed since. */
  async #runOf(run_id: string | null) {
    if (run_id === null) {
      return null;
    }
    try {
      return await this.#line.request('run/show', { run_id });
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') {
        return null;
      }
      throw error;
    }
  }

  dispose(): void {
    this.#news.dispose();
    for (const heard of this.#heard) {
      heard.dispose();
    }
  }
}
