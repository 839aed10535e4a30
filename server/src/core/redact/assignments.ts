import { mask, type SecretRange } from './mask';

/** Names of things that are secret wherever they are given a value. */
const keyword =
  /(?:api|access|private|signing|encryption)[_-]?key|token|secret|passw(?:or)?d|passphrase|authorization/gi;
const restOfName = /[A-Za-z0-9_-]*/y;
const startOfName = /[A-Za-z0-9_.-]/;
const longestName = 64;
/** Names about a secret, not of one: `tokenizer`, `token_count`, `password-file`, `isSecret`. */
const aboutSecrets =
  /tokeni[sz]|secretar|passwordless|(?:file|path|dir|name|type|kind|count|limit|length|size|index|prefix|suffix|pattern)$/i;
const truthAbout = /^(?:is|has|can|should|needs)[A-Z_]/;
/** `=`, `:`, `:=`, `=>`, after the end of a quoted or optional name; comparisons and `::` are none. */
const separator = /\\*["'`]?[\]?]?[ \t]*(?:=>|:=|[:=])(?![:=])[ \t]*/y;
const flagSeparator = /[ \t]+(?=[^\s-])/y;
const openQuote = /\\*["'`]/y;
const scheme = /[A-Za-z]+[ \t]+/y;
const bareValue = /[^\s"'`,;&|<>(){}[\]\\]+/y;
const headerValue = /[^\r\n"'`]+/y;

/**
 * Finds the values in `password=…`, `"api_key": "…"`, `--token …`, `Authorization: Basic …` and the like, escaped or
 * not. What is plainly no secret stays: references, calls, members of objects, names of types, counts of tokens.
 */
export function findAssignments(text: string): readonly SecretRange[] {
  const ranges: SecretRange[] = [];
  let done = 0;
  keyword.lastIndex = 0;
  for (let match = keyword.exec(text); match !== null; match = keyword.exec(text)) {
    const from = nameStart(text, match.index, done);
    const nameEnd = after(restOfName, text, match.index + match[0].length) ?? match.index;
    const value = valueAfter(text, text.slice(from, nameEnd), nameEnd);
    done = value?.end ?? nameEnd;
    if (value?.isSecret) ranges.push({ from, start: value.start, end: value.end });
    keyword.lastIndex = Math.max(done, match.index + 1);
  }
  return ranges;
}

function nameStart(text: string, index: number, done: number): number {
  const first = Math.max(done, index - longestName);
  let start = index;
  while (start > first && startOfName.test(text.charAt(start - 1))) start -= 1;
  return start;
}

interface Value {
  readonly start: number;
  readonly end: number;
  readonly isSecret: boolean;
}

function valueAfter(text: string, name: string, nameEnd: number): Value | null {
  if (aboutSecrets.test(name) || truthAbout.test(name)) return null;
  const flag = name.startsWith('--') ? after(flagSeparator, text, nameEnd) : null;
  const at = after(separator, text, nameEnd) ?? flag;
  if (at === null) return null;
  const quoteEnd = after(openQuote, text, at);
  if (quoteEnd !== null) return quotedValue(text, text.slice(at, quoteEnd), quoteEnd);
  if (/authorization$/i.test(name)) {
    const start = after(scheme, text, at) ?? at;
    const end = after(headerValue, text, start);
    return end === null ? null : { start, end, isSecret: !isHarmless(text.slice(start, end).trim(), name) };
  }
  const end = after(bareValue, text, at);
  if (end === null) return null;
  const value = text.slice(at, end);
  return { start: at, end, isSecret: !isCode(value, text, end) && !isHarmless(value, name) };
}

/** Up to the same quote, or to the end of the line when it is never closed. */
function quotedValue(text: string, quote: string, start: number): Value | null {
  let end = start;
  while (end < text.length && text.charAt(end) !== '\n' && !text.startsWith(quote, end)) {
    end += text.charAt(end) === '\\' && quote.length === 1 ? 2 : 1;
  }
  end = Math.min(end, text.length);
  const value = text.slice(start, end);
  return value === '' ? null : { start, end, isSecret: !isPlaceholder(value) };
}

const harmless = new RegExp(
  `^(?:${[
    'true|false|null|none|nil|undefined|string|str|number|int|integer|bool|boolean|bytes|any|unknown|void|never|object',
    'readonly|new|await|async|typeof|keyof|function|this|or|and|is|_+|[.…]+',
    '\\$|\\$[A-Z_][A-Z0-9_]*|\\$env:\\w+|%[A-Z_][A-Z0-9_]*%',
  ].join('|')})$`,
  'i',
);
const member =
  /^(?:this|self|process|os|env|globals|config|options|args|params|props|state|request|response|req|res|context|ctx|settings|secrets|inputs|steps|github|[A-Z][A-Za-z]*)(?:\.#?[A-Za-z_$]+)+$/;
const amount = /^[0-9_]+(?:\.[0-9]+)?$/;

function isHarmless(value: string, name: string): boolean {
  if (value === mask || harmless.test(value) || member.test(value)) return true;
  if (amount.test(value)) return /tokens/i.test(name);
  return value.toLowerCase() === name.replace(/^-+/, '').toLowerCase();
}

const identifier = /^[A-Za-z_$][A-Za-z_$]*$/;
const operator = /[ \t]+(?:\?\?|\|\||&&|[!=]==?|\?)[ \t]/y;
/** A type named after what it holds: `CancellationToken`, `Secrets`. */
const typeName = /^[A-Z][A-Za-z]*(?:Token|Secret|Password|Key)s?$|^(?:Token|Secret|Password)s?$/;

/** Whether a bare value is the beginning of an expression or a type of a program, by what comes after it. */
function isCode(value: string, text: string, end: number): boolean {
  const next = text.charAt(end);
  if (next === '(') return true;
  if (!identifier.test(value)) return false;
  if (next === '[' || (next === '<' && /^[A-Z]/.test(value))) return true;
  if (typeName.test(value) && /[),;|{]/.test(next)) return true;
  return after(operator, text, end) !== null;
}

/** Whether a quoted value is none: masked, a reference, dots, or the version of a package that is called after tokens. */
function isPlaceholder(value: string): boolean {
  return (
    value === mask || isReference(value) || /^(?:[.…]+|[~^]?\d+\.\d+\.\d+(?:-[a-z]+[.\d]*)?)$/.test(value)
  );
}

/** Whether a value is only the place of one: `${secrets.X}`, which resolves when it is used. */
export function isReference(value: string): boolean {
  return /^\$\{[A-Za-z0-9_.[\]-]*\}$/.test(value);
}

/** Where a sticky pattern that matches at `index` ends, or null. */
function after(pattern: RegExp, text: string, index: number): number | null {
  pattern.lastIndex = index;
  return pattern.test(text) ? pattern.lastIndex : null;
}
