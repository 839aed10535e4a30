import * as vscode from 'vscode';
import type { ServerLine } from '../connection/serverLine';
import type { ApprovalQueue } from '../live/approvalQueue';
import type { Speech } from '../shown/speech';
import { approvalsSource } from './approvals/approvalsSource';
import { CheckpointsSource } from './checkpoints/checkpointsSource';
import { type EmptyReason, emptyReason } from './emptyReason';
import type { RowSource } from './rowSource';
import { type RowHandle, RowTree } from './rowTree';
import { SessionsSource } from './sessions/sessionsSource';
import { KeptSearches } from './traces/keptSearches';
import { type Found, filterText, TracesSource } from './traces/tracesSource';

/** The words in which rows are said at this moment. */
export function speech(): Speech {
  return { l10n: vscode.l10n, language: vscode.env.language, now: new Date() };
}

/** What the side panel needs. */
export interface SidePanelParts {
  readonly line: ServerLine;
  readonly queue: ApprovalQueue;
  readonly memento: vscode.Memento;
  readonly failed: (error: unknown) => void;
}

/** The views in the side bar: pending approvals, sessions, traces, checkpoints. */
export class SidePanel implements vscode.Disposable {
  readonly searches: KeptSearches;
  readonly traces: TracesSource;
  readonly #sessions: SessionsSource;
  readonly #checkpoints: CheckpointsSource;
  readonly #queue: ApprovalQueue;
  readonly #failed: (error: unknown) => void;
  readonly #approvalsView: vscode.TreeView<RowHandle>;
  readonly #tracesView: vscode.TreeView<RowHandle>;
  readonly #sessionsView: vscode.TreeView<RowHandle>;
  readonly #owned: vscode.Disposable[] = [];

  constructor({ line, queue, memento, failed }: SidePanelParts) {
    this.#queue = queue;
    this.#failed = failed;
    this.searches = new KeptSearches(memento);
    this.traces = new TracesSource(line, speech, this.searches, failed);
    this.#sessions = new SessionsSource(line, queue, speech, failed);
    this.#checkpoints = new CheckpointsSource(line, speech, failed);
    this.#owned.push(this.traces, this.#sessions, this.#checkpoints);
    this.#approvalsView = this.#open('approvals', approvalsSource(queue, speech));
    this.#sessionsView = this.#open('sessions', this.#sessions);
    this.#tracesView = this.#open('traces', this.traces);
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
  get chosenApproval(): string | undefined {
    return this.#approvalsView.selection[0]?.row.subject.approval_id;
  }

  /** Reads everything anew that somebody looks at. */
  async refresh(): Promise<void> {
    this.#sessions.refresh();
    this.traces.refresh();
    this.#checkpoints.refresh();
    await this.#queue.reload();
  }

  /** Reads one page more of a list. */
  loadMore(tree: string | undefined): void {
    const lists = { sessions: this.#sessions, traces: this.traces, checkpoints: this.#checkpoints };
    lists[tree as keyof typeof lists]?.loadMore();
  }

  /** Lists only the runs in this state; all of them when it is undefined. */
  filterTraces(status: string | undefined): void {
    this.traces.filter(status);
    const text = filterText(status, speech());
    this.#tracesView.description = text ?? '';
    void vscode.commands.executeCommand('setContext', 'holdpoint.isFiltered', status !== undefined);
  }

  /** Shows what a search found; takes it away when it is undefined. */
  showFound(found: Found | undefined): void {
    this.traces.show(found);
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
      failed: (error) => this.#say(error),
      settled: () => this.#setReason('ready'),
    });
    const view = vscode.window.createTreeView(`holdpoint.${name}`, {
      treeDataProvider: tree,
      showCollapseAll: name === 'sessions',
    });
    this.#owned.push(tree, view);
    return view;
  }

  #say(error: unknown): void {
    const reason = emptyReason(error);
    this.#setReason(reason ?? 'ready');
    if (reason === undefined) {
      this.#failed(error);
    }
  }

  #setReason(reason: EmptyReason): void {
    void vscode.commands.executeCommand('setContext', 'holdpoint.view', reason);
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
