import type { Result } from '#protocol/methods';
import type { ListShape } from '../../terminal/list';

type Answer = Result<'trace/series'>;
type Series = Answer['series'][number];

/** How a metrics query’s answer is written: one line for each series, on a screen with its course over time. */
export function seriesShape(series: readonly Series[], hasCourse: boolean): ListShape<Series> {
  const names = [...new Set(series.flatMap(({ labels }) => labels.map(({ name }) => name)))];
  const labels = names.map((name) => ({
    name,
    value: (one: Series) => labelText(one.labels.find((label) => label.name === name)?.value),
  }));
  const course = { name: 'course', value: ({ values }: Series) => sparkline(values) };
  return {
    columns: [
      ...labels,
      { name: 'points', value: (one) => numbersOf(one).length },
      { name: 'min', value: (one) => shortNumber(Math.min(...numbersOf(one))) },
      { name: 'max', value: (one) => shortNumber(Math.max(...numbersOf(one))) },
      { name: 'last', value: (one) => shortNumber(numbersOf(one).at(-1) ?? 0) },
      ...(hasCourse ? [course] : []),
    ],
    empty: 'No numbers found',
  };
}

/** Over which time the numbers go, as a line beneath them. */
export function seriesRange({ start_us, step_us, count }: Answer): string {
  const at = (us: number) => new Date(us / 1000).toISOString();
  return `(${count} steps of ${step_us / 1e6} s from ${at(start_us)} to ${at(start_us + step_us * count)})`;
}

/** At most so many marks stand for the course of a series. */
const courseWidth = 40;
const marks = '▁▂▃▄▅▆▇█';

/** The course of numbers over time: each mark is the highest of its stretch, a space where there is none. */
export function sparkline(values: readonly (number | null)[]): string {
  const width = Math.min(courseWidth, values.length);
  const stretches = Array.from({ length: width }, (_, at) => {
    const part = values.slice(
      Math.floor((at * values.length) / width),
      Math.floor(((at + 1) * values.length) / width),
    );
    const numbers = part.filter((value) => value !== null);
    return numbers.length === 0 ? null : Math.max(...numbers);
  });
  const known = stretches.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return stretches.map((value) => (value === null ? ' ' : marks[markOf(value, least, most)])).join('');
}

function markOf(value: number, least: number, most: number): number {
  return most === least ? 3 : Math.round(((value - least) / (most - least)) * (marks.length - 1));
}

function numbersOf({ values }: Series): readonly number[] {
  return values.filter((value) => value !== null);
}

function labelText(value: unknown): string {
  return value === null || value === undefined ? 'nil' : String(value);
}

function shortNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
