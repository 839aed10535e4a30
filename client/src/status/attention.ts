import * as vscode from 'vscode';
import type { ApprovalView } from '#protocol/methods/approvals';
import type { ApprovalQueue } from '../live/approvalQueue';
import { viewsInSight } from '../live/viewsInSight';
import { approvalTitle } from '../trees/approvals/approvalTitle';
import type { SidePanel } from '../trees/sidePanel';

/** Tells a person of what has begun to wait for them, one message at a time and only where they do not see the queue. */
export class Attention implements vscode.Disposable {
  readonly #queue: ApprovalQueue;
  readonly #sidePanel: SidePanel;
  readonly #heard: vscode.Disposable;
  #known: ReadonlySet<string> | undefined;
  #isAsking = false;

  constructor(queue: ApprovalQueue, sidePanel: SidePanel) {
    this.#queue = queue;
    this.#sidePanel = sidePanel;
    this.#heard = queue.onDidChange(() => void this.#look());
  }

  dispose(): void {
    this.#heard.dispose();
  }

  async #look(): Promise<void> {
    const { items } = this.#queue;
    const known = this.#known;
    this.#known = new Set(items.map(({ approval_id }) => approval_id));
    const fresh = items.filter(({ approval_id }) => known !== undefined && !known.has(approval_id));
    const [first] = fresh;
    if (first !== undefined && !this.#isAsking && !this.#sees(first)) {
      this.#isAsking = true;
      await this.#ask(first).finally(() => {
        this.#isAsking = false;
      });
    }
  }

  /** The queue or the board that says so is in sight, messages are not wanted, or it was asked for just now. */
  #sees({ subject_type, session_id }: ApprovalView): boolean {
    const isWanted = vscode.workspace.getConfiguration('holdpoint').get('notifications.approvals', true);
    const isInSight = this.#sidePanel.showsApprovals || viewsInSight.has(`plan:${session_id}`);
    return !isWanted || isInSight || subject_type === 'plan' || subject_type === 'rollback';
  }

  async #ask(approval: ApprovalView): Promise<void> {
    const { approval_id } = approval;
    const open = vscode.l10n.t('Review');
    const text = vscode.l10n.t('Waiting for you: {0}', approvalTitle(approval, vscode.l10n));
    if ((await vscode.window.showInformationMessage(text, open)) === open) {
      await vscode.commands.executeCommand('holdpoint.approval.open', { approval_id });
    }
  }
}
