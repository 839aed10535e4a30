/** A duration as people write it, in whole milliseconds; or why it is none. */
export type Duration = { readonly ms: number } | { readonly problem: string };

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const longestMs = 366 * 24 * unitMs.h;
const form = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*([A-Za-zµ]*)$/;

/**
 * Reads a duration: a number of seconds, or a number with `ms`, `s`, `m` or `h`. Never clamps: whatever is
 * negative, not finite or of another unit is a problem. A positive duration never rounds down to 0, which would
 * mean unlimited.
 */
export function parseDuration(value: unknown): Duration {
  if (typeof value === 'number') return inMs(value, 's', String(value));
  if (typeof value !== 'string')
    return { problem: 'must be a number of seconds or a number with ms, s, m or h' };
  const text = value.trim();
  if (/^[+-]?\.?(nan|inf|infinity)/i.test(text))
    return { problem: `'${shown(text)}' is not a finite number` };
  const match = form.exec(text);
  if (!match) return { problem: `'${shown(text)}' is not a duration such as 500ms, 30s, 2m or 1h` };
  const [, count = '', unit = ''] = match;
  return inMs(Number(count), unit, text);
}

function inMs(count: number, unit: string, text: string): Duration {
  if (!Number.isFinite(count)) return { problem: `'${shown(text)}' is not a finite number` };
  if (count < 0) return { problem: `'${shown(text)}' is negative` };
  if (unit === '') return { problem: `'${shown(text)}' has no unit; use ms, s, m or h` };
  if (!isUnit(unit)) return { problem: `unknown unit '${shown(unit)}'; use ms, s, m or h` };
  const ms = count * unitMs[unit];
  if (ms > longestMs) return { problem: `'${shown(text)}' is longer than a year` };
  return { ms: count > 0 ? Math.max(1, Math.round(ms)) : 0 };
}

function isUnit(text: string): text is keyof typeof unitMs {
  return Object.hasOwn(unitMs, text);
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
