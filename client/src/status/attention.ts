import * as vscode from 'vscode';
import type { ApprovalView } from '#protocol/methods/approvals';
import type { AllApprovals, WaitingApproval } from '../folders/allApprovals';
import { viewsInSight } from '../live/viewsInSight';
import { plainMessage } from '../shown/plainMessage';
import { approvalTitle } from '../trees/approvals/approvalTitle';
import type { SidePanel } from '../trees/sidePanel';

/** Tells a person of what has begun to wait for them, one message at a time and only where they do not see the queue. */
export class Attention implements vscode.Disposable {
  readonly #queue: AllApprovals;
  readonly #sidePanel: SidePanel;
  readonly #heard: vscode.Disposable;
  #known: ReadonlySet<string> | undefined;
  #isAsking = false;
  /** The question that is open; nothing waits for it any more when the window closes. */
  #asked: vscode.Disposable | undefined;

  constructor(queue: AllApprovals, sidePanel: SidePanel) {
    this.#queue = queue;
    this.#sidePanel = sidePanel;
    this.#heard = queue.onDidChange(() => void this.#look());
  }

  dispose(): void {
    this.#heard.dispose();
    this.#asked?.dispose();
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

  async #ask(approval: WaitingApproval): Promise<void> {
    const { approval_id, root } = approval;
    const text = vscode.l10n.t('Waiting for you: {0}', approvalTitle(approval, vscode.l10n));
    const told = encodeURIComponent(JSON.stringify([{ approval_id, root }]));
    const link = `[${vscode.l10n.t('Review')}](command:holdpoint.approval.open?${told})`;
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `${plainMessage(text)} ${link}` },
      () => this.#untilDecided(approval),
    );
  }

  /** Settles as soon as somebody has decided, here or elsewhere: the message is then gone of itself. */
  async #untilDecided(approval: WaitingApproval): Promise<void> {
    await new Promise<void>((settle) => {
      const look = () => {
        if (!this.#queue.items.some(({ approval_id }) => approval_id === approval.approval_id)) {
          settle();
        }
      };
      const heard = this.#queue.onDidChange(look);
      this.#asked = vscode.Disposable.from(heard, { dispose: settle });
      look();
    }).finally(() => this.#asked?.dispose());
  }
}
