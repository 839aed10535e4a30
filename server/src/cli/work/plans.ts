import type { Command } from 'commander';
import { AppError } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import type { BlastRadius } from '#protocol/methods/plans';
import { visible } from '#protocol/shown/visible';
import { type CommandLine, formatOption, versionArgument, wholeOption } from '../commandLine';
import { problemText } from '../failure';
import type { Call, Outcome } from '../invocation';
import { fieldsOutcome, listOutcome, pageOf } from '../lists';
import { jsonText } from '../terminal/jsonText';
import { blastLines } from './blastLines';
import { planDiffText } from './planDiffText';
import { readPlanFile } from './readPlanFile';

/** `plan …`: versions of a session's plan, from checking to approval. */
export function planCommands(program: Command, line: CommandLine): void {
  const plan = line.noun(program, 'plan', 'plan versions: check, import, approve');
  line.verb(plan, 'validate <file>', 'check a plan and list every mistake with its line', validate);
  line
    .verb(plan, 'import <session> <file>', 'store a plan as the next version of a session', importPlan)
    .addOption(wholeOption('--plan-version <version>', 'the version this must become', 1));
  line.verb(
    plan,
    'show <session> [version]',
    'show a version and what it would touch (default: the newest)',
    show,
  );
  line
    .verb(plan, 'list <session>', 'list the versions of a session', list)
    .addOption(formatOption())
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0));
  withVersions(line.verb(plan, 'diff <session>', 'compare two versions step by step', diff), ['from', 'to']);
  withVersions(line.verb(plan, 'approve <session>', 'approve a version', approve), ['version'])
    .option('--approved-by <name>', 'label of who approves', 'system')
    .option('--source <door>', 'label of the door', 'cli')
    .option('--hash <digest>', 'refuse when the stored version is not exactly this one')
    .option('--remaining', 'cover its steps too, while their digests hold');
  withVersions(line.verb(plan, 'reject <session>', 'reject a version', reject), ['version']).requiredOption(
    '--reason <text>',
    'why, for its author',
  );
  withVersions(line.verb(plan, 'revoke <session>', 'take an approval back', revoke), ['version']).option(
    '--reason <text>',
    'why',
  );
}

function withVersions(command: Command, names: readonly string[]): Command {
  for (const name of names) {
    command.argument(`<${name}>`, 'a plan version', versionArgument);
  }
  return command;
}

const versionAt = ({ given }: Call, index: number) => Number(given.argument(index));

async function validate(call: Call): Promise<Outcome> {
  const { validatePlan } = await import('./validatePlan');
  return await validatePlan(readPlanFile(call.given.argument(0), call.cwd), call);
}

async function importPlan(call: Call): Promise<Outcome> {
  const file = readPlanFile(call.given.argument(1), call.cwd);
  const door = await call.connect();
  const answer = await door.request('plan/import', {
    session_id: call.given.argument(0),
    text: file.text,
    file_name: file.name,
    version: call.given.number('planVersion'),
  });
  if (answer.status === 'approved') {
    await sayWhetherFailed(call, answer.session_id, answer.version);
  }
  const lines = [
    ...answer.warnings.map((warning) => `warning: ${problemText(warning, call.messages.told, file.name)}`),
    `${answer.session_id} version ${answer.version}: ${answer.status}, ${answer.hash}`,
    ...(answer.carried.length === 0 ? [] : [call.messages.carried(answer.carried.join(', '))]),
    ...blastText(call, answer.blast_radius),
  ];
  return { document: answer, text: lines.join('\n') };
}

/** A file that equals the newest version changes nothing: where that version failed, the person is told so. */
async function sayWhetherFailed(call: Call, session_id: string, version: number): Promise<void> {
  const door = await call.connect();
  const { needs_replan, run_id } = await door.request('session/show', { session_id });
  if (needs_replan && run_id !== null) {
    call.terminal.say(call.messages.sameAsFailed(version, run_id));
  }
}

async function show(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const session = call.given.argument(0);
  const asked = call.given.optionalArgument(1);
  const version = asked === undefined ? await newestVersion(call, session) : namedVersion(asked);
  const plan = await door.request('plan/show', { session_id: session, version });
  const head = `${visible(plan.title)} (version ${plan.version}, ${plan.status}, ${plan.hash})`;
  const text = [head, ...blastText(call, plan.blast_radius), '', jsonText(plan.plan)].join('\n');
  return { document: plan, text };
}

function namedVersion(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new AppError('BAD_REQUEST', `${text}: a plan version is a whole number from 1`);
  }
  return Number(text);
}

async function newestVersion(call: Call, session: string): Promise<number> {
  const door = await call.connect();
  return (await door.request('session/show', { session_id: session })).plan_version ?? 1;
}

async function list(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const params = { session_id: call.given.argument(0), ...pageOf(call) };
  return listOutcome(call, await door.request('plan/list', params), {
    columns: [
      { name: 'version', value: ({ version }) => version },
      { name: 'status', value: ({ status }) => status },
      { name: 'created_by', value: ({ created_by }) => created_by },
      { name: 'created_at', value: ({ created_at }) => created_at },
      { name: 'title', value: ({ title }) => title },
    ],
    empty: 'No plans found',
  });
}

async function diff(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const params = { session_id: call.given.argument(0), from: versionAt(call, 1), to: versionAt(call, 2) };
  const difference = await door.request('plan/diff', params);
  return { document: difference, text: planDiffText(difference, call.terminal.outColor) };
}

async function approve(call: Call): Promise<Outcome> {
  const { given } = call;
  const door = await call.connect();
  const answer: Result<'plan/approve'> = await door.request('plan/approve', {
    session_id: given.argument(0),
    version: versionAt(call, 1),
    approved_by: given.text('approvedBy'),
    source: given.text('source'),
    hash: given.text('hash'),
    scope: given.flag('remaining') ? 'remaining' : 'plan',
  });
  return fieldsOutcome(call, answer, Object.keys(answer));
}

async function reject(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('plan/reject', {
    session_id: call.given.argument(0),
    version: versionAt(call, 1),
    reason: call.given.text('reason') ?? '',
  });
  return fieldsOutcome(call, answer, Object.keys(answer));
}

async function revoke(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('plan/revoke', {
    session_id: call.given.argument(0),
    version: versionAt(call, 1),
    reason: call.given.text('reason'),
  });
  return fieldsOutcome(call, answer, Object.keys(answer));
}

function blastText({ messages, terminal }: Call, radius: BlastRadius): readonly string[] {
  return blastLines(radius, messages, terminal.outColor);
}
