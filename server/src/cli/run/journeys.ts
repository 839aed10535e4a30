import { AppError } from '#protocol/errors';
import type { Params, Result } from '#protocol/methods';
import type { RunView } from '#protocol/methods/runs';
import { problemsOf } from '../failure';
import type { Call, Outcome } from '../invocation';
import { type PlanFile, readPlanFile } from '../work/readPlanFile';
import { awaitingOutcome } from './awaiting';
import { type Followed, followRun } from './followRun';
import { Interrupted, Journey } from './journey';
import { checkOverride } from './options/checkOverride';
import { checkPlanFile } from './options/checkPlanFile';
import { policyFailure } from './options/readPolicyOverride';
import { type RunOptions, readRunOptions } from './options/runOptions';
import { finishRun, writeFiles } from './output/finishRun';
import { sayPreviousFailure } from './output/previousFailure';
import { decideVersion, type ImportedVersion, importEdited, importVersion, offerEdit } from './versions';

/** Runs a plan file in a session of its own, from import to report. */
export async function startJourney(call: Call, name: string | undefined, goal?: string): Promise<Outcome> {
  if (name === undefined) {
    throw new AppError('BAD_REQUEST', 'name a plan file, or a run to go on with: holdpoint run FILE');
  }
  const options = await readRunOptions(call);
  const file = readPlanFile(name, call.cwd);
  const plan = checkPlanFile(file, options.inputs, call.messages);
  await checkOverride(call, options, plan);
  const door = await call.connect();
  const session = await door.request('session/create', {
    goal: (goal ?? plan.goal ?? plan.title).slice(0, 10_000),
    mode: options.isDryRun ? 'dry_run' : 'normal',
    safety_profile: options.profile,
  });
  return await travel(call, options, session.id, async (journey) => {
    const version = await importVersion(journey, file);
    await sayPreviousFailure(journey, version.title);
    return await carryOut(journey, file, version);
  });
}

/** Goes on with a run that stopped, or with a session whose plan has been approved since. */
export async function resumeJourney(call: Call, id: string, name: string | undefined): Promise<Outcome> {
  const options = await readRunOptions(call);
  const file = name === undefined ? undefined : readPlanFile(name, call.cwd);
  const door = await call.connect();
  if (id.startsWith('session_')) {
    return await travel(call, options, id, async (journey) => await resumeSession(journey, file));
  }
  const run = await door.request('run/show', { run_id: id });
  return await travel(call, options, run.session_id, async (journey) => {
    await resumed(journey, run);
    return await follow(journey, run.run_id, file);
  });
}

/** Runs a finished run's plan again with exactly its inputs. */
export async function rerunJourney(call: Call, id: string): Promise<Outcome> {
  const options = await readRunOptions(call);
  const door = await call.connect();
  const before = await door.request('run/show', { run_id: id });
  return await travel(call, options, before.session_id, async (journey) => {
    const { run_id } = await door.request('run/rerun', { run_id: before.run_id });
    return await follow(journey, run_id, undefined);
  });
}

async function travel(
  call: Call,
  options: RunOptions,
  session_id: string,
  go: (journey: Journey) => Promise<Outcome>,
): Promise<Outcome> {
  const journey = new Journey(call, await call.connect(), options, session_id);
  try {
    return await go(journey);
  } catch (error) {
    if (error instanceof Interrupted) {
      const document = {
        error: 'cancelled',
        error_code: 'CANCELLED',
        message: 'interrupted',
        details: { session_id },
      };
      return { document, text: '', exit: 130 };
    }
    throw error;
  } finally {
    await journey.close();
  }
}

async function carryOut(
  journey: Journey,
  file: PlanFile | undefined,
  version: ImportedVersion,
): Promise<Outcome> {
  const decision = await decideVersion(journey, version, file);
  switch (decision.kind) {
    case 'ended':
      return decision.outcome;
    case 'edited':
      return await carryOutEdited(journey, decision.file);
    case 'approved': {
      const { run_id } = await startRun(journey, version.version);
      journey.call.terminal.say(journey.call.messages.runStarted(run_id));
      return await follow(journey, run_id, file);
    }
  }
}

async function carryOutEdited(journey: Journey, edited: PlanFile): Promise<Outcome> {
  const { file, version } = await importEdited(journey, edited);
  return await carryOut(journey, file, version);
}

/** What has ended since is told and not run again, unless it was cancelled: `rerun` is for that. */
async function resumeSession(journey: Journey, file: PlanFile | undefined): Promise<Outcome> {
  const { door, session_id } = journey;
  const { plan_version: version, run_id } = await door.request('session/show', { session_id });
  if (version === null) {
    throw new AppError('APPROVAL_REQUIRED', `${session_id} has no plan yet; import one first`);
  }
  const last = run_id === null ? undefined : await door.request('run/show', { run_id });
  if (last?.plan_version === version && last.status !== 'cancelled') {
    await resumed(journey, last);
    return await follow(journey, last.run_id, file);
  }
  const plan = await door.request('plan/show', { session_id, version });
  return await carryOut(journey, file, { ...plan, carried: [] });
}

/** A run that is under way needs no push, and one that has ended only its report. */
async function resumed({ door }: Journey, run: RunView): Promise<void> {
  if (hasEnded(run)) {
    return;
  }
  try {
    await door.request('run/resume', { run_id: run.run_id });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'STATE_CONFLICT') {
      throw error;
    }
  }
}

function hasEnded({ status }: RunView): boolean {
  return ['succeeded', 'failed', 'denied', 'cancelled'].includes(status);
}

async function startRun(
  { door, options, session_id }: Journey,
  version: number,
): Promise<Result<'run/start'>> {
  const params: Params<'run/start'> = {
    session_id,
    version,
    inputs: options.inputs,
    profile: options.profile,
    dry_run: options.isDryRun,
    executor: options.executor,
    slot: options.slot,
    service_name: options.serviceName,
    policy: options.policy,
    env: { ...options.env },
    max_stage_retries: options.stageRetries,
  };
  try {
    return await door.request('run/start', params);
  } catch (error) {
    if (error instanceof AppError && error.code === 'POLICY_INVALID' && options.policy !== undefined) {
      const errors = problemsOf(error.details);
      throw policyFailure(errors.length === 0 ? [{ message: error.message }] : errors);
    }
    throw error;
  }
}

async function follow(journey: Journey, run_id: string, file: PlanFile | undefined): Promise<Outcome> {
  const followed = await followRun(journey, run_id, file);
  switch (followed.kind) {
    case 'left':
      return await left(journey, followed);
    case 'edited': {
      const { file: mended, version } = await importEdited(journey, followed.file);
      await journey.door.request('run/cancel', { run_id, reason: 'the plan was edited' });
      await writeStanding(journey, run_id);
      return await carryOut(journey, mended, version);
    }
    case 'ended': {
      const outcome = await finishRun(journey, run_id);
      return await offerAnother(journey, followed.run, file, outcome);
    }
  }
}

async function left(
  journey: Journey,
  { run, pending }: Extract<Followed, { kind: 'left' }>,
): Promise<Outcome> {
  const { call } = journey;
  const { run_id, trace_id, session_id } = run;
  await writeStanding(journey, run_id);
  return awaitingOutcome(call, pending, {
    run_id,
    trace_id,
    session_id,
    next: `holdpoint run --resume ${trace_id}`,
  });
}

/** A run that is left behind has its files as well, where they were asked for. */
async function writeStanding(journey: Journey, run_id: string): Promise<void> {
  if (journey.options.hasStepLogs) {
    await writeFiles(journey, await journey.door.request('run/show', { run_id }));
  }
}

/** After a failure a person may mend the plan and go on in the same session. */
async function offerAnother(
  journey: Journey,
  run: RunView,
  file: PlanFile | undefined,
  outcome: Outcome,
): Promise<Outcome> {
  const isOver = run.status !== 'failed' && run.status !== 'denied';
  if (isOver || file === undefined || journey.isInterrupted || !journey.call.terminal.isInteractive) {
    return outcome;
  }
  const edited = await offerEdit(journey, file);
  return edited === undefined ? outcome : await carryOutEdited(journey, edited);
}
