import type { ApprovalView } from '#protocol/methods/approvals';
import type { ServerLine } from '../../connection/serverLine';

/** As much of a request as finding the one that follows it needs. */
export type Asked = Pick<ApprovalView, 'approval_id' | 'run_id' | 'step_id' | 'shown'>;

/**
 * The request that took the place of an older one about the same step; with `previewIds` only the one about exactly
 * these. The run asks again in its own time, so this waits; `null` when nobody was asked within `patienceMs`.
 */
export async function successorOf(
  line: ServerLine,
  old: Asked,
  previewIds: readonly string[] | null,
  patienceMs: number,
): Promise<ApprovalView | null> {
  const { run_id, step_id, approval_id } = old;
  if (run_id === null) {
    return null;
  }
  const bell = openBell(line);
  const deadline = Date.now() + patienceMs;
  try {
    for (;;) {
      const { items } = await line.request('approval/list', { run_id, state: 'requested', limit: 500 });
      const found = items.find(
        (item) =>
          item.step_id === step_id &&
          item.approval_id !== approval_id &&
          (previewIds === null || isEqual(item.preview_ids, previewIds)),
      );
      const leftMs = deadline - Date.now();
      if (found !== undefined || leftMs <= 0) {
        return found ?? null;
      }
      await bell.rings(leftMs);
    }
  } finally {
    bell.dispose();
  }
}

/** What an approval shows that may differ when only hunks were left out of its previews. */
const ofPreviews = new Set(['writes', 'preview_ids', 'portable', 'span_id']);

/** Whether a request asks for the same as another but for which hunks are in it: the same step, command, policy and place. */
export function isSameButForPreviews({ shown: left }: Asked, { shown: right }: Asked): boolean {
  const names = new Set(
    [...Object.keys(left), ...Object.keys(right)].filter((name) => !ofPreviews.has(name)),
  );
  return [...names].every((name) => JSON.stringify(left[name]) === JSON.stringify(right[name]));
}

function isEqual(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}

/** Rings whenever the queue changes; what rang while nobody waited is heard at once. */
function openBell(line: ServerLine) {
  let hasRung = false;
  let wake: (() => void) | undefined;
  const listening = line.on('approval/changed', () => {
    hasRung = true;
    wake?.();
  });
  return {
    rings: async (forMs: number): Promise<void> => {
      if (!hasRung) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, forMs);
        });
        clearTimeout(timer);
      }
      hasRung = false;
    },
    dispose: () => listening.dispose(),
  };
}
