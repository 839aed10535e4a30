import type { Json, JsonObject } from '#protocol/json';
import type { Step } from '#protocol/plan';
import type { Decision } from '#protocol/policy';
import type { StepRunRow } from '#protocol/rows';
import { locationText } from '../../../core/policy/explain';
import { portableSubject, type StepSubject, stepSubjectText } from '../../../core/run/approvalDigest';
import type { Context } from '../../context';
import type { FileWrite } from '../../ports';
import { textHash } from '../../record/textHash';
import type { ActiveRun } from '../activeRun';
import type { StepRun } from '../stepRun';
import { inputsOf } from './prepare';
import type { Prepared } from './prepared';

/** Under which subject a step run's approvals are filed. */
export function subjectId({
  run_id,
  step_id,
  visit,
}: Pick<StepRunRow, 'run_id' | 'step_id' | 'visit'>): string {
  return `${run_id}:${step_id}:${visit}`;
}

/** What an approval of this step covers as it would run now, with its digest. */
export function subjectOf(
  run: ActiveRun,
  step: Step,
  stepRun: StepRun,
  prepared: Prepared,
): { readonly subject: StepSubject; readonly digest: string } {
  const subject: StepSubject = {
    session: run.row.session_id,
    run: run.row.id,
    plan: run.planRow.hash,
    step: step.id,
    visit: stepRun.row.visit,
    tool: step.uses,
    inputs: inputsOf(prepared.calls),
    writes: prepared.writes.map((write, index) => describedWrite(prepared, write, index)),
    commands: prepared.action.facts.commands as unknown as readonly Json[],
    env: environmentNames(run, prepared),
    policy: prepared.policy.version,
    slot: run.row.slot_id,
    base_commit: run.baseCommit,
    executor: prepared.action.executor,
    image: null,
    mode: run.row.mode,
  };
  return { subject, digest: subjectDigest(run.context, subject) };
}

/** The digest that is equal for a step that did not change between two versions of a plan. */
export function portableDigest(context: Context, subject: StepSubject): string {
  return subjectDigest(context, portableSubject(subject));
}

function subjectDigest(context: Context, subject: StepSubject): string {
  return `sha256:${textHash(context, stepSubjectText(subject))}`;
}

/** What a person is shown: all that the digest covers, and why they are asked. */
export function shownOf(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  decision: Decision,
  subject: StepSubject,
): JsonObject {
  const { step } = prepared;
  const interrupted = stepRun.mustAsk
    ? 'the server ended while this step ran; its effects are unknown'
    : null;
  return {
    ...(subject as unknown as JsonObject),
    step_id: step.id,
    portable: portableDigest(run.context, subject),
    title: step.title,
    plan_title: run.plan.title,
    plan_version: run.planRow.version,
    preview_ids: prepared.previews.map(({ id }) => id),
    files: prepared.action.facts.writes,
    hosts: prepared.action.facts.hosts,
    effect: prepared.action.facts.effect,
    risk: decision.risk,
    rule_id: decision.rule_id,
    location: locationText(decision.location),
    reason: interrupted ?? decision.reason,
    needs_confirmation: decision.needs_confirmation,
    no_self: prepared.policy.approvals.no_self,
    author: run.planRow.created_by,
    expected_observation: step.expected_observation,
  };
}

/** Names of all variables that the call or whoever started the run adds to what every command sees. */
function environmentNames(run: ActiveRun, { action, policy }: Prepared): readonly string[] {
  const { commands, env } = action.facts;
  const given = commands.length === 0 ? [] : Object.keys(run.options.env);
  const handed = given.filter((name) => policy.permissions.env_allow.includes(name));
  return [...new Set([...env, ...handed])].sort();
}

function describedWrite(prepared: Prepared, write: FileWrite, index: number): StepSubject['writes'][number] {
  const fact = prepared.action.paths.find(({ access, given }) => access === 'write' && given === write.path);
  return {
    path: write.path,
    target: fact?.relative ?? write.path,
    before: write.before_sha256,
    after: prepared.previews[index]?.after_sha ?? null,
    mode: write.mode,
  };
}
