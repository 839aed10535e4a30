import { createInterface } from 'node:readline';
import type { Terminal } from './terminal';

/** What the command line decided about its terminal. */
export interface TerminalChoice {
  readonly color: boolean;
  readonly mayAsk: boolean;
  /** Called for Ctrl-C while a question is open, when the terminal sends no signal. */
  readonly onInterrupt: () => void;
}

/** The terminal this process runs at. Questions go to stderr, so that stdout stays clean. */
export function processTerminal(choice: TerminalChoice): Terminal {
  const { stdin, stdout, stderr } = process;
  const { NO_COLOR = '', TERM } = process.env;
  const wantsColor = choice.color && NO_COLOR === '' && TERM !== 'dumb';
  return {
    isInteractive: choice.mayAsk && stdin.isTTY === true && stderr.isTTY === true,
    isScreen: stderr.isTTY === true,
    isOutScreen: stdout.isTTY === true,
    outColor: wantsColor && stdout.isTTY === true,
    sayColor: wantsColor && stderr.isTTY === true,
    width: stderr.columns ?? stdout.columns ?? 100,
    out: (text) => void stdout.write(text),
    say: (text) => void stderr.write(`${text}\n`),
    ask: (question, signal) => askLine(question, signal, choice.onInterrupt),
  };
}

function askLine(
  question: string,
  signal: AbortSignal | undefined,
  onInterrupt: () => void,
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
    const giveUp = () => {
      reject(signal?.reason);
      lines.close();
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    lines.on('SIGINT', onInterrupt);
    lines.once('close', () => {
      signal?.removeEventListener('abort', giveUp);
      resolve(null);
    });
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
