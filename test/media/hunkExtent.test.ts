import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { ChangeHunk } from '#protocol/views/change';
import { diffLines, linePairs } from '../../media/change/rows/diffLines';
import { hunkExtent } from '../../media/change/rows/hunkExtent';
import { wrappedLines } from '../../media/change/rows/textWidth';

const line = fc.tuple(
  fc.constantFrom(' ', '+', '-', '\\'),
  fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('\t\tif (x) {', '値を返す', '')),
);

const hunks = fc.array(line, { maxLength: 30 }).map((lines): ChangeHunk => {
  const texts = lines.map(([sign, text]) => `${sign}${text.replaceAll('\n', ' ')}`);
  return {
    index: 0,
    old_start: 1,
    new_start: 1,
    added: 0,
    removed: 0,
    traits: [],
    line_count: texts.length,
    lines: texts.join('\n'),
  };
});

describe('the room that a hunk needs', () => {
  it('is that of its lines, taken apart, both below and beside each other', () => {
    fc.assert(
      fc.property(hunks, (hunk) => {
        const { lines, pairs } = hunkExtent(hunk);
        deepStrictEqual([lines, pairs], [diffLines(hunk).length, linePairs(hunk).length]);
      }),
    );
  });

  it('is never found too narrow: no line is wrapped where it says that none is', () => {
    fc.assert(
      fc.property(hunks, fc.integer({ min: 1, max: 60 }), (hunk, columns) => {
        const isPlain = hunkExtent(hunk).columns <= columns;
        ok(!isPlain || diffLines(hunk).every(({ text }) => wrappedLines(text, { columns }) === 1));
      }),
    );
  });
});
