import type { Result } from '#protocol/methods';
import type { RunView } from '#protocol/methods/runs';
import { visible } from '#protocol/shown/visible';
import type { Speech } from '../../shown/speech';
import { stateIcon } from '../../shown/stateIcon';
import { stateText } from '../../shown/stateText';
import { type TreeRow, treeRow } from '../treeRow';

type Slot = Result<'slot/list'>['items'][number];

/** The row above all work trees: how many there are. */
export function slotsRow(totalCount: number, { l10n }: Pick<Speech, 'l10n'>): TreeRow {
  return treeRow({
    id: 'slots',
    kind: 'slots',
    label: l10n.t('Work trees'),
    icon: { name: 'repo-forked' },
    details: [String(totalCount)],
    subject: {},
    branch: 'closed',
  });
}

/** A work tree as a row: how the run in it stands, what it is based on, and where it lies, for it outlives its run. */
export function slotRow(slot: Slot, run: Pick<RunView, 'status'> | null, { language }: Speech): TreeRow {
  const { id, path, branch, commit_sha, run_id, state } = slot;
  return treeRow({
    id: `slots/${id}`,
    kind: 'slot',
    label: visible(id),
    icon: stateIcon(run?.status ?? state),
    details: [
      stateText(language, run?.status ?? state),
      branch === null ? commit_sha?.slice(0, 10) : visible(branch),
      visible(path),
    ],
    subject: { slot_id: id, ...(run_id !== null && { run_id }) },
    ...(run_id !== null && { opens: 'holdpoint.run.showReport' }),
  });
}
