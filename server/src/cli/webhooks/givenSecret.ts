import { AppError } from '#protocol/errors';
import type { Call } from '../invocation';

/** The secret that somebody gives, from a variable or from stdin: never among the arguments, which everybody can read. */
export async function givenSecret(call: Call): Promise<string | undefined> {
  const variable = call.given.text('secretEnv');
  const isPiped = call.given.flag('secretStdin');
  if (variable !== undefined && isPiped) {
    throw new AppError('INPUT_INVALID', 'give --secret-env or --secret-stdin, not both');
  }
  if (variable === undefined && !isPiped) {
    return undefined;
  }
  const secret = (isPiped ? await call.readInput() : (call.env[variable ?? ''] ?? '')).trim();
  if (secret === '') {
    throw new AppError('INPUT_INVALID', isPiped ? 'stdin holds no secret' : `${variable} holds no secret`);
  }
  return secret;
}
