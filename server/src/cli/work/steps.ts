import type { Command } from 'commander';
import type { CommandLine } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { fieldsOutcome } from '../lists';

/** `step …`: decide about and carry out single steps. */
export function stepCommands(program: Command, line: CommandLine): void {
  const step = line.noun(program, 'step', 'single steps of the current run of a session, or of a run');
  line
    .verb(step, 'approve <session-or-run> <step>', 'approve a step that waits', approve)
    .option('--reason <text>', 'why')
    .option('--confirm-high-risk', 'confirm a step of high risk');
  line
    .verb(step, 'reject <session-or-run> <step>', 'reject a step that waits', reject)
    .requiredOption('--reason <text>', 'why, for its author');
  line
    .verb(step, 'execute <session-or-run> <step>', 'carry out one approved step', execute)
    .option('--confirm-high-risk', 'confirm a step of high risk')
    .option('--no-wait', 'do not wait for its end');
  line.verb(step, 'skip <session-or-run> <step>', 'leave a step out', skip).option('--reason <text>', 'why');
}

/** Runs and sessions are told apart by how their ids begin. */
function place({ given }: Call): { session_id?: string; run_id?: string; step_id: string } {
  const id = given.argument(0);
  const where = id.startsWith('run-') ? { run_id: id } : { session_id: id };
  return { ...where, step_id: given.argument(1) };
}

async function approve(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('step/approve', {
    ...place(call),
    reason: call.given.text('reason'),
    confirm_high_risk: call.given.flag('confirmHighRisk'),
  });
  return fieldsOutcome(call, answer, Object.keys(answer));
}

async function reject(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('step/reject', {
    ...place(call),
    reason: call.given.text('reason') ?? '',
  });
  return fieldsOutcome(call, answer, Object.keys(answer));
}

async function execute(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('step/execute', {
    ...place(call),
    confirm_high_risk: call.given.flag('confirmHighRisk'),
    wait: call.given.flag('wait'),
  });
  const isBad = ['failed', 'timed_out', 'denied', 'cancelled', 'interrupted'].includes(answer.status);
  return { ...fieldsOutcome(call, answer, Object.keys(answer)), exit: isBad ? 1 : 0 };
}

async function skip(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('step/skip', { ...place(call), reason: call.given.text('reason') });
  return fieldsOutcome(call, answer, Object.keys(answer));
}
