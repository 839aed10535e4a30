import { AppError } from '#protocol/errors';
import type { Caller, Result } from '#protocol/methods';
import type { PreviewRow } from '#protocol/rows';
import { inTurn } from '../approvals/approvalExpiry';
import { pendingApproval } from '../approvals/approvals';
import { voidRequests } from '../approvals/hunkChoice';
import type { Context } from '../context';
import type { FileWrite } from '../ports';
import { commit, type Origin } from '../record/record';
import { previewView } from '../record/views';
import type { ActiveRun } from '../run/activeRun';
import { decisionWrites } from '../run/gate/decisions';
import { decideFor } from '../run/gate/gate';
import { prepare, Unpreparable } from '../run/gate/prepare';
import type { Runs } from '../run/runs';
import { pickCaller } from '../run/startRun';
import { refuseProtected } from '../run/step/drafts';
import { OutputLog } from '../run/step/outputLog';
import { recordPreview } from '../run/step/previews';
import { toolContext } from '../run/step/toolContext';
import { liveRun } from '../steps/stepTarget';
import type { Write } from '../storePort';
import { findStale } from './findStale';

/**
 * Lets the steps that drafted the stale previews of an approval draft again, on the files as they are now. Policy
 * judges each draft anew; nothing is written but the record. The old previews are stale for good.
 */
export function renewPreviews(
  context: Context,
  runs: Runs,
  caller: Caller,
  approvalId: string,
): Promise<Result<'approval/renew'>> {
  return inTurn(context, approvalId, async () => {
    const approval = await pendingApproval(context, approvalId);
    const stale = await findStale(context, approval);
    const row =
      approval.run_id === null ? undefined : await context.ports.store.get('runs', { id: approval.run_id });
    if (!row || stale.length === 0) {
      return { approval_id: approvalId, renewed: [] };
    }
    const run = liveRun(runs, row);
    const origin: Origin = { ...pickCaller(caller), session_id: approval.session_id, run_id: row.id };
    const drafts = new Map<string, Draft>();
    const writes: Write[] = [];
    const renewed: PreviewRow[] = [];
    for (const old of stale.map((found) => found.row)) {
      const draft = drafts.get(old.step_id) ?? (await draftAgain(run, old.step_id));
      drafts.set(old.step_id, draft);
      const made = await renew(run, origin, old, draft);
      writes.push(...made.writes);
      renewed.push(made.row);
    }
    await commit(context, [...[...drafts.values()].flatMap(({ decided }) => decided), ...writes]);
    await voidRequests(
      context,
      stale.map((found) => found.row),
      row.id,
    );
    return { approval_id: approvalId, renewed: renewed.map((made) => previewView(made, '')) };
  });
}

/** What a step proposes now, and the writes that keep what policy said about it. */
interface Draft {
  readonly proposed: readonly FileWrite[];
  readonly decided: readonly Write[];
}

async function draftAgain(run: ActiveRun, stepId: string): Promise<Draft> {
  const step = run.step(stepId);
  const stepRun = run.steps.get(stepId);
  if (!stepRun) {
    throw new AppError('STATE_CONFLICT', `step ${stepId} has not run`, { step_id: stepId });
  }
  const prepared = await prepare(run, step, stepRun).catch((error: unknown) => {
    throw error instanceof Unpreparable ? error.error : error;
  });
  const decision = decideFor(prepared);
  const decided = decisionWrites({ run, step, stepRun, prepared, decision });
  if (decision.verdict === 'deny') {
    await commit(run.context, decided);
    throw new AppError('DENIED', decision.reason, { step_id: stepId, rule_id: decision.rule_id });
  }
  const { draft } = prepared.tool;
  if (!draft) {
    throw new AppError('STATE_CONFLICT', `step ${stepId} drafts nothing: ask for a new plan version`, {
      step_id: stepId,
    });
  }
  const output = new OutputLog(run.context, run.row.id, stepId);
  const tool = toolContext(run, stepRun, prepared, run.root, output, run.abort, null);
  const proposed: FileWrite[] = [];
  for (const { inputs } of prepared.calls) {
    proposed.push(...(await draft(inputs, tool)));
  }
  output.end();
  return { proposed, decided };
}

async function renew(
  run: ActiveRun,
  origin: Origin,
  old: PreviewRow,
  { proposed }: Draft,
): Promise<{ readonly row: PreviewRow; readonly writes: readonly Write[] }> {
  const write = proposed.find(({ path }) => path === old.path);
  if (!write) {
    throw new AppError(
      'PREVIEW_MISMATCH',
      `step ${old.step_id} no longer proposes a change of ${old.path}: ask for a new plan version`,
      { path: old.path },
    );
  }
  await refuseProtected(run, write.path);
  const place = { run_id: old.run_id, step_id: old.step_id, derived_from: old.id, span: null };
  const before = await run.context.ports.workspace.read(write.path);
  const recorded = await recordPreview(run.context, origin, place, write, before);
  const closed: Write[] =
    old.status === 'stale'
      ? []
      : [{ op: 'transition', table: 'previews', key: { id: old.id }, from: [old.status], to: 'stale' }];
  return { row: recorded.row, writes: [...recorded.writes, ...closed] };
}
