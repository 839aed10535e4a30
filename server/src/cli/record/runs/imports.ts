import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '#protocol/errors';
import { runFileNames } from '#protocol/runFiles';
import type { CommandLine } from '../../commandLine';
import type { Door } from '../../door/door';
import type { Call, Outcome } from '../../invocation';

/** `import`: run directories, one or a folder of them. */
export function importCommands(program: Command, line: CommandLine): void {
  line.verb(
    program,
    'import <path>',
    'take a run directory, or a folder of them, into the record',
    importPath,
  );
}

type FileName = (typeof runFileNames)[number];

async function importPath(call: Call): Promise<Outcome> {
  const path = resolve(call.cwd, call.given.argument(0));
  if (!existsSync(path)) {
    throw new AppError('NOT_FOUND', `there is no ${path}`);
  }
  const folders = runFolders(path);
  if (folders.length === 0) {
    throw new AppError('INPUT_INVALID', `${path} is no run directory and holds none`);
  }
  const door = await call.connect();
  const items = [];
  for (const folder of folders) {
    items.push(await importOne(call, door, folder));
  }
  const document = { count: items.length, total: items.length, limit: items.length, offset: 0, items };
  const text = items.map(({ run_id, status, rows }) => call.messages.runImported(run_id, status, rows));
  return { document, text: text.join('\n') };
}

async function importOne(call: Call, door: Door, folder: string) {
  const made = await door.request('run/import', { name: basename(folder), files: readFiles(folder) });
  for (const warning of made.warnings) {
    call.terminal.say(`${made.run_id}: ${call.messages.told(warning)}`);
  }
  return made;
}

/** The folder itself where it is a run directory, else those directly below it that are. */
function runFolders(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) {
    return [];
  }
  if (isRunFolder(path)) {
    return [path];
  }
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .filter((inner) => statSync(inner).isDirectory() && isRunFolder(inner));
}

function isRunFolder(path: string): boolean {
  return runFileNames.some((file) => existsSync(join(path, file)));
}

function readFiles(folder: string): Partial<Record<FileName, string>> {
  const present = runFileNames.filter((file) => existsSync(join(folder, file)));
  return Object.fromEntries(present.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
