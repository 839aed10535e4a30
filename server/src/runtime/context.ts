import type { Redactor } from '../core/redact/redactor';
import type { Bus } from './bus';
import type { Ports } from './ports';
import type { Tool } from './tool';

/** Facts about the server that answers; filled in by whoever started it. */
export interface ServerInfo {
  readonly version: string;
  readonly pid: number;
  readonly startedMs: number;
  clients(): number;
  /** Ends the server once the answer has been sent. */
  stop(): void;
  /** Writes a fault of ours to the log, with its stack. */
  fault(error: unknown): void;
  /** Where children may post their spans; null while there is no such place. */
  readonly spanReceiver?: () => SpanReceiver | null;
}

/** Where spans are taken over OTLP, and the token that posts them and does nothing else. */
export interface SpanReceiver {
  readonly url: string;
  readonly token: string;
}

/** What every handler works with: the ports, the tools, the redactor, the bus. */
export interface Context {
  readonly ports: Ports;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly disabledTools: ReadonlySet<string>;
  readonly redactor: Redactor;
  readonly bus: Bus;
  readonly server: ServerInfo;
  /** Where lists of runs and run logs are read: the store, or the directories of runs (LOG-15). */
  readonly repository?: 'file' | 'sqlite';
}
