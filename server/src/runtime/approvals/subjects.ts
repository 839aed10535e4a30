import type { ApprovalRow } from '#protocol/rows';
import type { Context } from '../context';
import { eventWrite, type Origin } from '../record/record';
import { type Shown, storedJson } from '../record/views';
import type { Write } from '../storePort';

/** What a decision does to the thing it is about, in the same transaction as the decision. */
export async function subjectEffects(
  context: Context,
  origin: Origin,
  row: ApprovalRow,
  decision: 'granted' | 'rejected',
): Promise<Write[]> {
  switch (row.subject_type) {
    case 'plan':
      return decision === 'granted'
        ? await planApproved(context, origin, row)
        : [
            {
              op: 'transition',
              table: 'plans',
              key: { id: row.subject_id },
              from: ['validated'],
              to: 'rejected',
            },
            eventWrite(context, origin, {
              type: 'plan.rejected',
              level: 'warning',
              summary: 'plan rejected',
            }),
          ];
    case 'step':
    case 'preview':
      return await previewEffects(context, row, decision);
    default:
      return [];
  }
}

async function planApproved(context: Context, origin: Origin, row: ApprovalRow): Promise<Write[]> {
  const { store } = context.ports;
  const plan = await store.get('plans', { id: row.subject_id });
  const older = await store.list('plans', {
    where: { session_id: row.session_id, status: 'approved' },
    limit: null,
  });
  const superseded = older.items
    .filter((other) => other.id !== row.subject_id)
    .map(
      (other): Write => ({
        op: 'transition',
        table: 'plans',
        key: { id: other.id },
        from: ['approved'],
        to: 'superseded',
      }),
    );
  const approved: Write[] =
    plan?.status === 'approved'
      ? []
      : [
          {
            op: 'transition',
            table: 'plans',
            key: { id: row.subject_id },
            from: ['validated'],
            to: 'approved',
          },
        ];
  return [
    ...approved,
    ...superseded,
    eventWrite(context, origin, {
      type: 'plan.approved',
      summary: `plan v${plan?.version} approved: ${plan?.title}`,
      payload: { version: plan?.version ?? null, hash: plan?.hash ?? null, digest: row.digest },
    }),
  ];
}

async function previewEffects(
  context: Context,
  row: ApprovalRow,
  decision: 'granted' | 'rejected',
): Promise<Write[]> {
  const ids = (storedJson(row.shown_json) as Shown).preview_ids ?? [];
  const writes: Write[] = [];
  for (const id of ids) {
    const preview = await context.ports.store.get('previews', { id });
    if (preview?.status === 'recorded' || preview?.status === 'approved') {
      const to = decision === 'granted' ? 'approved' : 'rejected';
      if (preview.status !== to) {
        writes.push({ op: 'transition', table: 'previews', key: { id }, from: [preview.status], to });
      }
    }
  }
  return writes;
}
