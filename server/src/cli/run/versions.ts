import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Result } from '#protocol/methods';
import type { ApprovalView } from '#protocol/methods/approvals';
import { visible } from '#protocol/shown/visible';
import { unlistedText } from '../../core/plan/warnings/unlistedVariables';
import { bodyOf, CommandFailure, problemsOf, problemText } from '../failure';
import type { Outcome } from '../invocation';
import { blastLines } from '../work/blastLines';
import type { PlanFile } from '../work/readPlanFile';
import { awaitingOutcome } from './awaiting';
import { askPlan, type PlanAnswer } from './gate/askPlan';
import { editorOf, editPlan } from './gate/editPlan';
import { decidedElsewhere, elsewhereSignal } from './gate/elsewhere';
import type { Journey } from './journey';

/** A version as it stands after its import. */
export type ImportedVersion = Pick<
  Result<'plan/import'>,
  'version' | 'status' | 'hash' | 'blast_radius' | 'carried'
> & {
  readonly title: string;
};

/** Stores a file as the next version of the session; all its mistakes are listed with their lines. */
export async function importVersion(journey: Journey, file: PlanFile): Promise<ImportedVersion> {
  const { call, door, session_id } = journey;
  try {
    const imported = await door.request('plan/import', { session_id, text: file.text, file_name: file.name });
    const settled = new Set(allowedHere(journey.options.policy).map(unlistedText));
    for (const warning of imported.warnings.filter(({ message }) => !settled.has(message))) {
      call.terminal.say(`warning: ${problemText(warning, call.messages.told, file.name)}`);
    }
    const { title } = await door.request('plan/show', { session_id, version: imported.version });
    return { ...imported, title };
  } catch (error) {
    if (error instanceof AppError && error.code === 'PLAN_INVALID') {
      const lines = problemsOf(error.details).map((problem) =>
        problemText(problem, call.messages.told, file.name),
      );
      throw new CommandFailure(
        [call.messages.planProblems(file.name), ...lines].join('\n'),
        2,
        bodyOf(error),
      );
    }
    throw error;
  }
}

/** The variables that `--policy` lets through: what the import says of them does not hold for this run. */
function allowedHere(policy: JsonObject | undefined): readonly string[] {
  const { env_allow } = (policy?.['permissions'] ?? {}) as { readonly env_allow?: readonly string[] };
  return env_allow ?? [];
}

/** The same for a file that a person has just edited: they may mend it until it is right or they give up. */
export async function importEdited(
  journey: Journey,
  edited: PlanFile,
): Promise<{ file: PlanFile; version: ImportedVersion }> {
  let file = edited;
  for (;;) {
    try {
      return { file, version: await importVersion(journey, file) };
    } catch (error) {
      if (!(error instanceof CommandFailure)) {
        throw error;
      }
      journey.call.terminal.say(error.message);
      const again = await offerEdit(journey, file);
      if (again === undefined) {
        throw error;
      }
      file = again;
    }
  }
}

/** Asks whether to edit the plan, and lets the person do it. */
export async function offerEdit(journey: Journey, file: PlanFile): Promise<PlanFile | undefined> {
  const { env, messages, terminal } = journey.call;
  if (editorOf(env).length === 0) {
    terminal.say(messages.noEditor);
    return undefined;
  }
  const answer = await journey.desk().ask(messages.editOffer);
  return answer?.trim().toLowerCase() === 'y' ? await editPlan(journey.call, file) : undefined;
}

/** How the decision about a version came out. */
export type VersionDecision =
  | { readonly kind: 'approved' }
  | { readonly kind: 'edited'; readonly file: PlanFile }
  | { readonly kind: 'ended'; readonly outcome: Outcome };

/** Shows what a version would do and has it approved, here or at another door. */
export async function decideVersion(
  journey: Journey,
  version: ImportedVersion,
  file: PlanFile | undefined,
): Promise<VersionDecision> {
  if (version.status === 'approved') {
    return { kind: 'approved' };
  }
  const { call } = journey;
  const pending = await pendingOf(journey);
  if (!call.terminal.isInteractive) {
    return { kind: 'ended', outcome: leaving(journey, pending) };
  }
  showVersion(journey, version);
  const elsewhere = elsewhereSignal(
    journey.door,
    pending.map(({ approval_id }) => approval_id),
  );
  try {
    const answer = await askPlan(journey.desk(elsewhere.signal), call.messages);
    return await settled(journey, version, file, pending, answer);
  } catch (error) {
    if (!elsewhere.signal.aborted || journey.isInterrupted) {
      throw error;
    }
    return await settledElsewhere(journey, version, pending);
  } finally {
    elsewhere.stop();
  }
}

function showVersion({ call }: Journey, version: ImportedVersion): void {
  const { messages, terminal } = call;
  terminal.say(messages.blastTitle(visible(version.title), version.version));
  terminal.say(blastLines(version.blast_radius, messages, terminal.sayColor).join('\n'));
  if (version.carried.length > 0) {
    terminal.say(`  ${messages.carried(version.carried.map(visible).join(', '))}`);
  }
  terminal.say(`  ${version.hash}`);
}

async function settled(
  journey: Journey,
  version: ImportedVersion,
  file: PlanFile | undefined,
  pending: readonly ApprovalView[],
  answer: PlanAnswer,
): Promise<VersionDecision> {
  const { call, door, session_id } = journey;
  const target = { session_id, version: version.version };
  switch (answer.kind) {
    case 'approve':
      return await approved(journey, { ...target, hash: version.hash });
    case 'reject':
      await door.request('plan/reject', { ...target, reason: answer.reason });
      return { kind: 'ended', outcome: rejected(journey, answer.reason) };
    case 'edit': {
      const edited = file && (await editPlan(call, file));
      return edited ? { kind: 'edited', file: edited } : await decideVersion(journey, version, file);
    }
    case 'leave':
      return { kind: 'ended', outcome: leaving(journey, pending) };
  }
}

/** Where several people are required, one yes is counted and the request stays open for the others. */
async function approved(
  journey: Journey,
  target: { readonly session_id: string; readonly version: number; readonly hash: string },
): Promise<VersionDecision> {
  const { approved: isEnough } = await journey.door.request('plan/approve', { ...target, source: 'cli' });
  if (isEnough) {
    return { kind: 'approved' };
  }
  const pending = await pendingOf(journey);
  const { terminal, messages } = journey.call;
  terminal.say(messages.counted(pending[0]?.votes.length ?? 1, pending[0]?.required ?? 2));
  return { kind: 'ended', outcome: leaving(journey, pending) };
}

async function settledElsewhere(
  journey: Journey,
  version: ImportedVersion,
  pending: readonly ApprovalView[],
): Promise<VersionDecision> {
  await decidedElsewhere(
    journey,
    pending.map(({ approval_id }) => approval_id),
  );
  const { session_id, door } = journey;
  const plan = await door.request('plan/show', { session_id, version: version.version });
  return plan.status === 'approved'
    ? { kind: 'approved' }
    : { kind: 'ended', outcome: rejected(journey, `plan version ${version.version} is ${plan.status}`) };
}

function rejected({ call, session_id }: Journey, reason: string): Outcome {
  const body = bodyOf(new AppError('APPROVAL_REJECTED', reason, { session_id }));
  call.terminal.say(call.messages.planRejected);
  return { document: body, text: '', exit: 1 };
}

function leaving({ call, session_id }: Journey, pending: readonly ApprovalView[]): Outcome {
  return awaitingOutcome(call, pending, { session_id, next: `holdpoint run --resume ${session_id}` });
}

async function pendingOf({ door, session_id }: Journey): Promise<readonly ApprovalView[]> {
  const { items } = await door.request('approval/list', { session_id, state: 'requested', limit: 500 });
  return items.filter(({ subject_type }) => subject_type === 'plan');
}
