import * as vscode from 'vscode';
import type { RunView } from '#protocol/methods/runs';
import type { AllApprovals } from '../folders/allApprovals';
import type { Folders } from '../folders/folders';
import type { Speech } from '../shown/speech';
import { approvalsSource } from './approvals/approvalsSource';
import { CheckpointsSource } from './checkpoints/checkpointsSource';
import { type EmptyReason, emptyReason } from './emptyReason';
import { FolderedSource } from './folderedSource';
import type { RowSource } from './rowSource';
import { type RowHandle, RowTree } from './rowTree';
import { SessionsSource } from './sessions/sessionsSource';
import { KeptSearches } from './traces/keptSearches';
import { type Found, filterText, TracesSource } from './traces/tracesSource';
import type { Subject } from './treeRow';

/** The words in which rows are said at this moment. */
export function speech(): Speech {
  return { l10n: vscode.l10n, language: vscode.env.language, now: new Date() };
}

/** What the side panel needs. */
export interface SidePanelParts {
  readonly folders: Folders;
  readonly queue: AllApprovals;
  readonly memento: vscode.Memento;
  readonly failed: (error: unknown) => void;
}

/** The views in the side bar: pending approvals, sessions, traces, checkpoints. */
export class SidePanel implements vscode.Disposable {
  readonly searches: KeptSearches;
  readonly #traces: FolderedSource<TracesSource>;
  readonly #sessions: FolderedSource<SessionsSource>;
  readonly #checkpoints: FolderedSource<CheckpointsSource>;
  readonly #queue: AllApprovals;
  readonly #failed: (error: unknown) => void;
  readonly #approvalsView: vscode.TreeView<RowHandle>;
  readonly #tracesView: vscode.TreeView<RowHandle>;
  readonly #sessionsView: vscode.TreeView<RowHandle>;
  readonly #owned: vscode.Disposable[] = [];
  /** Why each view shows nothing, where it does. */
  readonly #reasons = new Map<string, EmptyReason>();

  constructor({ folders, queue, memento, failed }: SidePanelParts) {
    this.#queue = queue;
    this.#failed = failed;
    this.searches = new KeptSearches(memento);
    this.#traces = new FolderedSource(
      folders,
      (line) => new TracesSource(line, speech, this.searches, failed),
    );
    this.#sessions = new FolderedSource(
      folders,
      (line, root) => new SessionsSource(line, queue.of(root), speech, failed),
    );
    this.#checkpoints = new FolderedSource(folders, (line) => new CheckpointsSource(line, speech, failed));
    this.#owned.push(this.#traces, this.#sessions, this.#checkpoints);
    this.#approvalsView = this.#open('approvals', approvalsSource(queue, speech));
    this.#sessionsView = this.#open('sessions', this.#sessions);
    this.#tracesView = this.#open('traces', this.#traces);
    this.#open('checkpoints', this.#checkpoints);
    this.#owned.push(queue.onDidChange(() => this.#count()));
  }

  /** Whether a person sees the queue at this moment. */
  get showsApprovals(): boolean {
    return this.#approvalsView.visible;
  }

  /** Whether a person sees the runs at this moment. */
  get showsRuns(): boolean {
    return this.#sessionsView.visible || this.#tracesView.visible;
  }

  /** The approval that is chosen in the queue: what a key pressed there means. */
  get chosenApproval(): Subject | undefined {
    return this.#approvalsView.selection[0]?.row.subject;
  }

  /** What a search found and the view of traces shows. */
  get found(): Found | undefined {
    return this.#traces.all.map(({ found }) => found).find((found) => found !== undefined);
  }

  /** Reads everything anew that somebody looks at. */
  async refresh(): Promise<void> {
    for (const source of [...this.#sessions.all, ...this.#traces.all, ...this.#checkpoints.all]) {
      source.refresh();
    }
    await this.#queue.reload();
  }

  /** Reads the view of traces anew: queries or searches in it are others than before. */
  refreshTraces(): void {
    for (const traces of this.#traces.all) {
      traces.refresh();
    }
  }

  /** Reads one page more of a list. */
  loadMore({ tree, root }: Subject): void {
    const lists = { sessions: this.#sessions, traces: this.#traces, checkpoints: this.#checkpoints };
    const list = lists[tree as keyof typeof lists];
    if (root !== undefined) {
      list?.of(root).loadMore();
    }
  }

  /** Lists only the runs in this state; all of them when it is undefined. */
  filterTraces(status: RunView['status'] | undefined): void {
    for (const traces of this.#traces.all) {
      traces.filter(status);
    }
    const text = filterText(status, speech());
    this.#tracesView.description = text ?? '';
    void vscode.commands.executeCommand('setContext', 'holdpoint.isFiltered', status !== undefined);
  }

  /** Shows what a search found in a folder; takes away what is shown when it is undefined. */
  showFound(found: Found | undefined, root?: string): void {
    for (const traces of this.#traces.all) {
      traces.show(root === undefined || traces === this.#traces.of(root) ? found : undefined);
    }
    void vscode.commands.executeCommand('setContext', 'holdpoint.hasFound', found !== undefined);
    if (found !== undefined) {
      void vscode.commands.executeCommand('holdpoint.traces.focus');
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.#owned).dispose();
  }

  #open(name: string, source: RowSource): vscode.TreeView<RowHandle> {
    const tree = new RowTree(source, {
      failed: (error) => this.#say(name, error),
      settled: () => this.#setReason(name, 'ready'),
    });
    const view = vscode.window.createTreeView(`holdpoint.${name}`, {
      treeDataProvider: tree,
      showCollapseAll: name === 'sessions',
    });
    this.#owned.push(tree, view);
    return view;
  }

  #say(name: string, error: unknown): void {
    const reason = emptyReason(error);
    this.#setReason(name, reason ?? 'ready');
    if (reason === undefined) {
      this.#failed(error);
    }
  }

  /** One view that could not be read speaks for all, until one was read again; the queue is known without reading. */
  #setReason(name: string, reason: EmptyReason): void {
    if (reason === 'ready' && name !== 'approvals') {
      this.#reasons.clear();
    }
    this.#reasons.set(name, reason);
    const worst = [...this.#reasons.values()].find((one) => one !== 'ready');
    void vscode.commands.executeCommand('setContext', 'holdpoint.view', worst ?? 'ready');
  }

  #count(): void {
    const { length } = this.#queue.items;
    this.#approvalsView.badge =
      length === 0
        ? undefined
        : {
            value: length,
            tooltip:
              length === 1
                ? vscode.l10n.t('1 approval is waiting for you')
                : vscode.l10n.t('{0} approvals are waiting for you', length),
          };
    void vscode.commands.executeCommand('setContext', 'holdpoint.hasPending', length > 0);
  }
}
