import { appendFileSync, renameSync, rmSync, statSync } from 'node:fs';
import type { JsonObject } from '#protocol/json';
import type { Log } from '../transports/log';

/** How a log file is kept within bounds, and what must not stand in it. */
export interface LogOptions {
  readonly path: string;
  readonly logger: string;
  readonly redact: (record: JsonObject) => unknown;
  /** Size at which the file moves aside; 10 MiB unless a test wants less. */
  readonly maxBytes?: number;
  /** Files kept beside the newest. */
  readonly kept?: number;
  /** Hears each line as well, as a server in the foreground does. */
  readonly echo?: (line: string) => void;
}

/** Writes JSON lines; a full disk or a lost folder costs lines, never the server. */
export function openLog(options: LogOptions): Log {
  const { path, logger, redact, maxBytes = 10 * 1024 * 1024, kept = 5, echo } = options;
  let bytes = sizeOf(path);
  let lost = 0;
  const write = (level: string, message: string, extra: Readonly<Record<string, unknown>> = {}) => {
    const timestamp = new Date().toISOString();
    const record = {
      timestamp,
      level,
      logger,
      message,
      extra: { ...extra, ...(lost > 0 ? { lost_lines: lost } : {}) },
    };
    const line = `${JSON.stringify(redact(record as JsonObject))}\n`;
    echo?.(line);
    try {
      if (bytes + line.length > maxBytes && bytes > 0) {
        rotate(path, kept);
        bytes = 0;
      }
      appendFileSync(path, line, { mode: 0o600 });
      bytes += Buffer.byteLength(line);
      lost = 0;
    } catch {
      lost += 1;
    }
  };
  return {
    info: (message, extra) => write('INFO', message, extra),
    warning: (message, extra) => write('WARNING', message, extra),
    error: (message, extra) => write('ERROR', message, extra),
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
