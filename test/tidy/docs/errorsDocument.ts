import { errorClasses, errorCodes } from '#protocol/errors';
import { problemCodes } from '#protocol/problem';
import { code, heading, table } from './markdown';

/** docs/ERRORS.md: the closed table of error codes, the codes of problems, the classes of failed tries. */
export function errorsDocument(): string {
  const rows = Object.entries(errorCodes).map(([name, { rpc, http, error, exit, meaning }]) => [
    code(name),
    String(http),
    code(error),
    String(rpc),
    String(exit),
    meaning,
  ]);
  return [
    heading('Errors', 'server/src/protocol/errors.ts and problem.ts'),
    'A request that is refused or fails on purpose carries exactly one of these codes at every door. The body is',
    '`{error, error_code, message, run_id?, step_id?, details?}`: in JSON-RPC it is the `data` of the error, with',
    '`--json` it is the document on stdout. What to do about each is in [troubleshooting](troubleshooting.md).',
    '',
    table(['code', 'HTTP', 'error', 'JSON-RPC', 'exit', 'meaning'], rows),
    '',
    '## Problems',
    '',
    'A mistake in what a person wrote (plan, policy, expression) is not an error but data beside the result:',
    '`{code, path, line, column, message}`. All of them are reported at once.',
    '',
    problemCodes.map((name) => `- ${code(name)}`).join('\n'),
    '',
    '## Classes of a failed try',
    '',
    'A step that fails is not an error either: its attempt ends with a class, and `retry_on` lists classes.',
    '',
    errorClasses.map((name) => `- ${code(name)}`).join('\n'),
    '',
  ].join('\n');
}
