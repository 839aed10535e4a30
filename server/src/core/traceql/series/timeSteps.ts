/** The steps into which a range of time is cut; a span belongs to the step in which it started. Times are microseconds. */
export interface TimeSteps {
  readonly startUs: number;
  readonly stepUs: number;
  readonly count: number;
}

/** The most steps that one answer may have. */
export const mostSteps = 11_000;

/** Cuts a range, its end excluded, into steps; without a length of its own each is as long as {@link stepFor} says. */
export function timeSteps(startUs: number, endUs: number, stepUs = stepFor(endUs - startUs)): TimeSteps {
  return { startUs, stepUs, count: Math.max(0, Math.ceil((endUs - startUs) / stepUs)) };
}

/** The step of a time; -1 outside the range. */
export function stepAt({ startUs, stepUs, count }: TimeSteps, timeUs: number): number {
  const step = Math.floor((timeUs - startUs) / stepUs);
  return step >= 0 && step < count ? step : -1;
}

/** A length of steps that cuts a range into about 240: whole seconds, or 50 ms where the range is shorter than a minute. */
export function stepFor(rangeUs: number): number {
  const wanted = rangeUs / 240;
  const least = rangeUs < 60 * second ? second / 20 : second;
  const unit = units.find((one) => wanted >= one) ?? least;
  return Math.max(least, Math.floor(wanted / unit) * unit);
}

const second = 1_000_000;
const units = [3600, 300, 60, 15, 5, 1].map((seconds) => seconds * second);
