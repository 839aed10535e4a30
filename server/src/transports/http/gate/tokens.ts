import { createHash, timingSafeEqual } from 'node:crypto';
import type { Caller } from '#protocol/methods';

/** One token that opens the door, by its hash, for whom, and how far. */
export interface HttpToken {
  /** Of the token, in hexadecimal digits. */
  readonly sha256: string;
  readonly actor: string;
  readonly role: Caller['role'];
  /** `spans`: may post spans and do nothing else. */
  readonly scope: 'all' | 'spans';
}

/** The token of a request's `Authorization: Bearer`, if it has one. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(header ?? '')?.[1];
}

/** The token that was shown; compares with every one of them and tells by no time which came close. */
export function knownToken(tokens: readonly HttpToken[], shown: string): HttpToken | undefined {
  const given = digest(shown);
  let found: HttpToken | undefined;
  for (const one of tokens) {
    if (timingSafeEqual(given, Buffer.from(one.sha256, 'hex'))) {
      found = one;
    }
  }
  return found;
}

/** What is kept of a token. */
export function tokenHash(token: string): string {
  return digest(token).toString('hex');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
