import { parseDuration } from '../../duration';
import type { Reader } from './shapes';

/** Reads a duration as a person writes it into milliseconds. */
export const time: Reader<number> = (value, pointer, report) => {
  const read = parseDuration(value);
  if ('ms' in read) return read.ms;
  report('BAD_DURATION', pointer, read.problem);
  return undefined;
};

/** Reads a duration that may not be zero. */
export const timeAboveZero: Reader<number> = (value, pointer, report) => {
  const read = time(value, pointer, report);
  if (read !== 0) return read;
  report('OUT_OF_RANGE', pointer, 'Expected a time above zero.');
  return undefined;
};

/** Reads a moment as ISO-8601 with its zone, kept in UTC with milliseconds. */
export const moment: Reader<string> = (value, pointer, report) => {
  const at = typeof value === 'string' && momentForm.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(at)) return new Date(at).toISOString();
  report('WRONG_TYPE', pointer, 'Expected a time such as 2030-01-31T12:00:00Z.');
  return undefined;
};

const momentForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
