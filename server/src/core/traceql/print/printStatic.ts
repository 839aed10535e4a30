import type { Static } from '../ast';
import { leastInteger } from '../evaluate/numbers/reckon';
import { unitNs } from '../lexer/readNumber';

/** A value as it is written in a query. */
export function printStatic(value: Static): string {
  switch (value.type) {
    case 'nil':
      return 'nil';
    case 'string':
      return printString(value.value);
    case 'int':
      return printInt(value.value);
    case 'float':
      return /[.e]/.test(String(value.value)) ? String(value.value) : `${value.value}.0`;
    case 'duration':
      return printDuration(value.value);
    default:
      return String(value.value);
  }
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A text in quotes, with everything escaped that a string cannot hold. */
export function printString(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be written in another way.
  const inner = text.replace(/[\\"\u0000-\u001f\u007f]/g, (mark) => {
    const code = mark.charCodeAt(0).toString(16).padStart(4, '0');
    return escapes[mark] ?? `\\u${code}`;
  });
  return `"${inner}"`;
}

function printInt(value: number | bigint): string {
  return value === leastInteger ? 'minInt' : String(value === 0 ? 0 : value);
}

function printDuration(ns: number): string {
  const amount = Math.abs(ns);
  const unit = (['h', 'm', 's', 'ms', 'us', 'ns'] as const).find((one) => amount % unitNs[one] === 0) ?? 'ns';
  const isNothing = amount === 0;
  return `${ns < 0 ? '-' : ''}${isNothing ? '0s' : `${(amount / unitNs[unit]).toFixed(0)}${unit}`}`;
}
