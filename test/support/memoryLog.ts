import type { Log } from '../../server/src/transports/log';

/** A log that keeps what it is told. */
export interface MemoryLog extends Log {
  readonly lines: readonly { readonly level: string; readonly message: string; readonly extra: unknown }[];
}

/** The twin of the log file. */
export function memoryLog(): MemoryLog {
  const lines: { level: string; message: string; extra: unknown }[] = [];
  const write = (level: string) => (message: string, extra?: unknown) => {
    lines.push({ level, message, extra });
  };
  return { lines, info: write('info'), warning: write('warning'), error: write('error') };
}
