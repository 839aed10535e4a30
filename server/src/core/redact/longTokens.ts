import type { SecretRange } from './mask';

/** 40 and more characters of base64 in either alphabet. */
const longRun = /[A-Za-z0-9+/_-]{40,}={0,2}/g;

const shortestRun = 40;

/** Whether 40 characters of base64 stand side by side; looks at few of the others, for every text that is kept comes by. */
export function hasLongRun(text: string): boolean {
  let end = shortestRun - 1;
  while (end < text.length) {
    let at = end;
    while (at > end - shortestRun && isOfRun(text.charCodeAt(at))) at -= 1;
    if (at === end - shortestRun) return true;
    end = at + shortestRun;
  }
  return false;
}

const ofRun = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-')
  ofRun[character.charCodeAt(0)] = 1;

function isOfRun(code: number): boolean {
  return ofRun[code] === 1;
}

/**
 * Finds long random-looking runs. Digests in hex, ids and traces made of them, paths and names made of words are
 * none: a reader of the record needs them, and they open nothing.
 */
export function findLongTokens(text: string): readonly SecretRange[] {
  const ranges: SecretRange[] = [];
  for (const { index, 0: found } of text.matchAll(longRun)) {
    // In a diff the first character of a line is the sign of the change.
    const isSign = /[+-]/.test(found.charAt(0)) && (index === 0 || text.charAt(index - 1) === '\n');
    const start = index + (isSign ? 1 : 0);
    if (isRandom(found.slice(isSign ? 1 : 0))) ranges.push({ from: start, start, end: index + found.length });
  }
  return ranges;
}

/** Lengths in hex of md5, sha1, sha224, sha256, sha384 and sha512, and of span ids. */
const digestLengths = [16, 32, 40, 56, 64, 96, 128];
/** The digest in a lock file: `sha512-` and base64 of exactly its length. */
const integrity =
  /^sha(?:1-[A-Za-z0-9+/]{27}=|256-[A-Za-z0-9+/]{43}=|384-[A-Za-z0-9+/]{64}|512-[A-Za-z0-9+/]{86}==)$/;
/** So many characters in parts that are no words make a run a secret. */
const tooManyOddCharacters = 16;

function isRandom(run: string): boolean {
  if (integrity.test(run)) return false;
  let odd = 0;
  for (const part of run.replace(/=+$/, '').split(/[+/_-]+/)) {
    if (!isHex(part) && !isWords(part)) odd += part.length;
  }
  return odd >= tooManyOddCharacters;
}

function isHex(part: string): boolean {
  if (!/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(part)) return false;
  return part.length < 32 || digestLengths.includes(part.length);
}

/** Whether a part reads like `nodeProcesses`, `README` or `sha256`: humps of some length, nothing endless. */
function isWords(part: string): boolean {
  const humps = part.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+/g) ?? [];
  if (part.length >= 40 && (humps.length < 3 || /[0-9]/.test(part))) return false;
  return humps.every((hump) => hump.length <= 24) && part.length >= humps.length * 3;
}
