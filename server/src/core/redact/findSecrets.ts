import { findAssignments } from './assignments';
import type { KnownSecrets } from './knownSecrets';
import { findLongTokens, hasLongRun } from './longTokens';
import { joinRanges, mask, type SecretRange } from './mask';

/** Tokens with a form of their own; group 1, where there is one, is the secret. */
const forms: readonly RegExp[] = [
  /(?<![A-Za-z0-9])gh[psoru]_[A-Za-z0-9]{6,}/g,
  /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{6,}/g,
  /(?<![A-Za-z0-9])A[KS]IA[0-9A-Z]{12,}/g,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g,
  /\bbearer[ \t]+(?!(?:tokens?|auth\w*|scheme|format|header|of)\b)([A-Za-z0-9._~+/=-]{3,})/gi,
  /\b[Bb]asic[ \t]+(?=[a-z+/]*[A-Z0-9])([A-Za-z0-9+/]{8,}={0,2})/g,
  /:\/\/[^\s/@:"'<>]*:([^\s/@"'<>]+)@/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** Something of every form and keyword: a text without any of it and without a long run holds no secret but a known one. */
const telling =
  /key|token|secret|passw|passphrase|authorization|gh[psoru]_|github_pat_|a[ks]ia|eyj|bearer|basic|:\/\/|-----begin/i;

/**
 * Everything in a text that must not be kept, in order and without overlaps. Takes time linear in the text: no
 * pattern looks twice at more than a bounded number of characters.
 */
export function findSecrets(text: string, known: KnownSecrets): readonly SecretRange[] {
  if (!mayHold(text)) return joinRanges(known.find(text));
  return joinRanges([
    ...known.find(text),
    ...findAssignments(text),
    ...findLongTokens(text),
    ...forms.flatMap((form) => findForm(text, form)),
  ]);
}

function mayHold(text: string): boolean {
  return telling.test(text) || (hasLongRun(text) && !isDigest(text));
}

const digest = /^(?:sha256:)?[0-9a-f]{64}$/;

/** A digest and nothing else: a step names several. */
function isDigest(text: string): boolean {
  return text.length <= 71 && digest.test(text);
}

function findForm(text: string, form: RegExp): SecretRange[] {
  const found: SecretRange[] = [];
  for (const match of text.matchAll(form)) {
    const secret = match[1] ?? match[0];
    const end = match.index + match[0].length - (match[1] !== undefined && match[0].endsWith('@') ? 1 : 0);
    if (secret !== mask && secret !== '') found.push({ from: match.index, start: end - secret.length, end });
  }
  return found;
}
