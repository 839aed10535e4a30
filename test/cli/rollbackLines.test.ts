import { deepStrictEqual } from 'node:assert/strict';
import { approvalLines, type ShownApproval } from '../../server/src/cli/govern/approvalLines';
import { englishMessages } from '../../server/src/cli/terminal/messages';

const sha = 'a'.repeat(64);
const entry = { restore_mode: null, expected_sha: sha, takes_back: [] };
const approval = {
  subject_type: 'rollback',
  subject_id: 'run-1',
  step_id: null,
  previews: [],
  required: 2,
  votes: [{ actor: 'user:a' }],
  expires_at: null,
  digest: 'sha256:d',
  shown: {
    files: ['a', 'b', 'c'],
    entries: [
      { ...entry, path: 'a', restore_sha: sha, restores: true, conflict: null },
      { ...entry, path: 'b', restore_sha: null, restores: true, conflict: null },
      { ...entry, path: 'c', restore_sha: sha, restores: true, conflict: 'changed_since' },
      { ...entry, path: 'd', restore_sha: sha, restores: false, conflict: 'replaced' },
    ],
  },
} as unknown as ShownApproval;

describe('a rollback that waits', () => {
  it('§1.8: tells of each file what would become of it, and which are kept', () => {
    deepStrictEqual(approvalLines(approval, englishMessages, false), [
      'Hold point: rollback run-1',
      '  restore a',
      '  delete  b',
      '  restore c: changed by somebody, and put back by --include',
      '  kept    d: no file any more but a folder or a link, or below a file; move that away first (ROLLBACK_CONFLICT)',
      '  approved by 1 of the 2 people that are needed',
      '  sha256:d',
    ]);
  });
});
