import { AppError } from '#protocol/errors';
import type { Call } from '../invocation';

const variable = 'HOLDPOINT_DISCORD_TOKEN';

/**
 * The token of the bot, from the environment or from stdin. It is in no argument and in no file of ours, and the
 * environment forgets it before another process is started.
 */
export async function discordToken({ given, env, readInput }: Call): Promise<string> {
  const ofEnvironment = env[variable] ?? '';
  delete process.env[variable];
  const token = (given.flag('tokenStdin') ? await readInput() : ofEnvironment).trim();
  if (token === '') {
    throw new AppError(
      'UNAUTHORIZED',
      `there is no token of a bot: set ${variable}, or hand it in on stdin with --token-stdin`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new AppError('UNAUTHORIZED', 'the token of the bot holds what no token holds');
  }
  return token;
}
