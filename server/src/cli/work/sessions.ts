import type { Command } from 'commander';
import type { SessionView } from '#protocol/methods/sessions';
import type { Profile } from '#protocol/policy';
import { type CommandLine, formatOption, wholeOption, wordOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { fieldsOutcome, listOutcome, pageOf } from '../lists';

/** `session …`: goals with their plan versions and runs. */
export function sessionCommands(program: Command, line: CommandLine): void {
  const session = line.noun(program, 'session', 'sessions: a goal, its plan versions and runs');
  line
    .verb(session, 'create', 'make a session', create)
    .option('--goal <text>', 'what is to be reached')
    .addOption(wordOption('--mode <mode>', 'dry_run changes nothing', ['normal', 'dry_run']))
    .addOption(wordOption('--safety-profile <profile>', 'policy preset', profileNames));
  line.verb(session, 'show <session>', 'show one session', show);
  line
    .verb(session, 'list', 'list sessions', list)
    .addOption(formatOption())
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0));
  line.verb(session, 'stop <session>', 'stop a session for good', stop).option('--reason <text>', 'why');
  line.verb(session, 'delete <session>', 'delete a session; a tombstone keeps the record verifiable', remove);
  line.verb(program, 'explain <session>', 'say where a session stands and what to do next', explain);
}

/** Policy presets by name. */
export const profileNames: readonly Profile[] = ['strict', 'standard', 'dev', 'ci'];

const fields = [
  'id',
  'status',
  'goal',
  'mode',
  'safety_profile',
  'plan_version',
  'needs_replan',
  'run_id',
  'created_at',
  'updated_at',
];

async function create(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const { given } = call;
  const session = await door.request('session/create', {
    goal: given.text('goal'),
    mode: given.word<SessionView['mode']>('mode'),
    safety_profile: given.word<Profile>('safetyProfile'),
  });
  return fieldsOutcome(call, session, fields);
}

async function show(call: Call): Promise<Outcome> {
  const door = await call.connect();
  return fieldsOutcome(
    call,
    await door.request('session/show', { session_id: call.given.argument(0) }),
    fields,
  );
}

async function list(call: Call): Promise<Outcome> {
  const door = await call.connect();
  return listOutcome(call, await door.request('session/list', pageOf(call)), {
    columns: [
      { name: 'id', value: ({ id }) => id },
      { name: 'status', value: ({ status }) => status },
      { name: 'plan', value: ({ plan_version }) => plan_version },
      { name: 'profile', value: ({ safety_profile }) => safety_profile },
      { name: 'created_at', value: ({ created_at }) => created_at },
      { name: 'goal', value: ({ goal }) => goal },
    ],
    empty: 'No sessions found',
  });
}

async function stop(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const { given } = call;
  const params = { session_id: given.argument(0), reason: given.text('reason') };
  return fieldsOutcome(call, await door.request('session/stop', params), ['session_id', 'status']);
}

async function remove(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('session/delete', { session_id: call.given.argument(0) });
  return fieldsOutcome(call, answer, ['session_id', 'deleted']);
}

async function explain(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('session/explain', { session_id: call.given.argument(0) });
  return fieldsOutcome(call, answer, Object.keys(answer));
}
