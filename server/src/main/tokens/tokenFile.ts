import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '#protocol/errors';
import { PrivateDocument } from '../state/privateDocument';

/** What a token lets its holder do. */
export const tokenRoles = ['viewer', 'operator', 'approver'] as const;

const keptToken = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a name has letters, digits, `.`, `_` and `-`'),
  role: z.enum(tokenRoles),
  /** Of the token; the token itself is kept nowhere. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  created_at: z.string(),
});

/** A further token of a workspace as it is kept: by its hash. */
export type KeptToken = z.infer<typeof keptToken>;

const keptTokens = z.strictObject({ version: z.literal(1), tokens: z.array(keptToken) });

/** The further tokens of a workspace, for others than the person whose folder it is; a file only that person can read. */
export class TokenFile {
  readonly #document: PrivateDocument<z.infer<typeof keptTokens>>;

  constructor(path: string) {
    this.#document = new PrivateDocument(path, keptTokens, 'remove it and create new tokens');
  }

  /** Read again when the file has changed; a damaged file is an error, which opens the door to nobody. */
  all(): readonly KeptToken[] {
    return this.#document.read()?.tokens ?? [];
  }

  /** Makes a token and keeps its hash; answers the token, which nobody can read later. */
  create(name: string, role: KeptToken['role']): { readonly token: string; readonly kept: KeptToken } {
    const token = randomBytes(32).toString('hex');
    const made = keptToken.safeParse({
      name,
      role,
      sha256: createHash('sha256').update(token).digest('hex'),
      created_at: new Date().toISOString(),
    });
    if (!made.success) {
      throw new AppError('INPUT_INVALID', made.error.issues.map(({ message }) => message).join('; '));
    }
    this.#change((tokens) => {
      if (tokens.some((one) => one.name === name)) {
        throw new AppError('STATE_CONFLICT', `there is a token ${name} already; revoke it first`, { name });
      }
      return [...tokens, made.data];
    });
    return { token, kept: made.data };
  }

  /** Forgets a token; whoever holds it is a stranger from then on. */
  revoke(name: string): KeptToken {
    const found = this.all().find((one) => one.name === name);
    if (found === undefined) {
      throw new AppError('NOT_FOUND', `there is no token ${name}`);
    }
    this.#change((tokens) => tokens.filter(({ sha256 }) => sha256 !== found.sha256));
    return found;
  }

  #change(next: (tokens: readonly KeptToken[]) => KeptToken[]): void {
    this.#document.change((now) => ({ version: 1, tokens: next(now?.tokens ?? []) }));
  }
}
