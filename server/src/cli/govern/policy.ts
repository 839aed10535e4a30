import type { Command } from 'commander';
import type { Result } from '#protocol/methods';
import { visible } from '#protocol/shown/visible';
import type { Tell } from '#protocol/translation/tell';
import { type CommandLine, formatOption, wholeOption, wordOption } from '../commandLine';
import { problemText } from '../failure';
import type { Call, Outcome } from '../invocation';
import { listOutcome } from '../lists';
import { jsonText } from '../terminal/jsonText';
import { readPlanFile } from '../work/readPlanFile';
import { profileNames } from '../work/sessions';

/** `policy …`: what the rules are, who set them, what they decide and what others would have decided. */
export function policyCommands(program: Command, line: CommandLine): void {
  const policy = line.noun(program, 'policy', 'the rules that judge every action');
  line.verb(policy, 'lint [file]', 'check a policy file (default: those of this workspace)', lint);
  line
    .verb(policy, 'explain <step>', 'name rule, file and line for every stage of a step’s verdict', explain)
    .option('--session <session>', 'of the newest plan of a session')
    .option('--file <file>', 'of a plan that is not imported yet')
    .addOption(wordOption('--profile <profile>', 'under this preset', profileNames));
  line
    .verb(policy, 'list', 'list the policy in force', list)
    .option('--effective', 'with the layer that set each value')
    .option('--session <session>', 'for a session')
    .addOption(wordOption('--profile <profile>', 'under this preset', profileNames));
  line
    .verb(policy, 'simulate <file>', 'list stored decisions that this policy file would change', simulate)
    .addOption(wholeOption('--last <count>', 'of that many runs', 1, 10_000))
    .addOption(formatOption());
}

async function lint(call: Call): Promise<Outcome> {
  const name = call.given.optionalArgument(0);
  const file = name === undefined ? undefined : readPlanFile(name, call.cwd);
  const door = await call.connect();
  const answer = await door.request('policy/lint', file ? { text: file.text, file_name: file.name } : {});
  const problems = [
    ...answer.errors.map((problem) => placedText(problem, call.messages.told, file?.name, answer.files)),
    ...answer.warnings.map(
      (problem) => `warning: ${placedText(problem, call.messages.told, file?.name, answer.files)}`,
    ),
    ...(answer.ok ? [] : [`${answer.errors.length} error(s)`]),
  ];
  const text = answer.ok ? `ok: ${answer.files.map(visible).join(', ') || 'no policy file'}` : '';
  return { document: answer, problems, text, exit: answer.ok ? 0 : 2 };
}

type LintProblem = Result<'policy/lint'>['errors'][number];

/** Problems of the workspace's own files begin their message with the file; it belongs before the line. */
function placedText(
  problem: LintProblem,
  told: Tell,
  named: string | undefined,
  files: readonly string[],
): string {
  const file = named ?? files.find((one) => problem.message.startsWith(`${one}: `));
  const isOwn = named === undefined && file !== undefined;
  return problemText(
    isOwn ? { ...problem, message: problem.message.slice(file.length + 2) } : problem,
    told,
    file,
  );
}

async function explain(call: Call): Promise<Outcome> {
  const { given } = call;
  const name = given.text('file');
  const file = name === undefined ? undefined : readPlanFile(name, call.cwd);
  const door = await call.connect();
  const answer = await door.request('policy/explain', {
    step_id: given.argument(0),
    session_id: given.text('session'),
    profile: given.text('profile'),
    ...(file ? { text: file.text, file_name: file.name } : {}),
  });
  return { document: answer, text: explanation(answer, call.messages.told) };
}

function explanation(answer: Result<'policy/explain'>, told: Tell): string {
  const stages = answer.stages.map((stage) => {
    const rule = [stage.rule_id, stage.location].filter((part) => part !== null).join(', ');
    return `  ${stage.stage}: ${stage.verdict ?? '-'}  ${visible(told(stage.reason))}${rule === '' ? '' : ` (${visible(rule)})`}`;
  });
  const why = `${visible(told(answer.reason))} (${visible(answer.rule_id)}, ${visible(answer.location)})`;
  return [`${visible(answer.step_id)} ${answer.tool}: ${answer.verdict}  ${why}`, ...stages].join('\n');
}

async function list(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const { given } = call;
  const params = { session_id: given.text('session'), profile: given.text('profile') };
  const answer = await door.request('policy/effective', params);
  const origins = Object.entries(answer.origins).map(
    ([path, origin]) => `  ${visible(path)}: ${visible(originText(origin))}`,
  );
  const text = [
    `profile ${answer.profile}, ${answer.version}`,
    jsonText(answer.policy),
    ...(given.flag('effective') ? ['set by:', ...origins] : []),
  ];
  const problems = answer.problems.map((problem) => problemText(problem, call.messages.told));
  return { document: answer, problems, text: text.join('\n'), exit: answer.problems.length === 0 ? 0 : 2 };
}

function originText(origin: unknown): string {
  return typeof origin === 'string' ? origin : JSON.stringify(origin);
}

async function simulate(call: Call): Promise<Outcome> {
  const file = readPlanFile(call.given.argument(0), call.cwd);
  const door = await call.connect();
  const answer = await door.request('policy/simulate', {
    text: file.text,
    file_name: file.name,
    last: call.given.number('last'),
  });
  const { text } = listOutcome(
    call,
    { total: answer.changed.length, items: answer.changed },
    {
      columns: [
        { name: 'run_id', value: ({ run_id }) => run_id },
        { name: 'step', value: ({ step_id }) => step_id },
        { name: 'tool', value: ({ tool }) => tool },
        { name: 'before', value: ({ before }) => before },
        { name: 'after', value: ({ after }) => after },
        { name: 'rule', value: ({ rule_id, location }) => `${rule_id} (${location})` },
      ],
      empty: 'No decision would change',
    },
  );
  return {
    document: answer,
    text: `${text}\n${answer.decisions} decision(s) of ${answer.runs} run(s) looked at`,
  };
}
