import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

// Stands in the editor under test where VS Code has two native modules, its log writer and its watchdog, so that
// setting the editor up compiles nothing.

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'] as const;
type Level = (typeof levels)[number];

/** VS Code asks that every line be written at once; that is what happens anyway. */
export function setFlushOn(): void {}

/** What VS Code writes its logs and output channels with. */
export async function createAsyncRotatingLogger(_name: string, path: string): Promise<PlainLog> {
  mkdirSync(dirname(path), { recursive: true });
  return new PlainLog(path);
}

/** One log file, in the form that the native writer gives it. */
class PlainLog {
  readonly #path: string;
  #level = 2;
  #isRaw = false;

  constructor(path: string) {
    this.#path = path;
  }

  trace = (text: string) => this.#write('trace', text);
  debug = (text: string) => this.#write('debug', text);
  info = (text: string) => this.#write('info', text);
  warn = (text: string) => this.#write('warning', text);
  error = (text: string) => this.#write('error', text);
  critical = (text: string) => this.#write('critical', text);

  getLevel(): number {
    return this.#level;
  }

  setLevel(level: number): void {
    this.#level = level;
  }

  setPattern(): void {}

  clearFormatters(): void {
    this.#isRaw = true;
  }

  flush(): void {}

  drop(): void {}

  #write(level: Level, text: string): void {
    if (levels.indexOf(level) < this.#level) {
      return;
    }
    const stamp = new Date().toISOString().replace('T', ' ').slice(0, -1);
    try {
      appendFileSync(this.#path, this.#isRaw ? text : `${stamp} [${level}] ${text}\n`);
    } catch {
      // The folder went with its test. VS Code would log the failure, which fails again, and so for ever.
    }
  }
}

/** Ends this process when the one that started it is gone. */
export function start(parentPid: number): void {
  setInterval(() => {
    try {
      process.kill(parentPid, 0);
    } catch {
      // Nobody is left whom this process could serve. `process.exit` is what VS Code keeps extensions from calling.
      process.kill(process.pid, 'SIGKILL');
    }
  }, 1_000).unref();
}

/** The watchdog's way to end the process. */
export function exit(code = 0): void {
  process.exit(code);
}
