import type { RollbackView } from '#protocol/methods/governance';
import type { ApprovalRow } from '#protocol/rows';
import type { RollbackEntry } from '../../core/change/rollback';
import { rollbackSubjectDigest } from '../../core/run/approvalDigest';

/** What an approval of a rollback keeps of its file list. */
export interface RollbackList {
  readonly target: string;
  readonly hash?: string;
  readonly run_id: string | null;
  readonly entries: readonly RollbackEntry[];
}

/** The digest of exactly what a rollback would write. */
export function digestOf({ target, entries }: RollbackList): string {
  const files = entries
    .filter(({ restores }) => restores)
    .map(({ path, expected_sha, restore_sha, restore_mode }) => ({
      path,
      expected: expected_sha,
      restore: restore_sha,
      mode: restore_mode,
    }));
  return rollbackSubjectDigest({ target, files });
}

/** A rollback as every door shows it. */
export function rollbackView(
  row: ApprovalRow | null,
  { target, hash, entries }: RollbackList,
  status: RollbackView['status'],
  safety: string | null,
  verify: RollbackView['verify'],
): RollbackView {
  const files = entries.map((entry) => ({
    path: entry.path,
    action: !entry.restores
      ? ('keep' as const)
      : entry.restore_sha === null
        ? ('delete' as const)
        : ('restore' as const),
    expected_sha256: entry.expected_sha,
    restore_sha256: entry.restore_sha,
    conflict: entry.conflict,
  }));
  return {
    rollback_id: row?.id ?? null,
    approval_id: row?.id ?? null,
    target,
    hash: hash ?? null,
    status,
    joined: false,
    files,
    conflicts: files.filter(({ conflict }) => conflict !== null),
    safety_checkpoint_id: safety,
    verify,
  };
}
