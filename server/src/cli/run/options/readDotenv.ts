import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { AppError } from '#protocol/errors';

/** Names and values of a dotenv file; which of them a plan may use is the policy's business. */
export function readDotenv(path: string | undefined, cwd: string): Readonly<Record<string, string>> {
  if (path === undefined) {
    return {};
  }
  try {
    const values = parseEnv(readFileSync(resolve(cwd, path), 'utf8'));
    return Object.fromEntries(
      Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  } catch (error) {
    throw new AppError('BAD_REQUEST', `--env-from: ${(error as Error).message}`);
  }
}
