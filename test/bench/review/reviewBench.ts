import { spawnSync } from 'node:child_process';
import { type Bench, type Figure, figure } from '../figure';
import { median } from '../measure';

/** What a person may wait for a review to be usable, and one step of scrolling may work, in milliseconds. */
const budget = { usableMs: 250, scrollMs: 10 } as const;

/** The view of all changes of a review with many files, in a real browser. */
export const reviewBench: Bench = {
  name: 'review',
  title: 'Change review in a browser',
  async run({ isQuick }) {
    const files = isQuick ? 50 : 500;
    // The view as it ships, and the program that measures it: parts of the tests of the views.
    node('esbuild.mjs', '--tests=media', '--production');
    const costs = JSON.parse(
      node('dist/test/media/costs/reviewCosts.child.mjs', String(files), isQuick ? '1' : '5'),
    ) as Costs;
    const size = `${files} files, ${costs.hunkCount} hunks`;
    const middle = (name: keyof Drawn) => median(costs.drawn.map((one) => one[name]));
    return [
      within(`diffs of ${size} taken apart`, median(costs.readMs), budget.usableMs),
      within(`${size}, told to first usable`, middle('usableMs'), budget.usableMs),
      within(`${size}, work of one step of scrolling, p95`, middle('scrollMs'), budget.scrollMs),
      within(`${size}, one hunk accepted and drawn`, middle('acceptMs'), budget.usableMs),
    ];
  },
};

interface Drawn {
  readonly usableMs: number;
  readonly scrollMs: number;
  readonly acceptMs: number;
}

interface Costs {
  readonly hunkCount: number;
  readonly readMs: readonly number[];
  readonly drawn: readonly Drawn[];
}

function within(what: string, ours: number, theirs: number): Figure {
  return figure(what, `the ${theirs} ms allowed`, { unit: 'ms', ours, theirs }, { atMost: 1 });
}

function node(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...words], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) {
    throw new Error(`${words.join(' ')}: ${stderr}`);
  }
  return stdout;
}
