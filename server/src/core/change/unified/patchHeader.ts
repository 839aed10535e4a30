import type { Refusal } from '../preview';
import { isFileHeader } from './patchHunk';
import { unquotePath } from './patchPath';

/** What stands above the hunks of one file. Paths are without `a/` and `b/`; `null` is `/dev/null`. */
export interface PatchHeader {
  readonly oldPath: string | null;
  readonly newPath: string | null;
  readonly mode: number | null;
  readonly base: string | null;
  /** The line behind the header. */
  readonly next: number;
}

const gitPrefix = 'diff --git ';
const extended =
  /^(?:old mode|new mode|deleted file mode|new file mode|index|similarity index|dissimilarity index) /;
const moved = /^(?:rename|copy) (?:from|to) /;
const binary = /^(?:GIT binary patch|Binary files .* differ)/;

/** Whether the part of a file begins here. */
export function isPatchHeader(lines: readonly string[], at: number): boolean {
  return (lines[at] ?? '').startsWith(gitPrefix) || isFileHeader(lines, at);
}

/** Reads a file's header, in git's form or plain; refuses renames, copies and binary patches. */
export function readPatchHeader(lines: readonly string[], at: number): PatchHeader | Refusal {
  const isGit = (lines[at] ?? '').startsWith(gitPrefix);
  const end = isGit ? endOfExtended(lines, at + 1) : at;
  const more = lines.slice(at + 1, Math.max(end, at + 1));
  const refused = more.find((line) => moved.test(line) || binary.test(line));
  if (refused !== undefined) return { problem: refusalOf(refused, at) };
  const hasNames = isFileHeader(lines, end);
  const names = hasNames
    ? plainNames(lines[end] ?? '', lines[end + 1] ?? '')
    : gitNames(lines[at] ?? '', more);
  if (names === undefined) return { problem: `line ${at + 1} of the patch: the file names cannot be read` };
  return { ...names, ...modeAndBase(isGit ? more : []), next: hasNames ? end + 2 : end };
}

function endOfExtended(lines: readonly string[], from: number): number {
  let at = from;
  for (;;) {
    const line = lines[at] ?? '';
    if (!extended.test(line) && !moved.test(line) && !binary.test(line)) return at;
    at++;
  }
}

function refusalOf(line: string, at: number): string {
  const what = moved.test(line)
    ? 'renames or copies a file; delete the one and create the other'
    : 'is binary';
  return `line ${at + 1} of the patch: this part ${what}`;
}

interface Names {
  readonly oldPath: string | null;
  readonly newPath: string | null;
}

function plainNames(oldLine: string, newLine: string): Names | undefined {
  const old = nameIn(oldLine);
  const fresh = nameIn(newLine);
  if (old === undefined || fresh === undefined) return undefined;
  const isPrefixed = (old === null || old.startsWith('a/')) && (fresh === null || fresh.startsWith('b/'));
  const strip = (name: string | null): string | null => (isPrefixed && name !== null ? name.slice(2) : name);
  return { oldPath: strip(old), newPath: strip(fresh) };
}

/** The name behind `--- ` or `+++ `, up to a TAB (behind it stands a time); `null` for `/dev/null`. */
function nameIn(line: string): string | null | undefined {
  const text = line.slice(4).split('\t')[0]?.trimEnd() ?? '';
  const name = unquotePath(text);
  if (name === '/dev/null') return null;
  return name === '' ? undefined : name;
}

/** Names of a part without `---` and `+++`: both are the same there, so the line falls into equal halves. */
function gitNames(line: string, more: readonly string[]): Names | undefined {
  const rest = line.slice(gitPrefix.length);
  const half = (rest.length - 1) / 2;
  const old = unquotePath(rest.slice(0, half));
  const fresh = unquotePath(rest.slice(half + 1));
  const path = old?.slice(2);
  if (rest[half] !== ' ' || !old?.startsWith('a/') || path === '' || fresh !== `b/${path}`) return undefined;
  return {
    oldPath: more.some((header) => header.startsWith('new file mode ')) ? null : (path ?? null),
    newPath: more.some((header) => header.startsWith('deleted file mode ')) ? null : (path ?? null),
  };
}

function modeAndBase(more: readonly string[]): { mode: number | null; base: string | null } {
  let mode: number | null = null;
  let base: string | null = null;
  for (const line of more) {
    const newMode = /^new (?:file )?mode 100([0-7]{3})$/.exec(line)?.[1];
    if (newMode !== undefined) mode = Number.parseInt(newMode, 8);
    base = /^index ([0-9a-f]{7,64})\.\./.exec(line)?.[1] ?? base;
  }
  return { mode, base };
}
