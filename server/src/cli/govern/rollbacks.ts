import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { AppError } from '#protocol/errors';
import type { RollbackView } from '#protocol/methods/governance';
import { visible } from '#protocol/shown/visible';
import { type CommandLine, listOption } from '../commandLine';
import { CommandFailure, failedOutcome } from '../failure';
import type { Call, Outcome } from '../invocation';
import { awaitingOutcome } from '../run/awaiting';
import { phaseStatePath, phaseSummaryPath } from '../run/logs/logPaths';
import { lastCheckpointPath, writeModeSummary } from './modeSummary';
import { keptLines, rollbackLines } from './rollbackLines';
import { type Verification, verificationLines, verifyLastRun } from './verify/verifyLastRun';

/** `rollback …`: put files back, after the exact list was shown and approved. */
export function rollbackCommands(program: Command, line: CommandLine): void {
  const command = program
    .command('rollback [ref]')
    .description('go back to a checkpoint or undo a run; files changed since are kept')
    .option('--target-commit <ref>', 'checkpoint, hash or run (also -TargetCommit)')
    .option('--step <step>', 'undo one step of a run')
    .addOption(listOption('--path <path>', 'only this path; may be repeated'))
    .addOption(listOption('--hunk <path:index>', 'only this hunk of a file; may be repeated'))
    .option('--with-dependants', 'undo the steps that depended on it as well')
    .addOption(
      listOption('--include <path>', 'put this path back although it changed since; may be repeated'),
    )
    .option('--yes', 'do not ask; works only where an auto rule of the policy grants it')
    .option('--apply <approval>', 'carry out a rollback that was approved before')
    .option('--summary-file <path>', 'write what was done as JSON');
  line.act(command, rollback);
}

async function rollback(call: Call): Promise<Outcome> {
  const approved = call.given.text('apply');
  return approved === undefined ? await decide(call, await prepare(call)) : await apply(call, approved);
}

async function prepare(call: Call): Promise<RollbackView> {
  const { given } = call;
  const target = given.text('targetCommit') ?? given.optionalArgument(0) ?? lastCheckpoint(call.globals.root);
  const hunks = given.list('hunk').map(hunkOf);
  const door = await call.connect();
  try {
    return await door.request('rollback/prepare', {
      target,
      step_id: given.text('step'),
      paths: [...given.list('path')],
      hunks,
      with_dependants: given.flag('withDependants'),
      include: [...given.list('include')],
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') {
      const { document, text } = failedOutcome(error, call.messages);
      throw new CommandFailure(text, 2, document);
    }
    throw error;
  }
}

/** `src/a.ts:0` is the first hunk of that file. */
function hunkOf(text: string): { path: string; index: number } {
  const [, path, index] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (path === undefined || index === undefined) {
    throw new AppError('BAD_REQUEST', `--hunk ${text}: expected PATH:INDEX, such as src/a.ts:0`);
  }
  return { path, index: Number(index) };
}

function lastCheckpoint(root: string): string {
  try {
    return readFileSync(lastCheckpointPath(root), 'utf8').trim();
  } catch {
    throw new AppError('BAD_REQUEST', 'name a checkpoint, hash or run: logs/last_checkpoint.txt names none');
  }
}

/** Shows the exact list and asks; a rule of the policy may have granted it already, a flag never does. */
async function decide(call: Call, view: RollbackView): Promise<Outcome> {
  const { messages, terminal, given } = call;
  const lines = rollbackLines(view.files, messages);
  if (lines.length > 0) {
    terminal.say(lines.join('\n'));
  }
  const { approval_id } = view;
  if (approval_id === null) {
    return await finish(call, view, [messages.rollbackNothing]);
  }
  const door = await call.connect();
  const approval = await door.request('approval/show', { approval_id });
  if (approval.status === 'granted') {
    return await apply(call, approval_id);
  }
  if (given.flag('yes') || !terminal.isInteractive) {
    if (given.flag('yes')) {
      terminal.say(messages.rollbackAuto);
    }
    return awaitingOutcome(call, [approval], { next: `holdpoint rollback --apply ${approval_id}` });
  }
  const answer = await terminal.ask(messages.rollbackQuestion);
  if (answer?.trim().toLowerCase() !== 'y') {
    return { document: view, text: messages.notConfirmed, exit: 1 };
  }
  await door.request('approval/grant', { approval_id, digest: approval.digest, confirm_high_risk: true });
  return await apply(call, approval_id);
}

async function apply(call: Call, approval_id: string): Promise<Outcome> {
  const door = await call.connect();
  const view = await door.request('rollback/apply', { approval_id });
  return await finish(call, view, [
    `rollback ${view.hash ?? view.target}`,
    ...keptLines(view.files, call.messages),
  ]);
}

/** Checks and keeps in the SummaryFile what was done, also where nothing was left to do. */
async function finish(call: Call, view: RollbackView, said: readonly string[]): Promise<Outcome> {
  const { verify } = view;
  const last = await verifyWhereLogged(call);
  const isGood = verify?.passed !== false && last?.passed !== false;
  writeModeSummary(
    call,
    { mode: 'rollback', rollback_target: view.hash ?? view.target },
    { verify: last === undefined ? verify : { ...verify, ...last, passed: isGood } },
  );
  const lines = [
    ...said,
    ...(verify === null
      ? []
      : [`verify ${verify.passed ? 'passed' : 'failed'}: ${visible(call.messages.told(verify.details))}`]),
    ...(last === undefined ? [] : verificationLines(last, call.messages.told)),
  ];
  return {
    document: { ...view, ...(last && { last_run: last }) },
    text: lines.join('\n'),
    exit: isGood ? 0 : 1,
  };
}

/** The check of the last run's files, where a run has written any (decision 19). */
async function verifyWhereLogged(call: Call): Promise<Verification | undefined> {
  const { root } = call.globals;
  const hasFiles = [phaseStatePath(root), phaseSummaryPath(root)].some((path) => existsSync(path));
  return hasFiles ? await verifyLastRun(call) : undefined;
}
