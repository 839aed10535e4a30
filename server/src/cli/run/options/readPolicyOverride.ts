import { parse } from 'yaml';
import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import { policyFromMap } from '../../../core/policy/policyFromMap';
import { CommandFailure } from '../../failure';
import { textOrFile } from './readInputs';

/** The policy of layer `cli` from JSON or `@file`; every mistake in it is reported at once. */
export function readPolicyOverride(given: string | undefined, cwd: string): JsonObject | undefined {
  if (given === undefined) {
    return undefined;
  }
  const value = parsed(textOrFile(given, cwd, '--policy'));
  const { problems } = policyFromMap(value);
  if (problems.length > 0) {
    throw policyFailure(problems);
  }
  return value as JsonObject;
}

/** A refused override: one line per error on stderr, the body of POLICY_INVALID for `--json`, exit code 2. */
export function policyFailure(
  errors: readonly { readonly path?: string; readonly message?: string }[],
): CommandFailure {
  const lines = errors.map(
    ({ path, message }) => `Invalid policy override: ${path ? `${path}: ` : ''}${message ?? ''}`,
  );
  return new CommandFailure(lines.join('\n'), 2, {
    error: 'invalid',
    error_code: 'POLICY_INVALID',
    message: errors.map(({ message }) => message).join('; '),
    details: { errors },
  });
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    const { message } = new AppError('POLICY_INVALID', (error as Error).message.split('\n')[0] ?? '');
    throw policyFailure([{ path: '', message }]);
  }
}
