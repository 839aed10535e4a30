import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { createTwoFilesPatch } from 'diff';
import fc from 'fast-check';
import { applyPatchFile, parsePatch } from '../../../server/src/core/change/patch';
import { bytesOf, textOf } from './files';

/** Applies a patch of one file: the new text, `null` for a deletion, or the problem. */
function check(before: string | null, patch: string, expected: string | null | RegExp): void {
  const parsed = parsePatch(patch);
  const file = 'files' in parsed ? parsed.files[0] : undefined;
  const result =
    'files' in parsed && file ? applyPatchFile(before === null ? null : bytesOf(before), file) : parsed;
  if (expected instanceof RegExp)
    ok('problem' in result && expected.test(result.problem), JSON.stringify(result));
  else {
    ok('after' in result, JSON.stringify(result));
    equal(result.after === null ? null : textOf(result.after), expected);
  }
}

const header = '--- a/f\n+++ b/f\n';

describe('a patch', () => {
  it('changes the one place that fits, wherever it has moved to', () => {
    const patch = `${header}@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n`;
    check('a\nb\nc\n', patch, 'a\nB\nc\n');
    check('x\nx\na\nb\nc\nx\n', patch, 'x\nx\na\nB\nc\nx\n');
  });

  it('is refused when a hunk fits in several places, naming them', () => {
    const block = 'start\n  a\n  b\n  c\n  d\n  e\nend\n';
    const base = 'HEAD\n'.repeat(3) + block.repeat(6);
    const lines = base.split('\n');
    lines[27] = '  C!';
    const patch = createTwoFilesPatch('a/f', 'b/f', base, lines.join('\n'), '', '', { context: 3 });
    check('HEAD\n'.repeat(3) + block.repeat(5), patch, /fits at lines 4 and 11; add context/);
    check(base, patch, /fits at lines 4 and 11/);
  });

  it('is refused when the context differs, naming the line', () => {
    check(
      'a\nX\nc\n',
      `${header}@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n`,
      /hunk 1 \(line 3 of the patch\).*line 2 differs/,
    );
    check('a', `${header}@@ -1,2 +1,2 @@\n a\n-b\n+B\n`, /line 1 differs/);
    check('a\n', `${header}@@ -1,2 +1,2 @@\n a\n-b\n+B\n`, /the file ends before/);
  });

  it('is refused when it is already applied', () => {
    check('a\nB\nc\n', `${header}@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n`, /already applied/);
    check('a\nnew\n', `${header}@@ -1 +1,2 @@\n a\n+new\n`, /already applied/);
    check('new\na\n', `${header}@@ -1 +1,2 @@\n+new\n a\n`, /already applied/);
    check('x\n', '--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+x\n', /already applied/);
    check(null, '--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n', /already applied/);
  });

  it('keeps the line ends and the mark of the file', () => {
    const patch = `${header}@@ -1,2 +1,3 @@\n a\n-b\n+B\n+C\n`;
    check('a\r\nb\r\n', patch, 'a\r\nB\r\nC\r\n');
    check('\uFEFFa\nb\n', patch, '\uFEFFa\nB\nC\n');
    check('\uFEFFa\r\nb\r\n', patch, '\uFEFFa\r\nB\r\nC\r\n');
    check('a\nb\r\n', patch, /does not match/);
    check('a\nb\n', patch.replaceAll('\n', '\r\n'), 'a\nB\nC\n');
    check('a\r\nb\r\n', patch.replaceAll('\n', '\r\n'), 'a\r\nB\r\nC\r\n');
    check('a\r\nb\r\nc\n', `${header}@@ -2,2 +2,2 @@\n-b\r\n+B\r\n c\n`, 'a\r\nB\r\nc\n');
  });

  it('knows whether the last line has a newline', () => {
    const open = '\\ No newline at end of file\n';
    check('a\nb', `${header}@@ -1,2 +1,2 @@\n a\n-b\n${open}+b\n`, 'a\nb\n');
    check('a\nb\n', `${header}@@ -1,2 +1,2 @@\n a\n-b\n+b\n${open}`, 'a\nb');
    check('a\nb\nc\n', `${header}@@ -1,2 +1,2 @@\n a\n-b\n+B\n${open}`, /ends the file too early/);
    check('a\nb', `${header}@@ -1,2 +1,2 @@\n a\n-b\n+B\n`, /does not match/);
  });

  it('is recounted when a hunk header counts wrong', () => {
    check('a\nb\nc\n', `${header}@@ -1,9 +1,1 @@\n a\n-b\n+B\n c\n`, 'a\nB\nc\n');
    check('a\n\nc\n', `${header}@@ -1,9 +1,9 @@\n a\n\n-c\n+C\n`, 'a\n\nC\n');
    check('-- x\n', `${header}@@ -1 +1 @@\n--- x\n+++ y\n`, '++ y\n');
    check('a\n', `${header}@@ -1 +1,5 @@\n-a\n+b\nlost line\n`, /begins with none of/);
  });

  it('creates and deletes only when told so', () => {
    check(null, '--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+x\n+y\n', 'x\ny\n');
    check(null, 'diff --git a/f b/f\nnew file mode 100755\nindex 0000000..e69de29\n', '');
    check('x\n', '--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n', null);
    check('', 'diff --git a/f b/f\ndeleted file mode 100644\nindex e69de29..0000000\n', null);
    check('x\ny\n', '--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n', /does not list all of its lines/);
    check('other\n', '--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+x\n', /f exists/);
    check(null, `${header}@@ -1 +1 @@\n-a\n+b\n`, /f does not exist/);
    check('', `${header}@@ -0,0 +1 @@\n+x\n`, 'x\n');
    check('a\n', `${header}@@ -1,0 +2 @@\n+x\n`, /no line to find its place by/);
  });

  it('refuses what it does not do', () => {
    check(
      'a',
      'diff --git a/f b/g\nsimilarity index 100%\nrename from f\nrename to g\n',
      /renames or copies/,
    );
    check('a\n', '--- a/f\n+++ b/g\n@@ -1 +1 @@\n-a\n+b\n', /renames f to g/);
    check(
      'a',
      'diff --git a/f b/f\nindex 1234567..89abcde 100644\nGIT binary patch\nliteral 0\n',
      /is binary/,
    );
    check('a', 'hello\n', /names no file/);
    check('a', '@@ -1 +1 @@\n-a\n+b\n', /without the name of its file/);
    check('a', `${header}@@ nonsense @@\n`, /not a hunk header/);
    check('a\n', `${header}@@ -1 +1 @@\n-a\n+b\n${header}@@ -1 +1 @@\n-b\n+c\n`, /in more than one part/);
  });

  it('reads several files out of prose, with their names and modes', () => {
    const text =
      'Here it is:\n```diff\ndiff --git a/run b/run\nold mode 100644\nnew mode 100755\n' +
      'diff --git "a/tab\\there" "b/tab\\there"\n--- "a/tab\\there"\n+++ "b/tab\\there"\n@@ -1 +1 @@\n-a\n+b\n' +
      '--- a/two words\t2026-01-01\n+++ b/two words\t2026-01-02\n@@ -1 +1 @@\n-a\n+b\n```\n';
    const parsed = parsePatch(text);
    ok('files' in parsed, JSON.stringify(parsed));
    deepStrictEqual(
      parsed.files.map(({ path, op, mode, hunks }) => ({ path, op, mode, hunks: hunks.length })),
      [
        { path: 'run', op: 'modify', mode: 0o755, hunks: 0 },
        { path: 'tab\there', op: 'modify', mode: null, hunks: 1 },
        { path: 'two words', op: 'modify', mode: null, hunks: 1 },
      ],
    );
  });

  it('never throws, whatever is in it', () => {
    const piece = fc.constantFrom(
      '--- a/f',
      '+++ b/f',
      '@@ -1,2 +1 @@',
      ' a',
      '-b',
      '+c',
      '\\ x',
      '',
      'diff --git a/f b/f',
      '"',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (lines) => {
        const parsed = parsePatch(lines.join('\n'));
        if ('files' in parsed) for (const file of parsed.files) applyPatchFile(bytesOf('a\nb\n'), file);
      }),
    );
  });
});
