import type { AllApprovals } from '../../folders/allApprovals';
import type { Speech } from '../../shown/speech';
import type { RowSource } from '../rowSource';
import type { TreeRow } from '../treeRow';
import { approvalRows } from './approvalRow';

/** The rows of the view of pending approvals. */
export function approvalsSource(queue: AllApprovals, speech: () => Speech): RowSource {
  return {
    rows: async () => {
      await queue.load();
      return approvalRows(queue.items, speech());
    },
    onDidChange: (listener, self, disposables) =>
      queue.onDidChange(() => listener.call(self, undefined as TreeRow | undefined), undefined, disposables),
  };
}
