import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { HunkTrait } from '#protocol/views/change';
import { HunkChoices } from '../../client/src/review/hunks/hunkChoices';
import {
  changedRuns,
  firstChange,
  hunkAt,
  lastLine,
  readFile,
  readHunks,
} from '../../client/src/review/hunks/readHunks';
import { describeChange } from '../../server/src/core/change/preview';

const encoder = new TextEncoder();

function previewOf(before: string | null, after: string | null) {
  const change = {
    path: 'f.txt',
    before: before === null ? null : { bytes: encoder.encode(before), mode: 0o644 },
    after: after === null ? null : encoder.encode(after),
    mode: null,
  };
  const preview = describeChange(change, 'prev_1');
  assert.ok('diff' in preview);
  return preview;
}

const hunksOf = (before: string | null, after: string | null) => readHunks(previewOf(before, after).diff);

describe('hunks read from a diff', () => {
  const base = Array.from({ length: 20 }, (_, line) => `line ${line}\n`).join('');

  it('have the places, counts and first changes of the preview', () => {
    const [first, second, ...others] = hunksOf(
      base,
      base.replace('line 1\n', 'one\n').replace('line 15\n', ''),
    );
    assert.ok(first && second);
    assert.equal(others.length, 0);
    assert.deepEqual([first.added, first.removed, first.index], [1, 1, 0]);
    assert.deepEqual(firstChange(first), { old: 2, new: 2 });
    assert.deepEqual([second.added, second.removed, second.index], [0, 1, 1]);
    assert.deepEqual(firstChange(second), { old: 16, new: 16 });
    assert.deepEqual([changedRuns(second, 'old'), changedRuns(second, 'new')], [[[16, 16]], []]);
  });

  it('are as many and as large as those of the preview, whatever the texts', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '', '@@ -1 +1 @@', '-', '+x', '\\ y', 'd\r'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, text, fc.boolean(), (before, after, isOpen) => {
        const preview = previewOf(before.join('\n'), after.join('\n') + (isOpen ? '' : '\n'));
        const hunks = readHunks(preview.diff);
        assert.deepEqual(
          hunks.map(({ index, old_start, new_start }) => ({ index, old_start, new_start })),
          preview.hunks.map(({ index, old_start, new_start }) => ({ index, old_start, new_start })),
        );
        for (const [position, hunk] of hunks.entries()) {
          const { old_start, old_lines, new_lines } = preview.hunks[position] ?? assert.fail();
          assert.equal(hunk.added - hunk.removed, new_lines - old_lines);
          if (old_lines > 0) {
            assert.equal(lastLine(hunk, 'old'), old_start + old_lines - 1);
          }
        }
      }),
    );
  });

  it('are found by a line of either side', () => {
    const hunks = hunksOf(base, base.replace('line 1\n', 'one\nmore\n').replace('line 15\n', 'x\n'));
    assert.equal(hunkAt(hunks, 'old', 2)?.index, 0);
    assert.equal(hunkAt(hunks, 'new', 3)?.index, 0);
    assert.equal(hunkAt(hunks, 'new', 10)?.index, 1);
    assert.equal(hunkAt(hunks, 'new', 400)?.index, 1);
    assert.equal(hunkAt([], 'new', 1), undefined);
  });

  const traits: [string, string | null, string | null, HunkTrait[]][] = [
    ['CRLF becomes LF', 'a\r\nb\r\n', 'a\nb\n', ['to_lf']],
    ['LF becomes CRLF', 'a\nb\n', 'a\r\nb\r\n', ['to_crlf']],
    ['only white space changes', 'a b\n', 'a  b\n', ['white_space_only']],
    ['a byte order mark comes', 'a\n', '\uFEFFa\n', ['bom_added']],
    ['a byte order mark goes', '\uFEFFa\n', 'a\n', ['bom_removed']],
    ['the last newline goes', 'a\nb\n', 'a\nb', ['final_newline_removed']],
    ['the last newline comes', 'a\nb', 'a\nb\n', ['final_newline_added']],
    ['a line gets white space at its end', 'a\n', 'b \n', ['trailing_white_space']],
    ['words change', 'a\n', 'b\n', []],
  ];
  for (const [what, before, after, expected] of traits) {
    it(`say in words that ${what}`, () => {
      assert.deepEqual(hunksOf(before, after)[0]?.traits, expected);
    });
  }

  it('name what cannot be drawn', () => {
    const view = (more: object) =>
      readFile({
        ...previewOf('a\n', 'b\n'),
        run_id: 'run-1',
        step_id: 's',
        status: 'recorded',
        derived_from: null,
        hunks: [...previewOf('a\n', 'b\n').hunks],
        old_bytes: null,
        new_bytes: null,
        ...more,
      }).undrawn;
    assert.equal(view({}), null);
    assert.equal(view({ encoding: 'binary' }), 'binary');
    assert.equal(view({ diff: null }), 'too_large');
    assert.equal(view({ diff: '@@ -1 +1 @@\n' + '@@ -9 +9 @@\n' }), 'masked');
    assert.equal(view({ diff: '', hunks: [] }), 'empty');
  });
});

describe('the choice of hunks', () => {
  const files = [
    { preview_id: 'a', hunks: [{ index: 0 }, { index: 1 }] },
    { preview_id: 'b', hunks: [{ index: 0 }] },
  ];

  it('counts what was said, in one file and in all', () => {
    const choices = new HunkChoices(files);
    choices.set('a', null, 'accepted');
    choices.set('a', [1], 'rejected');
    assert.deepEqual(choices.counts('a'), { hunks: 2, accepted: 1, rejected: 1 });
    assert.deepEqual(choices.counts(), { hunks: 3, accepted: 1, rejected: 1 });
    choices.set('a', [1], 'open');
    assert.equal(choices.of('a', 1), undefined);
    assert.deepEqual(choices.rejections(), []);
  });

  it('tells the server only what is left out', () => {
    const choices = new HunkChoices(files);
    choices.set('b', null, 'rejected');
    choices.set('a', [1, 0], 'rejected');
    choices.set('a', [0], 'accepted');
    assert.deepEqual(choices.rejections(), [
      { preview_id: 'a', reject: [1] },
      { preview_id: 'b', reject: [0] },
    ]);
  });

  it('is kept and taken up again, but for what is no longer there', () => {
    const choices = new HunkChoices(files);
    choices.set('a', [1], 'rejected');
    choices.set('b', [0], 'accepted');
    const again = new HunkChoices(files.slice(0, 1), JSON.parse(JSON.stringify(choices.toJson())));
    assert.deepEqual(again.toJson(), { a: { 1: 'rejected' } });
    choices.set('zzz', null, 'rejected');
    choices.set('b', [5], 'rejected');
    assert.equal(choices.counts().rejected, 1);
  });
});
