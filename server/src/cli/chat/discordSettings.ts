import { readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError } from '#protocol/errors';
import { userFolder } from '../../adapters/settings/userFolder';
import type { Call } from '../invocation';

const id = z.string().regex(/^\d{1,20}$/, 'an id of Discord has digits only');
const role = z.enum(['viewer', 'operator', 'approver']);
const people = z.record(id, role).default({});

const settingsShape = z.strictObject({
  users: people,
  roles: people,
  channel: id.optional(),
  guild: id.optional(),
});

/** Who may use the door, and where it announces. */
export type DiscordSettings = z.output<typeof settingsShape>;

/**
 * The settings of the person's own file, and what the flags add to it. They never lie in the workspace: whoever can
 * change a file there could let themselves in. Without anybody on the list there is no door.
 */
export function discordSettings({ given, env, globals, cwd }: Call): DiscordSettings {
  const named = given.text('config');
  const standard = join(userFolder(env, homedir(), process.platform), 'discord.yaml');
  const kept = readSettings(named === undefined ? standard : resolve(cwd, named), {
    root: globals.root,
    isNeeded: named !== undefined,
  });
  const settings = checked('the flags', {
    users: { ...kept.users, ...pairs('--user', given.list('user')) },
    roles: { ...kept.roles, ...pairs('--role', given.list('role')) },
    channel: given.text('channel') ?? kept.channel,
    guild: given.text('guild') ?? kept.guild,
  });
  if (Object.keys(settings.users).length + Object.keys(settings.roles).length === 0) {
    throw new AppError(
      'INPUT_INVALID',
      'nobody is on the list, so there is no door: name people with --user ID=ROLE or roles with --role ID=ROLE',
    );
  }
  return settings;
}

function readSettings(
  file: string,
  { root, isNeeded }: { readonly root: string; readonly isNeeded: boolean },
): DiscordSettings {
  const text = readIfThere(file);
  if (text === undefined) {
    if (isNeeded) {
      throw new AppError('NOT_FOUND', `there is no file ${file}`);
    }
    return checked(file, {});
  }
  const from = relative(realpathSync(root), realpathSync(file));
  if (!from.startsWith('..') && !isAbsolute(from)) {
    throw new AppError('INPUT_INVALID', `${file} lies in the workspace; who may decide is never said there`);
  }
  return checked(file, parsedYaml(file, text));
}

/** Ids are longer than numbers are exact: every value is taken as text. */
function parsedYaml(file: string, text: string): unknown {
  try {
    return parse(text, { schema: 'failsafe' }) ?? {};
  } catch (error) {
    throw new AppError('INPUT_INVALID', `${file}: ${(error as Error).message}`);
  }
}

function checked(where: string, value: unknown): DiscordSettings {
  const read = settingsShape.safeParse(value);
  if (read.success) {
    return read.data;
  }
  const errors = read.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message }));
  throw new AppError('INPUT_INVALID', `${where}: who may use the door is not clear`, { errors });
}

function pairs(flag: string, given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((pair) => {
      const [who, as, ...more] = pair.split('=');
      if (who === undefined || as === undefined || more.length > 0) {
        throw new AppError('INPUT_INVALID', `${flag} takes ID=ROLE, not ${JSON.stringify(pair)}`);
      }
      return [who, as];
    }),
  );
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
