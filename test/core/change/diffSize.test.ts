import { ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diffLines } from '../../../server/src/core/change/diffLines';
import { bytesOf } from './files';

/** A generator of numbers in [0, 1) that is the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
}

const kinds: Record<string, (line: number, next: () => number) => string> = {
  code: (line, next) =>
    ['}', '', '  return x;', `const v${line} = f(x);`, `  call${Math.floor(next() * 500)}(a);`][
      Math.floor(next() * 5)
    ] ?? '',
  'few different lines': (_line, next) => (next() < 0.5 ? 'a' : 'b'),
  'a hundred different lines': (_line, next) => `x${Math.floor(next() * 100)}`,
  'a period of ten lines': (line) => `line ${line % 10}`,
};

describe('the size of a diff', () => {
  const directory = mkdtempSync(join(tmpdir(), 'holdpoint-size-'));
  after(() => rmSync(directory, { recursive: true }));

  /** Lines removed and added, by us and by git at its most careful. */
  const check = (kind: string, lineCount: number, rate: number): void => {
    const next = random(lineCount);
    const make = kinds[kind] ?? (() => '');
    const old = Array.from({ length: lineCount }, (_, line) => make(line, next));
    const fresh = old.flatMap((text, line) => {
      const dice = next() / rate;
      if (dice >= 1) return [text];
      if (dice < 1 / 3) return [];
      return dice < 2 / 3 ? [make(line + lineCount, next), text] : [`changed ${line}`];
    });
    const [a, b] = [old, fresh].map((lines) => bytesOf(`${lines.join('\n')}\n`));
    ok(a && b);
    writeFileSync(join(directory, 'a'), a);
    writeFileSync(join(directory, 'b'), b);
    const argv = ['diff', '--no-index', '--minimal', '--numstat', 'a', 'b'];
    const [added, removed] = spawnSync('git', argv, { cwd: directory, encoding: 'utf8' }).stdout.split('\t');
    const least = Number(added) + Number(removed);
    const size = diffLines(a, b).reduce(
      (sum, edit) => sum + edit.oldEnd - edit.oldStart + edit.newEnd - edit.newStart,
      0,
    );
    ok(
      least > 0 && size <= least * 1.02,
      `${kind}, ${lineCount} lines, ${rate}: ${size} instead of ${least}`,
    );
  };

  for (const kind of Object.keys(kinds)) {
    it(`is within 2 % of git's minimum for ${kind}`, () => {
      for (const lineCount of [1000, 5000]) for (const rate of [0.02, 0.2]) check(kind, lineCount, rate);
    }).timeout(120_000);
  }
});
