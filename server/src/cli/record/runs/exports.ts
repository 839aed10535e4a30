import { arch, platform, release } from 'node:os';
import { join, resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { type ExportKind, exportKinds } from '#protocol/runFiles';
import type { CommandLine } from '../../commandLine';
import type { Call, Outcome } from '../../invocation';
import { writeWhole } from '../../run/output/writeWhole';

/** `export` and `incident`: what is derived from a run, as files. */
export function exportCommands(program: Command, line: CommandLine): void {
  const command = program
    .command('export')
    .description(
      'write what is derived from a run as files, below --root; what they hold is in docs/FORMATS.md',
    )
    .addArgument(new Argument('<kind>', 'what is written').choices(exportKinds))
    .argument('<run>', 'a run id, a trace id, or `latest`')
    .option('-o, --output <folder>', 'write into this folder instead of exports/RUN or runs/RUN');
  line.act(command, exportKind);
  line
    .verb(
      program,
      'incident <run>',
      'write an incident bundle: one redacted ZIP for whoever was not there',
      incident,
    )
    .option('-o, --output <folder>', 'write into this folder instead of exports/RUN');
}

async function exportKind(call: Call): Promise<Outcome> {
  return await write(call, call.given.argument(0) as ExportKind, call.given.argument(1));
}

async function incident(call: Call): Promise<Outcome> {
  return await write(call, 'incident', call.given.argument(0));
}

async function write(call: Call, kind: ExportKind, run_id: string): Promise<Outcome> {
  const door = await call.connect();
  const made = await door.request('run/export', {
    run_id,
    kind,
    locale: call.messages.locale,
    environment: { os: `${platform()} ${release()}`, arch: arch(), node: process.version },
  });
  const { root } = call.globals;
  const folder = resolve(root, call.given.text('output') ?? made.folder);
  const paths = made.files.map(({ path, base64 }) => {
    const target = join(folder, path);
    writeWhole(target, Buffer.from(base64, 'base64'));
    return target;
  });
  return { document: { run_id: made.run_id, kind, folder, files: paths }, text: paths.join('\n') };
}
