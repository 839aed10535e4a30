import type { z } from 'zod';
import { DiscordFault, messageShape, taken } from './faults';
import { type SentFile, type SentMessage, snowflake } from './records';

/** A request's body with the files that came along. */
export interface SentBody {
  readonly body: unknown;
  readonly files: readonly SentFile[];
}

/** Reads a body as Discord does: JSON, or a form with `payload_json` and files. */
export async function readSent(contentType: string, bytes: Buffer): Promise<SentBody> {
  if (!contentType.startsWith('multipart/form-data')) {
    return { body: bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8')), files: [] };
  }
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': contentType },
  }).formData();
  const files: SentFile[] = [];
  let body: unknown = {};
  for (const [name, value] of form) {
    if (typeof value !== 'string') {
      files.push({ name: value.name, text: await value.text() });
    } else if (name === 'payload_json') {
      body = JSON.parse(value);
    }
  }
  return { body, files };
}

type Part = z.output<typeof messageShape>['components'][number]['components'][number];

/** A message as it is kept. */
export function sentMessage(
  { content = '', components, flags, allowed_mentions }: z.output<typeof messageShape>,
  files: readonly SentFile[],
): SentMessage {
  const parts = components.flatMap((row): Part[] => row.components);
  return {
    id: snowflake(),
    content,
    buttons: parts.flatMap((one) => (one.type === 2 ? [{ custom_id: one.custom_id, label: one.label }] : [])),
    menus: parts.flatMap((one) =>
      one.type === 3 ? [{ custom_id: one.custom_id, most: one.max_values, options: one.options }] : [],
    ),
    files,
    isEphemeral: (flags & 64) !== 0,
    mayMention: allowed_mentions === undefined,
    edits: 0,
  };
}

/** The messages of channels. */
export class Channels {
  readonly #messages = new Map<string, SentMessage>();
  readonly #byNonce = new Map<string, string>();
  readonly #known: readonly string[];

  constructor(known: readonly string[]) {
    this.#known = known;
  }

  all(): readonly SentMessage[] {
    return [...this.#messages.values()];
  }

  refuseUnknown(channel: string): void {
    if (!this.#known.includes(channel)) {
      throw new DiscordFault(404, 10003, 'Unknown Channel');
    }
  }

  /** Somebody removes a message. */
  remove(id: string): void {
    this.#messages.delete(id);
  }

  create(channel: string, { body, files }: SentBody): SentMessage {
    this.refuseUnknown(channel);
    const shape = taken(messageShape, body);
    const { nonce, enforce_nonce } = shape;
    const known = enforce_nonce && nonce !== undefined ? this.#byNonce.get(nonce) : undefined;
    const before = known === undefined ? undefined : this.#messages.get(known);
    if (before !== undefined) {
      return before;
    }
    const made = sentMessage(shape, files);
    this.#messages.set(made.id, made);
    if (nonce !== undefined) {
      this.#byNonce.set(nonce, made.id);
    }
    return made;
  }

  edit(channel: string, id: string, { body }: SentBody): SentMessage {
    this.refuseUnknown(channel);
    const before = this.#messages.get(id);
    if (before === undefined) {
      throw new DiscordFault(404, 10008, 'Unknown Message');
    }
    const shape = taken(messageShape, body);
    const hasButtons = (body as { components?: unknown }).components !== undefined;
    const changed = sentMessage(shape, before.files);
    const after = {
      ...before,
      ...(shape.content === undefined ? {} : { content: changed.content }),
      ...(hasButtons ? { buttons: changed.buttons, menus: changed.menus } : {}),
      mayMention: before.mayMention || changed.mayMention,
      edits: before.edits + 1,
    };
    this.#messages.set(id, after);
    return after;
  }
}
