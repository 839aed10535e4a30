import {
  literal,
  longestScript,
  type Redirect,
  type SimpleCommand,
  Unparsable,
  type Word,
} from './simpleCommand';

/** Every simple command of a line for the Windows command interpreter; throws Unparsable. */
export function readCmd(script: string): readonly SimpleCommand[] {
  if (script.length > longestScript || /[\0()]/.test(script))
    throw new Unparsable('the line is not understood');
  const found: SimpleCommand[] = [];
  let upstream: string[] = [];
  for (const [index, part] of split(script).entries()) {
    if (index % 2 === 1) {
      if (part !== '|') upstream = [];
      continue;
    }
    if (part.trim() === '') continue;
    const command = readPart(part, upstream);
    found.push(command);
    upstream = [...upstream, command.words[0]?.text ?? ''];
  }
  return found;
}

/** Commands and, between them, the operators that join them. */
function split(script: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (let at = 0; at < script.length; at++) {
    const char = script[at] ?? '';
    if (char === '"') isQuoted = !isQuoted;
    const isEscaped = char === '^' && !isQuoted;
    if (!isQuoted && /[&|\r\n]/.test(char)) {
      const isDouble = script[at + 1] === char;
      parts.push(isDouble ? char + char : char, '');
      if (isDouble) at++;
    } else {
      parts[parts.length - 1] += isEscaped ? `^${script[at + 1] ?? ''}` : char;
      if (isEscaped) at++;
    }
  }
  if (isQuoted) throw new Unparsable('a quote is not closed');
  return parts;
}

function readPart(part: string, upstream: readonly string[]): SimpleCommand {
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  const doubts = /[%!]/.test(part) ? ['variable'] : [];
  const tokens = part.match(/\d?>>?(?:&\d)?|<|(?:"[^"]*"|\^[^]|[^\s"<>^])+/g) ?? [];
  let operator: string | undefined;
  for (const token of tokens) {
    if (/^(?:\d?>|<)/.test(token)) {
      operator = token;
      doubts.push('redirection');
      if (!token.includes('&')) continue;
    }
    const text = token.replace(/\^([^])/g, '$1').replaceAll('"', '');
    const word: Word = { ...literal(text), dynamic: /[%!]/.test(text) };
    if (operator === undefined) words.push(word);
    else redirects.push({ operator, target: operator === token ? literal('') : word });
    operator = undefined;
  }
  return { words: splitProgram(words), assignments: [], redirects, upstream, doubts };
}

/** `del/q` and `@del` name the same program as `del`. */
function splitProgram(words: readonly Word[]): readonly Word[] {
  const [first, ...rest] = words;
  if (first === undefined) return words;
  const text = first.text.replace(/^@+/, '');
  const slash = /^[a-z]+(?=\/)/i.exec(text)?.[0];
  if (slash === undefined || text.length === slash.length) return [{ ...first, text }, ...rest];
  return [{ ...first, text: slash }, literal(text.slice(slash.length)), ...rest];
}
