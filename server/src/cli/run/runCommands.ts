import type { Command } from 'commander';
import type { ExecutorName } from '#protocol/plan';
import { type CommandLine, listOption, wholeOption, wordOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { profileNames } from '../work/sessions';

const executors: readonly ExecutorName[] = ['local', 'docker', 'kubernetes'];

/** `run`, `rerun` and the ways to run a plan with more guidance. */
export function runCommands(program: Command, line: CommandLine): void {
  const run = program
    .command('run [file]')
    .description('import a plan, ask at its hold points, carry it out');
  line
    .act(withRunOptions(run), runFile)
    .option('--resume <trace>', 'go on with a run, or with a session whose plan was approved');
  const again = program
    .command('rerun <run>')
    .description('run a finished run again with exactly its inputs');
  line.act(withRunOptions(again), rerun);
  const flow = line.noun(program, 'flow', 'flow files');
  line
    .act(withRunOptions(flow.command('run <file>').description('run a flow file for a goal')), runFile)
    .requiredOption('--goal <text>', 'what is to be reached');
}

/** Every option of a run. */
export function withRunOptions(command: Command): Command {
  return command
    .option('-c, --context <json>', 'inputs as JSON, @file, or - for stdin')
    .addOption(listOption('--set <key=value>', 'one input, such as a.b=1; may be repeated'))
    .addOption(
      wordOption(
        '--tracer <tracer>',
        'console prints spans as they end; otel sends them; sqlite, the record, always has them',
        ['console', 'sqlite', 'otel'],
      ),
    )
    .option('--otlp-endpoint <url>', 'bring the spans to this collector, as OTLP over HTTP')
    .option('--trace-db <path>', 'write the spans into this file too, for trace list --db')
    .option('--policy <json>', 'policy of this run as JSON or @file')
    .option('-o, --output <file>', 'write the result context to this file')
    .option('--pretty', 'indent the result context')
    .option('--report-path <path>', 'write a report')
    .addOption(wordOption('--report-format <format>', 'of the report', ['json', 'markdown']))
    .addOption(wordOption('--report-when <when>', 'when to write it', ['failure', 'always']))
    .option('--log-dir <dir>', 'folder of the diary (default: logs)')
    .option('--output-dir <dir>', 'another name of --log-dir')
    .option('--env-from <file>', 'read values for ${env.NAME} from a dotenv file')
    .addOption(wholeOption('--max-stage-retries <count>', 'retries of steps that name none', 0, 99))
    .option('--dry-run', 'refuse every write, command, network call and git change')
    .addOption(wordOption('--profile <profile>', 'policy preset', profileNames))
    .addOption(wordOption('--executor <executor>', 'where tools run', executors))
    .option('--slot <slot>', 'working tree to use')
    .option('--service-name <name>', 'under which the spans are filed (default: holdpoint)')
    .option('--summary-file <path>', 'write a summary as .json and .txt, and what --step-logs writes')
    .option(
      '--step-logs',
      'write logs/steps, logs/phase_summary.json and workspace/artifacts/phase_state.json',
    );
}

async function runFile(call: Call): Promise<Outcome> {
  const { startJourney, resumeJourney } = await import('./journeys');
  const resume = call.given.text('resume');
  const file = call.given.optionalArgument(0);
  return resume === undefined
    ? await startJourney(call, file, call.given.text('goal'))
    : await resumeJourney(call, resume, file);
}

async function rerun(call: Call): Promise<Outcome> {
  const { rerunJourney } = await import('./journeys');
  return await rerunJourney(call, call.given.argument(0));
}
