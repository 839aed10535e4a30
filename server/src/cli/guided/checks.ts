import { visible } from '#protocol/shown/visible';
import type { Call, Outcome } from '../invocation';
import { paint, type Style } from '../terminal/paint';

/** How one check came out; `skip` when an earlier one made it pointless. */
export interface CheckRow {
  readonly name: string;
  readonly status: 'pass' | 'fail' | 'warn' | 'skip';
  readonly details: string;
}

const styles: Readonly<Record<CheckRow['status'], Style>> = {
  pass: 'good',
  fail: 'bad',
  warn: 'warning',
  skip: 'quiet',
};

/** Checks that depend on each other: after the first failure the rest is skipped. */
export class CheckList {
  readonly rows: CheckRow[] = [];
  #hasFailed = false;

  /** Runs one check; what it returns are the details shown, what it throws makes it fail. */
  async check(name: string, act: () => Promise<string>): Promise<void> {
    if (this.#hasFailed) {
      this.rows.push({ name, status: 'skip', details: '' });
      return;
    }
    try {
      this.rows.push({ name, status: 'pass', details: await act() });
    } catch (error) {
      this.#hasFailed = true;
      this.rows.push({ name, status: 'fail', details: (error as Error).message });
    }
  }

  warn(name: string, details: string): void {
    this.rows.push({ name, status: 'warn', details });
  }

  /** The list as a command's outcome: exit 1 when a check failed. */
  outcome({ terminal: { outColor: hasColor }, messages }: Call): Outcome {
    const width = Math.max(...this.rows.map(({ name }) => name.length));
    const text = this.rows.map(({ name, status, details }) =>
      `${paint(hasColor, styles[status], status)} ${name.padEnd(width)}  ${visible(messages.told(details))}`.trimEnd(),
    );
    const isGood = !this.#hasFailed;
    return { document: { ok: isGood, checks: this.rows }, text: text.join('\n'), exit: isGood ? 0 : 1 };
  }
}
