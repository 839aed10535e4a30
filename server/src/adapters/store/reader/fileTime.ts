import type { Cell } from '../record/cells';

/** A time of a file as microseconds since the epoch: a number of them, seconds, or a text as in ISO 8601, UTC without a zone. */
export function fileTime(stored: Cell): number | null {
  if (typeof stored === 'number') return stored < microsecondsFrom ? Math.round(stored * 1e6) : stored;
  if (typeof stored !== 'string') return null;
  const parts = form.exec(stored);
  if (parts === null) return null;
  const [, date = '', time = '', fraction = '', zone = 'Z'] = parts;
  const ms = Date.parse(`${date}T${time}${zone === '' ? 'Z' : zone}`);
  return Number.isNaN(ms) ? null : ms * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

/** Below this a number can only mean seconds: as microseconds it would be a time of 1970. */
const microsecondsFrom = 1e12;
const form = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d|)$/;
