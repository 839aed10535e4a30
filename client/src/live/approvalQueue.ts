import type { Disposable } from 'vscode';
import type { ApprovalView } from '#protocol/methods/approvals';
import type { EventView } from '#protocol/methods/records';
import { Listeners } from '../connection/listeners';
import type { ServerLine } from '../connection/serverLine';
import { Batch } from './batch';

/** So many changes at once are read as one list rather than one by one. */
const oneByOne = 20;
const pageSize = 500;

/** The pending approvals as the server knows them: read once, then kept by what it tells. */
export class ApprovalQueue implements Disposable {
  readonly #line: ServerLine;
  readonly #changed = new Listeners<void>();
  readonly #changes: Batch<string>;
  readonly #heard: readonly Disposable[];
  #items = new Map<string, ApprovalView>();
  #loading: Promise<void> | undefined;
  #isLoaded = false;

  constructor(line: ServerLine, failed: (error: unknown) => void) {
    this.#line = line;
    this.#changes = new Batch((ids) => this.#read(ids), failed);
    this.#heard = [
      line.onDidConnect(() => {
        void this.reload().catch(failed);
      }),
      line.on('approval/changed', ({ approval_id, status }) => this.#tell(approval_id, status)),
      // A vote that is not the last one changes no state: only its event tells of it.
      line.on('event/appended', ({ events }) => this.#votes(events as readonly EventView[])),
    ];
  }

  readonly onDidChange = this.#changed.event;

  /** Everything that waits for a person; empty until it was loaded. */
  get items(): readonly ApprovalView[] {
    return [...this.#items.values()];
  }

  /** Whether the queue is known at all. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Reads the queue unless it is known. */
  async load(): Promise<void> {
    if (!this.#isLoaded) {
      this.#loading ??= this.#readAll().finally(() => {
        this.#loading = undefined;
      });
      await this.#loading;
    }
  }

  /** Reads the queue again. */
  async reload(): Promise<void> {
    this.#isLoaded = false;
    await this.load();
  }

  dispose(): void {
    this.#changes.dispose();
    for (const heard of this.#heard) {
      heard.dispose();
    }
  }

  #tell(approval_id: string, status: string): void {
    if (!this.#isLoaded) {
      return;
    }
    if (status === 'requested') {
      this.#changes.add(approval_id);
    } else if (this.#items.delete(approval_id)) {
      this.#changed.fire();
    }
  }

  #votes(events: readonly EventView[]): void {
    const ids = events
      .filter(({ type }) => type === 'approval.granted')
      .map(({ payload }) => (payload as { readonly approval_id?: unknown }).approval_id);
    this.#changes.add(...ids.filter((id) => typeof id === 'string').filter((id) => this.#items.has(id)));
  }

  async #read(ids: ReadonlySet<string>): Promise<void> {
    if (ids.size > oneByOne) {
      await this.#readAll();
      return;
    }
    const found = await Promise.all(
      [...ids].map((approval_id) => this.#line.request('approval/show', { approval_id })),
    );
    for (const approval of found) {
      this.#put(approval);
    }
    this.#changed.fire();
  }

  #put(approval: ApprovalView): void {
    if (approval.status === 'requested') {
      this.#items.set(approval.approval_id, approval);
    } else {
      this.#items.delete(approval.approval_id);
    }
  }

  async #readAll(): Promise<void> {
    const found: ApprovalView[] = [];
    for (;;) {
      const page = { state: 'requested', limit: pageSize, offset: found.length } as const;
      const { items, total } = await this.#line.request('approval/list', page);
      found.push(...items);
      if (items.length === 0 || found.length >= total) {
        break;
      }
    }
    this.#items = new Map(found.map((approval) => [approval.approval_id, approval]));
    this.#isLoaded = true;
    this.#changed.fire();
  }
}
