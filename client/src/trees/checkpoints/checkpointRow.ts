import type { Result } from '#protocol/methods';
import { visible } from '#protocol/shown/visible';
import type { Speech } from '../../shown/speech';
import { momentText } from '../../shown/timeText';
import { type TreeRow, treeRow } from '../treeRow';

type Checkpoint = Result<'checkpoint/list'>['items'][number];

/** A checkpoint as a row: its name, where it is kept, how much it holds, who made it. */
export function checkpointRow(checkpoint: Checkpoint, { l10n, language, now }: Speech): TreeRow {
  const { checkpoint_id, name, hash, git_ref, files, left_out, created_by, created_at, run_id } = checkpoint;
  return treeRow({
    id: `checkpoint/${checkpoint_id}`,
    kind: 'checkpoint',
    label: visible(name),
    icon: { name: git_ref === null ? 'save' : 'git-commit' },
    details: [
      hash.slice(0, 10),
      files === 1 ? l10n.t('1 file') : l10n.t('{0} files', files),
      left_out.length === 0 ? undefined : l10n.t('{0} left out', left_out.length),
      visible(created_by),
      momentText(created_at, now, language),
    ],
    opens: 'holdpoint.checkpoint.rollback',
    subject: { checkpoint_id, ...(run_id !== null && { run_id }) },
  });
}
