import { AppError } from '#protocol/errors';
import type { Sender, SenderLine } from '../../transports/discord/discordDesk';
import type { Agent, Door } from '../door/door';

/** How the door of a chat introduces itself. */
export function introducedAs(version: string, role: Agent['role'], sender?: Agent['sender']): Agent {
  const basic = { source: 'discord', name: 'holdpoint discord', version, role } as const;
  return sender === undefined ? basic : { ...basic, sender };
}

/**
 * A line of one message: a connection of its own, opened when something is asked, on which the server itself sees to
 * it that nothing is done but in the sender's name and by the sender's role.
 */
export function senderLine(
  connect: (agent: Agent) => Promise<Door>,
  version: string,
  { id, message_id, role }: Sender,
): SenderLine {
  let door: Promise<Door> | undefined;
  let isClosed = false;
  return {
    ask: async (method, params) => {
      if (isClosed) {
        throw new AppError('STATE_CONFLICT', 'this message was answered already');
      }
      door ??= connect(introducedAs(version, role, { id, message_id }));
      return await (await door).request(method, params);
    },
    close: () => {
      isClosed = true;
      void door?.then(
        (open) => open.close(),
        () => undefined,
      );
    },
  };
}
