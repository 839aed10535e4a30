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
  const pieces = script.match(/"[^"]*"|\^[\s\S]|&&|\|\||[&|\r\n]|[^"^&|\r\n]+|["^]/g) ?? [];
  const parts = [''];
  for (const piece of pieces) {
    if (piece === '"' || piece === '^') throw new Unparsable('a quote or escape is not closed');
    if (/^[&|\r\n]/.test(piece)) parts.push(piece, '');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

function readPart(part: string, upstream: readonly string[]): SimpleCommand {
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  const tokens = part.match(/\d?>>?(?:&\d)?|<|(?:"[^"]*"|\^[\s\S]|[^\s"<>^])+/g) ?? [];
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    if (isOperator(token)) redirects.push({ operator: token, target: targetOf(token, tokens[index + 1]) });
    else if (before === undefined || !isOperator(before) || before.includes('&')) words.push(wordOf(token));
  });
  const doubts = [
    ...(/[%!]/.test(part) ? ['variable'] : []),
    ...(redirects.length > 0 ? ['redirection'] : []),
  ];
  return { words: splitProgram(words), assignments: [], redirects, upstream, doubts };
}

function isOperator(token: string): boolean {
  return /^(?:\d?>|<)/.test(token);
}

function targetOf(operator: string, next: string | undefined): Word {
  if (operator.includes('&')) return literal('');
  if (next === undefined || isOperator(next)) throw new Unparsable('a redirection has no target');
  return wordOf(next);
}

function wordOf(token: string): Word {
  const text = token.replace(/\^([\s\S])/g, '$1').replaceAll('"', '');
  return { ...literal(text), dynamic: /[%!]/.test(text) };
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
