import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '#protocol/errors';
import { storeFileAt } from '../../../adapters/storeFile';
import { readServerFile } from '../../door/serverFile';
import type { Call } from '../../invocation';

/** The file of the record that a command means: one that was named, else that of the workspace. */
export function storeOf(call: Call): string {
  const file = namedStore(call) ?? join(call.globals.root, '.holdpoint', 'store.db');
  if (!existsSync(dirname(file))) {
    throw new AppError('NOT_FOUND', `there is no store at ${file}`);
  }
  return storeFileAt(file);
}

/** The file that was named on the command line, if one was. */
export function namedStore({ given, cwd }: Call): string | undefined {
  const named = given.text('sqliteDbPath');
  return named === undefined ? undefined : resolve(cwd, named);
}

/** The file in which the living server of a workspace keeps its record; another one must not be meant. */
export function storeOfServer(call: Call): string {
  const kept = readServerFile(call.globals.root)?.store ?? storeOf(call);
  if (namedStore(call) !== undefined && storeOf(call) !== kept) {
    throw new AppError('STATE_CONFLICT', `the server of this folder keeps its record in ${kept}`, { kept });
  }
  return kept;
}
