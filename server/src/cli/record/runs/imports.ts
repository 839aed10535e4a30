import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError, type ErrorBody } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import { runFileNames } from '#protocol/runFiles';
import type { CommandLine } from '../../commandLine';
import type { Door } from '../../door/door';
import { failedOutcome } from '../../failure';
import type { Call, Outcome } from '../../invocation';

/** `import`: run directories, one or a folder of them, and databases of traces. */
export function importCommands(program: Command, line: CommandLine): void {
  line.verb(
    program,
    'import <path>',
    'take a run directory, a folder of them, or the traces of a database into the record',
    importPath,
  );
}

type FileName = (typeof runFileNames)[number];

async function importPath(call: Call): Promise<Outcome> {
  const path = resolve(call.cwd, call.given.argument(0));
  if (!existsSync(path)) {
    throw new AppError('NOT_FOUND', `there is no ${path}`);
  }
  if (!statSync(path).isDirectory()) {
    return await (await import('../traces/importTraces')).importTraces(call);
  }
  const folders = runFolders(path);
  if (folders.length === 0) {
    throw new AppError('INPUT_INVALID', `${path} is no run directory and holds none`);
  }
  const door = await call.connect();
  return folders[0] === path
    ? imported(call, [await importOne(call, door, path)], [])
    : await importAll(call, door, folders);
}

/** One directory that cannot be taken keeps none of the others out. */
async function importAll(call: Call, door: Door, folders: readonly string[]): Promise<Outcome> {
  const items: Imported[] = [];
  const failed: Failed[] = [];
  for (const folder of folders) {
    try {
      items.push(await importOne(call, door, folder));
    } catch (error) {
      const { document, text } = failedOutcome(error, call.messages);
      call.terminal.say(`${basename(folder)}: ${text}`);
      failed.push({ name: basename(folder), ...(document as ErrorBody) });
    }
  }
  return imported(call, items, failed);
}

type Imported = Result<'run/import'>;
type Failed = ErrorBody & { readonly name: string };

function imported(call: Call, items: readonly Imported[], failed: readonly Failed[]): Outcome {
  const count = items.length;
  const document = { count, total: count, limit: count, offset: 0, items, failed };
  const text = items.map(({ run_id, status, rows }) => call.messages.runImported(run_id, status, rows));
  return { document, text: text.join('\n'), exit: failed.length === 0 ? 0 : 1 };
}

async function importOne(call: Call, door: Door, folder: string): Promise<Imported> {
  const made = await door.request('run/import', { name: basename(folder), files: readFiles(folder) });
  for (const warning of made.warnings) {
    call.terminal.say(`${made.run_id}: ${call.messages.told(warning)}`);
  }
  return made;
}

/** The folder itself where it is a run directory, else those directly below it that are. */
function runFolders(path: string): readonly string[] {
  if (isRunFolder(path)) {
    return [path];
  }
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .filter(isRunFolder);
}

function isRunFolder(path: string): boolean {
  return runFileNames.some((file) => existsSync(join(path, file)));
}

function readFiles(folder: string): Partial<Record<FileName, string>> {
  const present = runFileNames.filter((file) => existsSync(join(folder, file)));
  return Object.fromEntries(present.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
