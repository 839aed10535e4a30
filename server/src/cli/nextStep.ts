import type { AppError } from '#protocol/errors';
import type { Messages } from './terminal/messages';

/** What a person does next about a refusal; undefined where the refusal says it, or where nothing is to be done. */
export function nextStepOf({ code, details, message }: AppError, messages: Messages): string | undefined {
  if (code === 'SERVER_UNREACHABLE' && details['address'] !== undefined) {
    return messages.nextElsewhere;
  }
  if (code === 'SERVER_UNREACHABLE' && message.startsWith('no server lives for ')) {
    return messages.nextStart;
  }
  if (code !== 'NOT_FOUND') {
    return messages.nextStep[code];
  }
  if (nothingYet.includes(message)) {
    return messages.nextFirstRun;
  }
  const command = listings.flatMap(([missing, list]) => (missing.test(message) ? [list] : []))[0];
  return command === undefined ? undefined : messages.nextList(command);
}

const nothingYet: readonly string[] = ['there is no run yet', 'there is no trace yet'];

/** What may be missing, and the command that lists what there is of it. */
const listings: readonly (readonly [RegExp, string])[] = [
  [/^there is no session /, 'holdpoint session list'],
  [/^session \S+ has no plan/, 'holdpoint plan list SESSION'],
  [/^(?:the plan|plan v\d+) has no step /, 'holdpoint plan show SESSION'],
  [/^there is no run /, 'holdpoint runs list'],
  [/^there is no trace |^no trace matches/, 'holdpoint trace list'],
  [/^there is no (?:approval|preview) /, 'holdpoint approvals list --all'],
  [/^there is no checkpoint, run or rollback /, 'holdpoint runs list'],
  [/^there is no artifact /, 'holdpoint artifacts list'],
  [/^there is no (?:saved )?query /, 'holdpoint trace queries'],
  [/^there is no token /, 'holdpoint token list'],
  [/^there is no webhook /, 'holdpoint webhooks list'],
];
