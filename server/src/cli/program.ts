import { Command, CommanderError } from 'commander';
import { agentCommands } from './agents/agentCommands';
import { discordCommands } from './chat/discordCommands';
import { type CommandLine, wholeOption, wordOption } from './commandLine';
import { approvalCommands } from './govern/approvals';
import { checkpointCommands } from './govern/checkpoints';
import { policyCommands } from './govern/policy';
import { previewCommands } from './govern/previews';
import { rollbackCommands } from './govern/rollbacks';
import { verifyCommand } from './govern/verify';
import { guidedCommands } from './guided/guidedCommands';
import { serverCommands } from './guided/serverCommands';
import { artifactCommands, toolCommands } from './record/artifacts';
import { auditCommands } from './record/audit';
import { logCommands } from './record/logs';
import { reportCommands } from './record/reports';
import { exportCommands } from './record/runs/exports';
import { importCommands } from './record/runs/imports';
import { runListCommands } from './record/runs/runs';
import { storeCommands } from './record/store';
import { traceCommands } from './record/traces';
import { runCommands } from './run/runCommands';
import { tokenCommands } from './tokens/tokens';
import { webhookCommands } from './webhooks/webhooks';
import { planCommands } from './work/plans';
import { sessionCommands } from './work/sessions';
import { stepCommands } from './work/steps';

/** What the parser may write to. */
export interface ProgramOutput {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** The whole command line, ready to parse; usage errors are thrown as CommanderError. */
export function buildProgram(line: CommandLine, version: string, output: ProgramOutput): Command {
  const program = new Command('holdpoint')
    .description('Plans that change real code only past hold points.')
    .version(version, '-V, --version')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: output.out, writeErr: output.error })
    .option('--json', 'one JSON document on stdout, failures included')
    .option('--no-color', 'no colours')
    .addOption(wholeOption('--limit <count>', 'items of a list', 1, 500))
    .addOption(wordOption('--locale <locale>', 'language of human text', ['en', 'ja']))
    .option('--root <folder>', 'the workspace (default: the nearest one upwards)')
    .option('--base-url <url>', 'server to use (HOLDPOINT_BASE_URL)')
    .option('--token <token>', 'token of the server (HOLDPOINT_TOKEN)')
    .option('--non-interactive', 'never ask; stop at a hold point with exit code 5')
    .option('--no-start', 'do not start a server when none lives');
  for (const [index, { heading, adds }] of groups.entries()) {
    program.commandsGroup(heading).helpCommand(index === 0);
    for (const add of adds) {
      add(program, line);
    }
  }
  return program;
}

/** Whether the parser stopped because help or the version was asked for. */
export function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}

/** The commands as the help lists them: what a newcomer looks for first. */
const groups = [
  { heading: 'To begin with:', adds: [guidedCommands] },
  { heading: 'Plans and runs:', adds: [runCommands, planCommands, sessionCommands, stepCommands] },
  {
    heading: 'What may happen, and the way back:',
    adds: [approvalCommands, previewCommands, policyCommands, checkpointCommands, rollbackCommands],
  },
  {
    heading: 'What happened:',
    adds: [reportCommands, runListCommands, traceCommands, logCommands, artifactCommands, verifyCommand],
  },
  { heading: 'The record:', adds: [exportCommands, importCommands, auditCommands, storeCommands] },
  {
    heading: 'The server, and other ways in:',
    adds: [serverCommands, tokenCommands, webhookCommands, agentCommands, discordCommands, toolCommands],
  },
];
