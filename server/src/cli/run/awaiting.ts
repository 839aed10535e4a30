import type { ApprovalView } from '#protocol/methods/approvals';
import type { Invocation, Outcome } from '../invocation';

/** Where a command stopped, and how to go on from there. */
export interface Stop {
  readonly run_id?: string;
  readonly trace_id?: string;
  readonly session_id?: string;
  /** The command that goes on once the approval is granted. */
  readonly next: string;
}

/** A command that met a hold point nobody can answer here: the pending record, exit code 5 (§1.12). */
export function awaitingOutcome(
  { messages, terminal, globals }: Pick<Invocation, 'messages' | 'terminal' | 'globals'>,
  pending: readonly ApprovalView[],
  stop: Stop,
): Outcome {
  const document = {
    status: 'awaiting_approval',
    run_id: stop.run_id ?? pending[0]?.run_id ?? null,
    trace_id: stop.trace_id ?? null,
    session_id: stop.session_id ?? pending[0]?.session_id ?? null,
    pending: pending.map((approval) => ({
      approval_id: approval.approval_id,
      subject_type: approval.subject_type,
      subject_id: approval.subject_id,
      step_id: approval.step_id,
      digest: approval.digest,
      preview_ids: approval.preview_ids,
      expires_at: approval.expires_at,
    })),
    next_commands: [
      ...pending.map(({ approval_id }) => `holdpoint approvals show ${approval_id}`),
      stop.next,
    ],
  };
  if (!globals.json) {
    const ids = pending.map(({ approval_id, step_id }) =>
      step_id ? `${approval_id} (${step_id})` : approval_id,
    );
    const [first, second] = pending;
    const id = first !== undefined && second === undefined ? first.approval_id : 'ID';
    terminal.say(messages.waitingHow(ids.join(', '), id, stop.next));
  }
  return { document, text: '', exit: 5 };
}
