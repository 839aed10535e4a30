import type { JsonObject } from '#protocol/json';
import type { AccessLog } from '../transports/http/accessLog';
import type { Log } from '../transports/log';
import { type RotatedFileOptions, rotatedFile } from './rotatedFile';

/** How a log file is kept within bounds, and what must not stand in it. */
export interface LogOptions extends RotatedFileOptions {
  readonly logger: string;
  readonly redact: (record: JsonObject) => unknown;
  /** Hears each line as well, as a server in the foreground does. */
  readonly echo?: (line: string) => void;
}

/** Writes JSON lines; a full disk or a lost folder costs lines, never the server. */
export function openLog(options: LogOptions): Log {
  const { logger, redact, echo } = options;
  const append = rotatedFile(options);
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
    lost = append(line) ? 0 : lost + 1;
  };
  return {
    info: (message, extra) => write('INFO', message, extra),
    warning: (message, extra) => write('WARNING', message, extra),
    error: (message, extra) => write('ERROR', message, extra),
  };
}

/** Writes one line for each request over HTTP, in a file of its own (LOG-14). */
export function openAccessLog(options: Omit<LogOptions, 'logger'>): AccessLog {
  const append = rotatedFile(options);
  return (access) => {
    const record = { ...access, timestamp: new Date().toISOString() };
    const line = `${JSON.stringify(options.redact(record))}\n`;
    options.echo?.(line);
    append(line);
  };
}
