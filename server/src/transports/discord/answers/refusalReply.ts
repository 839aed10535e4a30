import type { AppError } from '#protocol/errors';
import { harmlessJson } from '#protocol/shown/harmlessJson';
import { code } from './markdown';
import type { Reply } from './reply';

/** A refusal as people read it: the code of the table, what was said, what it was about. */
export function refusalReply(error: AppError): Reply {
  const details = Object.fromEntries(
    Object.entries(error.details).filter(([, value]) => value !== undefined && value !== null),
  );
  const cause = typeof details['cause'] === 'string' ? ` (${code(details['cause'])})` : '';
  const isLong = error.message.length > 1000;
  const body = [...(isLong ? [error.message] : []), ...problems(details)].join('\n');
  return {
    head: `**${error.code}**${cause}${isLong ? '' : `: ${code(error.message)}`}`,
    ...(body === '' ? {} : { body, bodyName: 'refusal.txt' }),
  };
}

/** What is wrong line by line, where the refusal lists it. */
function problems(details: Readonly<Record<string, unknown>>): readonly string[] {
  return Array.isArray(details['errors']) ? [harmlessJson(details['errors'])] : [];
}
