import { AppError } from '#protocol/errors';
import type { ApprovalView } from '#protocol/methods/approvals';
import { visibleLines } from '#protocol/shown/visible';
import { approvalLines, type ShownApproval } from '../../govern/approvalLines';
import type { PlanFile } from '../../work/readPlanFile';
import type { Journey } from '../journey';
import { askGate, type GateAnswer } from './askGate';
import type { HunkChoice } from './desk';
import { editPlan } from './editPlan';
import { decidedElsewhere, elsewhereSignal } from './elsewhere';

/** How a hold point was left: decided (here or elsewhere), with an edited plan, or open. */
export type Settlement =
  | { readonly kind: 'decided' }
  | { readonly kind: 'edited'; readonly file: PlanFile }
  | { readonly kind: 'left' };

/** Shows one approval whole, asks about it and carries the answer to the queue. */
export async function settleApproval(
  journey: Journey,
  { approval_id }: ApprovalView,
  file: PlanFile | undefined,
): Promise<Settlement> {
  const { call, door } = journey;
  const elsewhere = elsewhereSignal(door, [approval_id]);
  try {
    const approval = await door.request('approval/show', { approval_id });
    if (approval.status !== 'requested') {
      await decidedElsewhere(journey, [approval_id]);
      return { kind: 'decided' };
    }
    call.terminal.say(approvalLines(approval, call.messages, call.terminal.sayColor).join('\n'));
    const answer = await askGate(journey.desk(elsewhere.signal), approval, call.messages);
    elsewhere.stop();
    return await carry(journey, approval, answer, file);
  } catch (error) {
    if (!elsewhere.signal.aborted || journey.isInterrupted) {
      throw error;
    }
    await decidedElsewhere(journey, [approval_id]);
    return { kind: 'decided' };
  } finally {
    elsewhere.stop();
  }
}

async function carry(
  journey: Journey,
  approval: ShownApproval,
  answer: GateAnswer,
  file: PlanFile | undefined,
): Promise<Settlement> {
  const { approval_id } = approval;
  switch (answer.kind) {
    case 'approve':
      await told(journey, approval_id, () => grant(journey, approval));
      return { kind: 'decided' };
    case 'reject':
      await told(journey, approval_id, () => reject(journey, approval_id, answer.reason));
      return { kind: 'decided' };
    case 'hunks':
      await told(journey, approval_id, () => derive(journey, answer.choices));
      return { kind: 'decided' };
    case 'edit': {
      const edited = file && (await editPlan(journey.call, file));
      return edited ? { kind: 'edited', file: edited } : { kind: 'decided' };
    }
    case 'leave':
      return { kind: 'left' };
  }
}

/** Refusals of the queue are told; the run goes on and shows what waits then. */
async function told(journey: Journey, approval_id: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'SERVER_UNREACHABLE') {
      throw error;
    }
    journey.call.terminal.say(visibleLines(journey.call.messages.told(error.message)));
    if (error.code === 'SELF_APPROVAL' || error.code === 'FORBIDDEN' || error.code === 'STATE_CONFLICT') {
      journey.decided.add(approval_id);
    }
  }
}

/** Grants exactly what was shown; with several people required the request stays open for the others. */
async function grant(journey: Journey, { approval_id, digest, shown }: ShownApproval): Promise<void> {
  const confirm_high_risk = shown['needs_confirmation'] === true || shown['risk'] === 'high';
  const { status } = await journey.door.request('approval/grant', { approval_id, digest, confirm_high_risk });
  if (status === 'requested') {
    journey.decided.add(approval_id);
  }
}

async function reject({ door }: Journey, approval_id: string, reason: string): Promise<void> {
  await door.request('approval/reject', { approval_id, reason });
}

/** Turns the choice into derived previews; the approval of what remains shows them and is asked for next. */
async function derive({ call, door }: Journey, choices: readonly HunkChoice[]): Promise<void> {
  for (const { preview, accept, reject: refused } of choices.filter((choice) => choice.reject.length > 0)) {
    await door.request('preview/hunks', { preview_id: preview.preview_id, accept, reject: refused });
  }
  call.terminal.say(call.messages.derived);
}
