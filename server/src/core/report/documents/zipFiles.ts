import { strToU8, zipSync } from 'fflate';

/** Files by their paths as one ZIP archive; the same files at the same time give the same bytes. */
export function zipFiles(files: Readonly<Record<string, string>>, time: string): Uint8Array {
  const entries = Object.entries(files).map(([path, text]) => [path, strToU8(text)] as const);
  return zipSync(Object.fromEntries(entries), { mtime: zipTime(time), level: 6 });
}

const firstZipTime = Date.UTC(1980, 0, 2);

/** The format knows no time before 1980. */
function zipTime(iso: string): Date {
  const ms = Date.parse(iso);
  return new Date(Number.isNaN(ms) ? firstZipTime : Math.max(ms, firstZipTime));
}
