import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '#protocol/errors';
import { storeFileAt } from '../../../adapters/storeFile';
import type { Call } from '../../invocation';

/** The file of the record that a command means: that of the workspace, or one that was named. */
export function storeOf({ globals, given, cwd }: Call): string {
  const named = given.text('sqliteDbPath');
  const file = named === undefined ? join(globals.root, '.holdpoint', 'store.db') : resolve(cwd, named);
  if (!existsSync(dirname(file))) {
    throw new AppError('NOT_FOUND', `there is no store at ${file}`);
  }
  return storeFileAt(file);
}
