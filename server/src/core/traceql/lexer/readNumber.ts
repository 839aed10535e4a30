import type { Static } from '../ast';
import { integerValue } from '../evaluate/numbers/reckon';

/** A number as it was read: where it ends, and its value or why it has none. */
export interface ReadNumber {
  readonly end: number;
  readonly value: Static;
  readonly problem: string | null;
}

/** Reads an integer, a float or a duration that starts with a digit or with a point before a digit. */
export function readNumber(text: string, start: number): ReadNumber {
  const word = matchAt(numberForm, text, start);
  const end = start + word.length;
  if (letterForm.test(text[end] ?? '')) return readDuration(text, start);
  const amount = Number(word);
  if (/^\d+$/.test(word)) {
    const value = integerValue(Number.isSafeInteger(amount) ? amount : BigInt(word));
    const problem = value.type === 'float' ? `${word} is outside the range of integers` : null;
    return { end, value, problem };
  }
  const problem = Number.isFinite(amount) ? null : `${word} is outside the range of numbers`;
  return { end, value: { type: 'float', value: amount }, problem };
}

const numberForm = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const letterForm = /[A-Za-zµμ_]/;
const durationWord = /[\dA-Za-zµμ_.]+/y;
const prometheusForm = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const goForm = /^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const goPart = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
const largest = 2 ** 63;

/** The units of durations in nanoseconds, the largest first. */
export const unitNs = {
  y: 31_536_000e9,
  w: 604_800e9,
  d: 86_400e9,
  h: 3600e9,
  m: 60e9,
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ns: 1,
} as const;

const prometheusUnits = ['y', 'w', 'd', 'h', 'm', 's', 'ms'] as const;

function readDuration(text: string, start: number): ReadNumber {
  const word = matchAt(durationWord, text, start);
  const ns = nanoseconds(word);
  const end = start + word.length;
  const value = { type: 'duration', value: ns ?? 0 } as const;
  const shown = word.length > 40 ? `${word.slice(0, 40)}…` : word;
  if (ns === null) {
    return { end, value, problem: `'${shown}' is no duration; write it like 500ms, 1.5s or 1h30m` };
  }
  return { end, value, problem: ns > largest ? `'${shown}' is longer than a duration can be` : null };
}

function nanoseconds(word: string): number | null {
  const parts = prometheusForm.exec(word);
  if (parts !== null) {
    return prometheusUnits.reduce(
      (sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * unitNs[unit],
      0,
    );
  }
  if (!goForm.test(word)) return null;
  let sum = 0;
  for (const [, amount, unit] of word.matchAll(goPart)) {
    sum += Number(amount) * unitNs[unit as keyof typeof unitNs];
  }
  return Math.round(sum);
}

function matchAt(form: RegExp, text: string, start: number): string {
  form.lastIndex = start;
  return form.exec(text)?.[0] ?? '';
}
