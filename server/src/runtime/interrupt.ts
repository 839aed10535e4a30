import type { RunRow, StepRunRow, WriteRow } from '#protocol/rows';
import type { Context } from './context';
import { commit, eventWrite, isoNow, type Origin } from './record/record';
import { slotContext } from './slots';
import type { Write } from './storePort';

/** On whose behalf the server brings runs to rest. */
export const systemActor = { actor: 'system', source: 'system', client_message_id: null } as const;

/** Brings a run to rest that nobody carries forward any more, whatever the record says of it. */
export async function interruptLeft(context: Context, runId: string): Promise<RunRow | undefined> {
  const { store } = context.ports;
  const row = await store.get('runs', { id: runId });
  if (row && ['queued', 'preparing', 'running', 'awaiting_approval'].includes(row.status)) {
    await interruptSteps(context, row);
    await interruptRun(context, row);
  }
  return await store.get('runs', { id: runId });
}

/** Shows a run as interrupted: what was running did not end, and nothing of it runs again by itself. */
export async function interruptRun(context: Context, row: RunRow): Promise<void> {
  const writes: Write[] = [];
  if (row.status === 'queued') {
    writes.push({ op: 'transition', table: 'runs', key: { id: row.id }, from: ['queued'], to: 'preparing' });
  }
  if (row.status === 'awaiting_approval') {
    writes.push({
      op: 'transition',
      table: 'runs',
      key: { id: row.id },
      from: ['awaiting_approval'],
      to: 'running',
    });
  }
  const from = row.status === 'queued' || row.status === 'preparing' ? 'preparing' : 'running';
  await commit(context, [
    ...writes,
    { op: 'transition', table: 'runs', key: { id: row.id }, from: [from], to: 'interrupted' },
    ...(await closeSpans(context, row)),
    eventWrite(context, origin(row), {
      type: 'run.paused',
      level: 'warning',
      summary: `run ${row.id} was interrupted by the end of the server; resume it with: holdpoint run --resume ${row.trace_id}`,
      payload: { interrupted: true },
    }),
  ]);
}

async function closeSpans(context: Context, row: RunRow): Promise<Write[]> {
  const { items } = await context.ports.store.list('spans', {
    where: { trace_id: row.trace_id, end_us: null },
    limit: null,
  });
  return items
    .filter(({ name }) => !name.startsWith('holdpoint.approval'))
    .map((span): Write => {
      const attributes = { ...(JSON.parse(span.attributes) as object), interrupted: true };
      const set = {
        status: 'ERROR' as const,
        error: 'interrupted',
        end_us: context.ports.clock.nowUs(),
        attributes: JSON.stringify(attributes),
      };
      return { op: 'update', table: 'spans', key: { span_id: span.span_id }, set };
    });
}

/** Marks running steps and attempts as interrupted; answers whether there were any. */
export async function interruptSteps(context: Context, row: RunRow): Promise<boolean> {
  const { store } = context.ports;
  const steps = await store.list('step_runs', { where: { run_id: row.id, status: 'running' }, limit: null });
  const attempts = await store.list('attempts', {
    where: { run_id: row.id, status: 'running' },
    limit: null,
  });
  for (const step of steps.items) {
    await restoreHalfDone(context, row, step).catch((error: unknown) => context.server.fault(error));
  }
  const ended_at = isoNow(context);
  await commit(context, [
    ...attempts.items.map(
      ({ id }): Write => ({
        op: 'transition',
        table: 'attempts',
        key: { id },
        from: ['running'],
        to: 'interrupted',
        set: { ended_at },
      }),
    ),
    ...steps.items.map(
      ({ run_id, step_id, visit }): Write => ({
        op: 'transition',
        table: 'step_runs',
        key: { run_id, step_id, visit },
        from: ['running'],
        to: 'interrupted',
      }),
    ),
  ]);
  return steps.items.length > 0;
}

/** All or nothing also over a crash: files that already hold the new bytes get back what they held before. */
async function restoreHalfDone(home: Context, run: RunRow, step: StepRunRow): Promise<void> {
  const context = await slotContext(home, run);
  const { store, workspace } = context.ports;
  const { items } = await store.list('writes', {
    where: { run_id: run.id, step_id: step.step_id, undone_by: null },
    limit: null,
  });
  const open: WriteRow[] = [];
  for (const write of items) {
    const preview =
      write.preview_id === null ? undefined : await store.get('previews', { id: write.preview_id });
    if (preview?.status === 'approved') {
      open.push(write);
    }
  }
  await workspace.sweep(open.map(({ path }) => path));
  for (const write of open) {
    const now = await workspace.read(write.path).catch(() => undefined);
    if (write.before_sha !== write.after_sha && (now?.sha256 ?? null) === write.after_sha) {
      await putBack(context, write);
    }
  }
  await commit(
    context,
    open.map(
      ({ id }): Write => ({ op: 'update', table: 'writes', key: { id }, set: { undone_by: 'interrupted' } }),
    ),
  );
}

async function putBack(context: Context, write: WriteRow): Promise<void> {
  const after = write.before_sha === null ? null : await context.ports.content.get(write.before_sha);
  if (after !== undefined) {
    const one = { path: write.path, before_sha256: write.after_sha, after, mode: write.before_mode };
    await context.ports.workspace.apply([one]);
  }
}

function origin(row: RunRow): Origin {
  return { ...systemActor, session_id: row.session_id, run_id: row.id };
}
