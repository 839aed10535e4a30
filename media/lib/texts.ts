/** A text of the strings table with its values in place: `{0}` is the first. */
export function filled(text: string, ...values: readonly (string | number)[]): string {
  return text.replaceAll(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

type Unit = 'millisecond' | 'second' | 'minute' | 'hour';

const formats = new Map<string, Intl.NumberFormat>();

/** Making a format costs far more than using it, and lists of numbers are drawn while they are scrolled. */
function formatOf(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale()} ${name} ${options.maximumFractionDigits}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale(), options);
  formats.set(key, format);
  return format;
}

function unitFormat(unit: Unit, maximumFractionDigits: number): Intl.NumberFormat {
  return formatOf(unit, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits });
}

function plainFormat(maximumFractionDigits: number): Intl.NumberFormat {
  return formatOf('plain', { maximumFractionDigits });
}

const locale = () => document.documentElement.lang || 'en';

/** A length of time for people, in the language of the page: `350 ms`, `4.2 s`, `3 min 20 s`. */
export function durationText(ms: number): string {
  const unit = (value: number, name: Unit, digits = 0) => unitFormat(name, digits).format(value);
  if (ms < 1000) {
    return unit(Math.round(ms), 'millisecond');
  }
  const seconds = ms / 1000;
  if (seconds < 60) {
    return unit(seconds, 'second', 1);
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${unit(minutes, 'minute')} ${unit(Math.floor(seconds % 60), 'second')}`
    : `${unit(Math.floor(minutes / 60), 'hour')} ${unit(minutes % 60, 'minute')}`;
}

/** A point in time for people; the day is left out when it is today. */
export function timeText(iso: string): string {
  const time = new Date(iso);
  const isToday = time.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(locale(), {
    timeStyle: 'medium',
    ...(isToday ? {} : { dateStyle: 'medium' }),
  }).format(time);
}

/** A size in bytes for people: `818 B`, `1.6 kB`, `2.1 MB`. */
export function sizeText(bytes: number): string {
  const [unit, size] = bytes < 1000 ? ['B', 1] : bytes < 1_000_000 ? ['kB', 1000] : ['MB', 1_000_000];
  return `${plainFormat(1).format(bytes / Number(size))} ${unit}`;
}

/** A number for people. */
export function countText(count: number): string {
  return plainFormat(0).format(count);
}
