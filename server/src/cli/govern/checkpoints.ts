import type { Command } from 'commander';
import { AppError } from '#protocol/errors';
import { visible } from '#protocol/shown/visible';
import { type CommandLine, formatOption, listOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { listOutcome, pageOf } from '../lists';
import { writeWhole } from '../run/output/writeWhole';
import { lastCheckpointPath, writeModeSummary } from './modeSummary';

/** `checkpoint …`: points to which the workspace can go back. */
export function checkpointCommands(program: Command, line: CommandLine): void {
  const command = program
    .command('checkpoint [name]')
    .description('keep the workspace as it is now; HEAD, index and branch stay')
    .option('--checkpoint-name <name>', 'its name (also -CheckpointName)')
    .option('--prefix <text>', 'put before the name', '')
    .option('--commit', 'make a real commit CHECKPOINT <name> of the listed paths')
    .addOption(listOption('--path <path>', 'a path to keep or commit; may be repeated'))
    .option('--list', 'list the checkpoints there are')
    .option('--summary-file <path>', 'write what was done as JSON')
    .addOption(formatOption());
  line.act(command, checkpoint);
}

async function checkpoint(call: Call): Promise<Outcome> {
  if (call.given.flag('list')) {
    return await list(call);
  }
  const name = call.given.text('checkpointName') ?? call.given.optionalArgument(0);
  if (name === undefined || name === '') {
    throw new AppError('BAD_REQUEST', 'a checkpoint needs a name: holdpoint checkpoint NAME');
  }
  const door = await call.connect();
  const view = await door.request('checkpoint/create', {
    name: `${call.given.text('prefix') ?? ''}${name}`,
    commit: call.given.flag('commit'),
    paths: [...call.given.list('path')],
  });
  writeWhole(lastCheckpointPath(call.globals.root), `${view.hash}\n`);
  writeModeSummary(call, { mode: 'checkpoint', checkpoint_hash: view.hash });
  const left = view.left_out.map((path) => `left out: ${visible(path)}`);
  return { document: view, text: [`checkpoint ${view.hash}`, ...left].join('\n') };
}

async function list(call: Call): Promise<Outcome> {
  const door = await call.connect();
  return listOutcome(call, await door.request('checkpoint/list', pageOf(call)), {
    columns: [
      { name: 'checkpoint_id', value: ({ checkpoint_id }) => checkpoint_id },
      { name: 'hash', value: ({ hash }) => hash },
      { name: 'files', value: ({ files }) => files },
      { name: 'created_at', value: ({ created_at }) => created_at },
      { name: 'name', value: ({ name }) => name },
    ],
    empty: 'No checkpoints found',
  });
}
