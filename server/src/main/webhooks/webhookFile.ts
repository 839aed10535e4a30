import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '#protocol/errors';
import { type WebhookKind, webhookKinds } from '#protocol/webhooks/webhookKinds';
import { isSecret, newSecret } from '../../adapters/webhooks/signature';
import { PrivateDocument } from '../state/privateDocument';

/** After a change of secret the old one signs beside the new one for this long. */
const overlapMs = 24 * 60 * 60_000;

const keptWebhook = z.strictObject({
  id: z.string().regex(/^hook_[0-9a-f]{12}$/),
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a name has letters, digits, `.`, `_` and `-`'),
  url: z.string(),
  kinds: z.array(z.enum(webhookKinds)).min(1),
  secret: z.string().refine(isSecret, 'a secret is `whsec_` and 24 to 64 bytes in base64'),
  /** The secret before this one, and until when it signs too. */
  earlier: z.strictObject({ secret: z.string().refine(isSecret), until: z.string() }).nullable(),
  created_at: z.string(),
});

/** A webhook of a workspace as it is kept, with its secret. */
export type KeptWebhook = z.infer<typeof keptWebhook>;

const keptWebhooks = z.strictObject({ version: z.literal(1), webhooks: z.array(keptWebhook) });

/** What a person says of a new webhook. */
export interface NewWebhook {
  readonly name: string;
  readonly url: string;
  /** All of them where none is named. */
  readonly kinds: readonly WebhookKind[];
  /** A new one is made where none is given. */
  readonly secret: string | undefined;
}

/** The webhooks of a workspace, in a file that only its owner can read and that git does not see. */
export class WebhookFile {
  readonly #document: PrivateDocument<z.infer<typeof keptWebhooks>>;

  constructor(path: string) {
    this.#document = new PrivateDocument(path, keptWebhooks, 'remove it and add the webhooks anew');
  }

  all(): readonly KeptWebhook[] {
    return this.#document.read()?.webhooks ?? [];
  }

  /** A webhook by its name. */
  named(name: string): KeptWebhook {
    const found = this.all().find((one) => one.name === name);
    if (found === undefined) {
      throw new AppError('NOT_FOUND', `there is no webhook ${name}`);
    }
    return found;
  }

  add({ name, url, kinds, secret }: NewWebhook): KeptWebhook {
    const made = checked({
      id: `hook_${randomBytes(6).toString('hex')}`,
      ...{ name, url: checkedUrl(url), kinds: kinds.length === 0 ? [...webhookKinds] : [...new Set(kinds)] },
      secret: secret ?? newSecret(),
      earlier: null,
      created_at: new Date().toISOString(),
    });
    this.#change((webhooks) => {
      if (webhooks.some((one) => one.name === name)) {
        throw new AppError('STATE_CONFLICT', `there is a webhook ${name} already; remove it first`, { name });
      }
      return [...webhooks, made];
    });
    return made;
  }

  remove(name: string): KeptWebhook {
    const found = this.named(name);
    this.#change((webhooks) => webhooks.filter(({ id }) => id !== found.id));
    return found;
  }

  /** Gives a webhook a new secret; for a day the old one signs beside it. */
  rotate(name: string, secret: string | undefined): KeptWebhook {
    const found = this.named(name);
    const until = new Date(Date.now() + overlapMs).toISOString();
    const made = checked({
      ...found,
      secret: secret ?? newSecret(),
      earlier: { secret: found.secret, until },
    });
    this.#change((webhooks) => webhooks.map((one) => (one.id === found.id ? made : one)));
    return made;
  }

  #change(next: (webhooks: readonly KeptWebhook[]) => KeptWebhook[]): void {
    this.#document.change((now) => ({ version: 1, webhooks: next(now?.webhooks ?? []) }));
  }
}

/** The secrets that sign now. */
export function validSecrets({ secret, earlier }: KeptWebhook, nowMs: number): readonly string[] {
  return earlier !== null && Date.parse(earlier.until) > nowMs ? [secret, earlier.secret] : [secret];
}

function checked(given: KeptWebhook): KeptWebhook {
  const made = keptWebhook.safeParse(given);
  if (!made.success) {
    throw new AppError('INPUT_INVALID', made.error.issues.map(({ message }) => message).join('; '));
  }
  return made.data;
}

/** Messages travel to this machine, or encrypted; nothing in an address is a secret that we would send along. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isHere)) {
    throw new AppError('INPUT_INVALID', '--url is no https: address, nor http: on this machine');
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new AppError('INPUT_INVALID', '--url has a name, a password or a fragment, which are not sent');
  }
  return url.href;
}
