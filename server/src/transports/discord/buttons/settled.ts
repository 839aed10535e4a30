import { AppError } from '#protocol/errors';
import type { ApprovalView } from '#protocol/methods/approvals';
import type { Texts } from '../texts/texts';

/** Refuses what waits no longer, saying who decided and when, and what is not what a button was made for. */
export function refuseSettled(approval: ApprovalView, digest: string | undefined, texts: Texts): void {
  const { approval_id, status, actor, source, decided_at } = approval;
  if (status === 'granted' || status === 'consumed' || status === 'rejected') {
    throw new AppError(
      'ALREADY_DECIDED',
      texts.alreadyDecided(actor ?? '?', decided_at ?? '?', source ?? '?', status),
      { approval_id, status, actor, source, decided_at },
    );
  }
  if (status !== 'requested') {
    throw new AppError('APPROVAL_STALE', texts.isNow(approval_id, status), { approval_id, cause: status });
  }
  if (digest !== undefined && digest !== approval.digest) {
    throw new AppError('APPROVAL_STALE', texts.otherDigest, { approval_id, cause: 'digest_mismatch' });
  }
}
