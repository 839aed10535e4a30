import { AppError } from '#protocol/errors';
import type { Step } from '#protocol/plan';
import type { Decision } from '#protocol/policy';
import type { PreviewRow } from '#protocol/rows';
import { judgeOf } from '../../plans/policies';
import { storedJson } from '../../record/views';
import type { ActiveRun } from '../activeRun';
import type { StepRun } from '../stepRun';
import { approvalFor, askedNevertheless } from './approvalFor';
import { type DecisionRecord, decisionWrites } from './decisions';
import { prepare, Unpreparable } from './prepare';
import type { GateAnswer, Prepared, Refusal } from './prepared';

/**
 * Judges a ready step and finds, grants or requests the approval it needs. What it writes is buffered in the run;
 * nothing of the step has happened when it answers.
 */
export async function gate(run: ActiveRun, step: Step, stepRun: StepRun): Promise<GateAnswer> {
  let prepared: Prepared;
  try {
    prepared = await prepare(run, step, stepRun);
    await verifyBase(run, prepared);
  } catch (error) {
    return refusal(run, step, stepRun, error);
  }
  const decision = decideFor(prepared);
  const record: DecisionRecord = { run, step, stepRun, prepared, decision };
  run.add(...decisionWrites(record));
  if (decision.verdict === 'deny') {
    return {
      kind: 'refuse',
      code: decision.code ?? 'DENIED',
      message: decision.reason,
      reason: decision.rule_id,
    };
  }
  if (changesNothing(prepared) && !stepRun.mustAsk) {
    return { kind: 'go', prepared, decision, approval: null };
  }
  const unsaved = unsavedOf(run, prepared);
  if (!decision.needs_approval && !stepRun.mustAsk && unsaved.length === 0) {
    const approval = await askedNevertheless(run, step, stepRun, prepared);
    return { kind: 'go', prepared, decision, approval };
  }
  return await approvalFor({ run, step, stepRun, prepared, decision, unsaved });
}

/** An apply that leaves every file as it is: all hunks were rejected, or the draft equals the file. Nobody is asked. */
function changesNothing({ previews }: Prepared): boolean {
  const isEmpty = ({ meta_json }: PreviewRow) =>
    (storedJson(meta_json) as { readonly changed?: boolean }).changed === false;
  return previews.length > 0 && previews.every(isEmpty);
}

/** What policy says about a prepared step now. */
export function decideFor(prepared: Prepared): Decision {
  return judgeOf(prepared.policy)(prepared.action);
}

/** A step starts only on the commit on which the run began (§1.10); looked at where it matters. */
async function verifyBase(run: ActiveRun, prepared: Prepared): Promise<void> {
  const { effect } = prepared.action.facts;
  if (effect !== 'write' && effect !== 'exec' && effect !== 'git') {
    return;
  }
  const head = await run.context.ports.git.head();
  const commit = head?.commit ?? null;
  if (commit !== run.baseCommit && !run.ownCommits.has(commit ?? '')) {
    throw new Unpreparable(
      new AppError(
        'STATE_CONFLICT',
        `HEAD moved from ${run.baseCommit} to ${commit} while the run was under way`,
        {
          expected: run.baseCommit,
          actual: commit,
        },
      ),
      'head_moved',
    );
  }
}

/** What the record and the step are told of a call that could not be made ready; a fault of ours is thrown on. */
export function refusal(run: ActiveRun, step: Step, stepRun: StepRun, error: unknown): Refusal {
  const known =
    error instanceof Unpreparable
      ? error
      : error instanceof AppError
        ? new Unpreparable(error, 'refused')
        : null;
  if (!known) {
    throw error;
  }
  const { code, message, details } = known.error;
  run.record({
    type: 'decision.denied',
    level: 'warning',
    summary: message,
    payload: { reason: known.reason, error_code: code, details: JSON.parse(JSON.stringify(details)) },
    step_id: step.id,
    span_id: stepRun.span?.id ?? null,
  });
  return { kind: 'refuse', code, message, reason: known.reason };
}

/** Of the files that a step would write, those that somebody has changed in an editor and not saved. */
function unsavedOf({ context }: ActiveRun, { writes, action }: Prepared): readonly string[] {
  if (writes.length === 0) {
    return [];
  }
  const { editors, workspace } = context.ports;
  const written = action.paths.filter(({ access, inside }) => access === 'write' && inside);
  return editors.unsaved(
    workspace.root,
    written.map(({ relative }) => relative),
  );
}
