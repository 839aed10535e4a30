import type { AppError } from '#protocol/errors';
import type { Messages } from './terminal/messages';

/** What a person does next about a refusal; undefined where the refusal says it, or where nothing is to be done. */
export function nextStepOf({ code, details, message }: AppError, messages: Messages): string | undefined {
  switch (code) {
    case 'NOT_FOUND':
      return whereToLook(message, messages);
    case 'SERVER_UNREACHABLE':
      return howToReach(message, details['address'] !== undefined, messages);
    case 'STORE_UNAVAILABLE':
      return howToMend(details, messages);
    default:
      return messages.nextStep[code];
  }
}

/** Refusals for want of space, or of a newer program, say themselves what helps; a run they broke off goes on after. */
function howToMend(details: AppError['details'], messages: Messages): string | undefined {
  if (details['next_step'] === 'holdpoint store repair') {
    return messages.nextStep['STORE_UNAVAILABLE'];
  }
  const trace = details['trace_id'];
  return typeof trace === 'string' ? messages.nextResume(trace) : undefined;
}

function howToReach(message: string, isElsewhere: boolean, messages: Messages): string | undefined {
  if (isElsewhere) {
    return messages.nextElsewhere;
  }
  if (message.startsWith('no server lives for ')) {
    return messages.nextStart;
  }
  return message.startsWith('cannot start a server in ')
    ? messages.nextWritable
    : messages.nextStep['SERVER_UNREACHABLE'];
}

function whereToLook(message: string, messages: Messages): string | undefined {
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
