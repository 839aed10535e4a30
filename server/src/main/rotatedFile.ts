import { appendFileSync, renameSync, rmSync, statSync } from 'node:fs';

/** A file of lines that is kept within bounds. */
export interface RotatedFileOptions {
  readonly path: string;
  /** Size at which the file moves aside; 10 MiB unless a test wants less. */
  readonly maxBytes?: number;
  /** Files kept beside the newest. */
  readonly kept?: number;
}

/** Returns how to append a line; it answers false when the line was lost, which costs nothing else. */
export function rotatedFile(options: RotatedFileOptions): (line: string) => boolean {
  const { path, maxBytes = 10 * 1024 * 1024, kept = 5 } = options;
  let bytes = sizeOf(path);
  return (line) => {
    try {
      if (bytes + line.length > maxBytes && bytes > 0) {
        rotate(path, kept);
        bytes = 0;
      }
      appendFileSync(path, line, { mode: 0o600 });
      bytes += Buffer.byteLength(line);
      return true;
    } catch {
      return false;
    }
  };
}

function rotate(path: string, kept: number): void {
  rmSync(`${path}.${kept}`, { force: true });
  for (let n = kept - 1; n >= 0; n -= 1) {
    const from = n === 0 ? path : `${path}.${n}`;
    if (sizeOf(from) > 0) {
      renameSync(from, `${path}.${n + 1}`);
    }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
