import { AppError } from '#protocol/errors';
import type { Method, Params, Result } from '#protocol/methods';
import type { Nonces } from './buttons/nonces';
import type { DiscordDesk, Sender, SenderLine } from './discordDesk';
import { isAllowed } from './members';
import type { Texts } from './texts/texts';

/** One message of somebody and everything that it may reach. */
export interface Chat {
  readonly sender: Sender;
  readonly texts: Texts;
  readonly nonces: Nonces;
  /** How many bytes may be attached to an answer. */
  readonly attachmentBytes: number;
  /** Hands a request to the server as this sender; throws AppError. */
  ask<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;
  /** Refuses at once what the server would refuse later, after more had been asked of the person. */
  mayUse(method: Method): void;
  /** Reads what somebody attached. */
  download(url: string): Promise<string>;
}

/** What a chat is made of. */
export interface ChatParts {
  readonly desk: Pick<DiscordDesk, 'needs'>;
  readonly line: SenderLine;
  readonly sender: Sender;
  readonly texts: Texts;
  readonly nonces: Nonces;
  readonly attachmentBytes: number;
  readonly download: (url: string) => Promise<string>;
}

/** Makes the chat of one message. */
export function chatOf({ desk, line, ...parts }: ChatParts): Chat {
  const { sender } = parts;
  return {
    ...parts,
    ask: (method, params) => line.ask(method, params),
    mayUse: (method) => {
      const least = desk.needs(method);
      if (!isAllowed(sender.role, least)) {
        throw new AppError(
          'FORBIDDEN',
          `${method} needs the role ${least}; discord:${sender.id} is ${sender.role}`,
        );
      }
    },
  };
}
