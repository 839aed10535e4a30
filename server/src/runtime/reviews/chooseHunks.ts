import { AppError } from '#protocol/errors';
import type { Caller, Checked, Result } from '#protocol/methods';
import type { PreviewRow } from '#protocol/rows';
import { inTurn } from '../approvals/approvalExpiry';
import { pendingApproval, refuseOtherDigest } from '../approvals/approvals';
import { derivePreview, voidRequests } from '../approvals/hunkChoice';
import type { Context } from '../context';
import { commit } from '../record/record';
import { previewView } from '../record/views';
import type { Write } from '../storePort';
import { previewsOf } from './reviewed';

/** Leaves hunks out of the previews of one approval, all in one transaction; what remains is asked about anew. */
export function chooseHunks(
  context: Context,
  caller: Caller,
  { approval_id, digest, choices }: Checked<'approval/choose'>,
): Promise<Result<'approval/choose'>> {
  return inTurn(context, approval_id, async () => {
    const approval = await pendingApproval(context, approval_id);
    refuseOtherDigest(approval, digest);
    const previews = await previewsOf(context, approval);
    const wanted = choicesByPreview(previews, choices);
    const writes: Write[] = [];
    const gone: PreviewRow[] = [];
    const derived = new Map<string, PreviewRow>();
    for (const row of previews) {
      const reject = wanted.get(row.id);
      if (reject) {
        const made = await derivePreview(context, caller, row, { accept: [], reject, comments: [] });
        derived.set(row.id, made.row);
        writes.push(...made.writes);
        gone.push(row);
      }
    }
    await commit(context, writes);
    await voidRequests(context, gone, approval.run_id);
    return {
      approval_id,
      preview_ids: previews.map(({ id }) => derived.get(id)?.id ?? id),
      derived: [...derived.values()].map((row) => previewView(row, '')),
    };
  });
}

function choicesByPreview(
  previews: readonly PreviewRow[],
  choices: Checked<'approval/choose'>['choices'],
): ReadonlyMap<string, number[]> {
  const wanted = new Map<string, number[]>();
  for (const { preview_id, reject } of choices) {
    if (!previews.some(({ id }) => id === preview_id)) {
      throw new AppError('BAD_REQUEST', `the approval is not about preview ${preview_id}`, { preview_id });
    }
    if (wanted.has(preview_id)) {
      throw new AppError('BAD_REQUEST', `preview ${preview_id} is named twice`, { preview_id });
    }
    wanted.set(preview_id, reject);
  }
  return wanted;
}
