/** A length of time for people: three digits at most. */
export function durationText(ms: number | null): string {
  if (ms === null) {
    return '–';
  }
  if (ms < 1000) {
    return `${round(ms, ms < 10 ? 1 : 0)} ms`;
  }
  if (ms < 60_000) {
    return `${round(ms / 1000, ms < 10_000 ? 2 : 1)} s`;
  }
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** A count of bytes for people. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${round(bytes / 1024 ** power, power === 0 ? 0 : 1)} ${units[power]}`;
}

/** A time without what every reader can do without. */
export function timeText(iso: string | null): string {
  return iso === null ? '–' : iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}

function round(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
