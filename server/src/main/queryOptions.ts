import { type QueryLimits, usualLimits } from '../runtime/ports/queryPort';

/** Between a second and an hour. */
const mostSeconds = 3_600;
const leastSpans = 1_000;
const mostSpans = 100_000_000;

/** What one question over all spans may cost, as a server is told; a sentence when that is wrong. */
export function queryOptions(seconds: string | undefined, spans: string | undefined): QueryLimits | string {
  if (seconds !== undefined && !isWhole(seconds, 1, mostSeconds)) {
    return `--query-seconds: ${seconds} is not a whole number from 1 to ${mostSeconds}`;
  }
  if (spans !== undefined && !isWhole(spans, leastSpans, mostSpans)) {
    return `--query-spans: ${spans} is not a whole number from ${leastSpans} to ${mostSpans}`;
  }
  return {
    timeMs: seconds === undefined ? usualLimits.timeMs : Number(seconds) * 1_000,
    spans: spans === undefined ? usualLimits.spans : Number(spans),
  };
}

function isWhole(text: string, least: number, most: number): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
}
