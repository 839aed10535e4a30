import type { SecretRange } from './mask';

/** Finds the values of known secrets, however they are written. */
export interface KnownSecrets {
  find(text: string): readonly SecretRange[];
  /** Length of the longest form: no match reaches further. */
  readonly longest: number;
  /** Length of the longest form that spans lines, 0 if none does. */
  readonly longestOverLines: number;
}

/** Shorter values would mask half of every text. */
const shortest = 4;
/** Lines of a secret that are long enough to be searched for by themselves. */
const shortestLine = 16;
/** A piece of base64 shorter than this occurs by chance. */
const shortestStem = 6;

/**
 * Looks for secrets in clear, URL-encoded, JSON-escaped, line by line, and in base64 of both alphabets wherever they
 * start in what was encoded; of base64 the whole run is masked, for its ends still tell something.
 */
export function knownSecrets(values: readonly string[]): KnownSecrets {
  const secrets = values.filter((value) => value.trim().length >= shortest);
  const forms = unique(secrets.flatMap(clearForms));
  const stems = unique(secrets.flatMap(base64Stems));
  const clear = anyOf(forms);
  const encoded = anyOf(stems);
  return {
    find: (text) =>
      clear === null && encoded === null
        ? nothing
        : [
            ...(clear === null ? [] : findClear(text, clear)),
            ...(encoded === null ? [] : findEncoded(text, encoded)),
          ],
    longest: Math.max(0, ...forms.map(length), ...stems.map(length)),
    longestOverLines: Math.max(0, ...forms.filter((form) => /[\r\n]/.test(form)).map(length)),
  };
}

const nothing: readonly SecretRange[] = [];
const length = (text: string) => text.length;

function unique(forms: readonly string[]): readonly string[] {
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function clearForms(secret: string): readonly string[] {
  const url = encodeURIComponent(secret.replace(/\p{Surrogate}/gu, '\ufffd'));
  const escaped = JSON.stringify(secret).slice(1, -1);
  const lines = secret.split(/\r?\n/).filter((line) => line.trim().length >= shortestLine);
  const lowerCaseUrl = url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [secret, url, lowerCaseUrl, url.replaceAll('%20', '+'), escaped, ...lines];
}

/** What base64 of anything that contains the secret contains, for each of the three places it can start at. */
function base64Stems(secret: string): readonly string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(secret));
  const stems = ['', '\0', '\0\0'].map((before) => {
    const whole = before.length + bytes.length;
    const firstOwn = Math.ceil((before.length * 4) / 3);
    return btoa(before + bytes).slice(firstOwn, Math.floor((whole * 4) / 3));
  });
  const long = stems.filter((stem) => stem.length >= shortestStem);
  return [...long, ...long.map((stem) => stem.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** A plain search for any of some literals: nothing in them is read as a pattern. */
function anyOf(literals: readonly string[]): RegExp | null {
  if (literals.length === 0) return null;
  return new RegExp(literals.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
}

function findClear(text: string, pattern: RegExp): readonly SecretRange[] {
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
    from: index,
    start: index,
    end: index + found.length,
  }));
}

const base64 = /[A-Za-z0-9+/_=-]/;

function findEncoded(text: string, pattern: RegExp): readonly SecretRange[] {
  const ranges: SecretRange[] = [];
  let done = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    let start = match.index;
    while (start > done && base64.test(text.charAt(start - 1))) start -= 1;
    let end = match.index + match[0].length;
    while (end < text.length && base64.test(text.charAt(end))) end += 1;
    ranges.push({ from: start, start, end });
    done = end;
    pattern.lastIndex = end;
  }
  return ranges;
}
