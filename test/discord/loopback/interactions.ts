import { until } from '../../support/until';
import { DiscordFault, formShape, messageShape, taken } from './faults';
import { type SentBody, sentMessage } from './messages';
import { type Answered, type Person, type SentForm, type SentMessage, snowflake } from './records';

/** Discord waits so long for the first answer to an interaction. */
const firstAnswerMs = 3_000;

interface Open {
  readonly token: string;
  readonly startedMs: number;
  isDeferred: boolean;
  /** As the bot said when it asked for time. */
  isEphemeral: boolean;
  message: SentMessage | undefined;
  form: SentForm | undefined;
}

/** What happens between people and the bot: each interaction is answered once, in time, by whoever has its token. */
export class Interactions {
  readonly #byToken = new Map<string, Open>();
  #last: unknown;
  readonly #application: string;
  readonly #guild: string;
  readonly #dispatch: (event: string, data: unknown) => void;

  constructor(application: string, guild: string, dispatch: (event: string, data: unknown) => void) {
    this.#application = application;
    this.#guild = guild;
    this.#dispatch = dispatch;
  }

  /** Sends an interaction to the bot and waits until it has been answered whole. */
  async send(person: Person, type: 2 | 3 | 5, data: unknown, id = snowflake()): Promise<Answered> {
    const token = `interaction-token-${snowflake()}`;
    const open: Open = {
      ...{ token, startedMs: Date.now(), isDeferred: false, isEphemeral: false },
      ...{ message: undefined, form: undefined },
    };
    this.#byToken.set(token, open);
    this.#last = {
      ...{ id, token, type, data, version: 1, application_id: this.#application },
      ...{ channel_id: '300', attachment_size_limit: 10 * 1024 * 1024, entitlements: [] },
      ...{ locale: person.locale ?? 'en-US', app_permissions: '0', authorizing_integration_owners: {} },
      ...this.#sender(person),
    };
    this.repeatLast();
    return await until(`the answer to interaction ${id}`, () => {
      const { message, form } = open;
      return message !== undefined || form !== undefined ? { message, form } : undefined;
    });
  }

  /** Tells of the last one; the second time nobody is waiting for an answer. */
  repeatLast(): void {
    this.#dispatch('INTERACTION_CREATE', this.#last);
  }

  /** The first answer. */
  answer(token: string, { body, files }: SentBody): void {
    const open = this.#found(token);
    if (Date.now() - open.startedMs > firstAnswerMs) {
      throw new DiscordFault(404, 10062, 'Unknown interaction');
    }
    if (open.isDeferred || open.message !== undefined || open.form !== undefined) {
      throw new DiscordFault(400, 40060, 'Interaction has already been acknowledged.');
    }
    const { type, data = {} } = body as { type?: number; data?: unknown };
    if (type === 5) {
      open.isDeferred = true;
      open.isEphemeral = (((data as { flags?: number }).flags ?? 0) & 64) !== 0;
    } else if (type === 4) {
      open.message = sentMessage(taken(messageShape, data), files);
    } else if (type === 9) {
      const { custom_id, title } = taken(formShape, data);
      open.form = { custom_id, title };
    } else {
      throw new DiscordFault(400, 50035, `Invalid Form Body: type ${type}`);
    }
  }

  /** Fills in what was deferred; as the answer that was promised it is for the same eyes. */
  edit(token: string, { body, files }: SentBody): SentMessage {
    const open = this.#found(token);
    if (!open.isDeferred) {
      throw new DiscordFault(404, 10015, 'Unknown Webhook');
    }
    open.message = { ...sentMessage(taken(messageShape, body), files), isEphemeral: open.isEphemeral };
    return open.message;
  }

  #found(token: string): Open {
    const open = this.#byToken.get(token);
    if (open === undefined) {
      throw new DiscordFault(404, 10062, 'Unknown interaction');
    }
    return open;
  }

  #sender({ id, roles = [], isDirect = false }: Person): object {
    const user = { id, username: `user${id}`, discriminator: '0', avatar: null, global_name: null };
    return isDirect
      ? { user, context: 1 }
      : {
          context: 0,
          guild_id: this.#guild,
          member: { user, roles, joined_at: '2026-01-01T00:00:00Z', deaf: false, mute: false, flags: 0 },
        };
  }
}
