import { AppError } from '#protocol/errors';

/** Reads bytes as JSON in valid UTF-8 that nests no deeper than anything of ours does. */
export function parsedJson(bytes: Uint8Array, depth: number): unknown {
  const text = utf8Text(bytes);
  refuseDepth(text, depth);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('INVALID_JSON', `the body is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

function utf8Text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('INVALID_JSON', 'the body is not valid UTF-8');
  }
}

/** Counts brackets outside of strings: what walks the value later does so by calling itself. */
function refuseDepth(text: string, most: number): void {
  let depth = 0;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
    } else if (code === openBrace || code === openBracket) {
      depth += 1;
      count += 1;
      refuseExcess(depth, most, count);
    } else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
    }
  }
}

/** Each of them costs more memory than the two bytes that say it. */
const mostContainers = 4_000_000;

function refuseExcess(depth: number, most: number, count: number): void {
  if (depth > most) {
    throw new AppError('BAD_REQUEST', `the body nests deeper than ${most}`);
  }
  if (count > mostContainers) {
    throw new AppError('PAYLOAD_TOO_LARGE', `the body holds more than ${mostContainers} objects and lists`);
  }
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [34, 92, 123, 125, 91, 93];

function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at !== -1 && isEscaped(text, at)) {
    at = text.indexOf('"', at + 1);
  }
  return at === -1 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === backslash) {
    slashes += 1;
  }
  return slashes % 2 === 1;
}
