import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { applyHunks } from '../../../server/src/core/change/applyHunks';
import { diffLines } from '../../../server/src/core/change/diffLines';
import { joinBytes } from '../../../server/src/core/change/lines/lines';
import { applyPatchFile, parsePatch } from '../../../server/src/core/change/patch';
import { describeChange, sha256Hex } from '../../../server/src/core/change/preview';
import { bytesOf, mixedFile, previewOf, textOf } from './files';

/** The text after a patch, or that it does not fit. */
function applied(base: Uint8Array | null, file: Parameters<typeof applyPatchFile>[1]): unknown {
  const result = applyPatchFile(base, file);
  return 'after' in result ? asText(result.after) : 'refused';
}

const runs = process.env['HOLDPOINT_LONG'] === '1' ? 10_000 : 400;

describe('a change of a file', () => {
  it('is the base plus the accepted hunks, byte for byte, for any files and any choice', () => {
    fc.assert(
      fc.property(mixedFile, mixedFile, fc.infiniteStream(fc.boolean()), (before, after, coin) => {
        const preview = previewOf(before, after);
        const accepted = preview.hunks.map((hunk) => hunk.index).filter(() => coin.next().value);
        const expected =
          before && after ? chosen(before, after, accepted) : accepted.length > 0 ? after : before;
        deepStrictEqual(asText(applyHunks(before, after, accepted)), asText(expected));
      }),
      { numRuns: runs },
    );
  });

  it('gives the whole result when all hunks are accepted, and the base when none is', () => {
    fc.assert(
      fc.property(mixedFile, mixedFile, (before, after) => {
        const all = previewOf(before, after).hunks.map((hunk) => hunk.index);
        deepStrictEqual(asText(applyHunks(before, after, all)), asText(all.length > 0 ? after : before));
        deepStrictEqual(asText(applyHunks(before, after, [])), asText(before));
      }),
      { numRuns: runs },
    );
  });

  it('can be read back from its own diff and applied, and not a second time', () => {
    fc.assert(
      fc.property(mixedFile, mixedFile, (before, after) => {
        const { diff } = previewOf(before, after);
        const parsed = parsePatch(diff);
        if (diff === '') return;
        ok('files' in parsed, 'problem' in parsed ? parsed.problem : '');
        const [file] = parsed.files;
        ok(file);
        const applied = applyPatchFile(before, file);
        ok('after' in applied, 'problem' in applied ? `${applied.problem}\n${diff}` : '');
        deepStrictEqual(asText(applied.after), asText(after));
        if (file.op === 'create') ok('problem' in applyPatchFile(after, file));
      }),
      { numRuns: runs },
    );
  });

  it('goes where its lines are, whatever its headers say, into any file', () => {
    fc.assert(
      fc.property(mixedFile, mixedFile, mixedFile, (before, after, other) => {
        const plain = previewOf(before, after).diff.replace(/^index .*\n/m, '');
        const moved = plain.replace(/^@@ -(\d+)/gm, (_, line) => `@@ -${Number(line) + 1_000}`);
        const [stated, found] = [plain, moved].map((patch) => {
          const parsed = parsePatch(patch);
          const [file] = 'files' in parsed ? parsed.files : [];
          return file && [before, other].map((base) => applied(base, file));
        });
        deepStrictEqual(stated, found);
      }),
      { numRuns: runs },
    );
  });

  it('prints a diff that git applies to the same bytes, with the hunk headers that git prints', () => {
    const directory = mkdtempSync(join(tmpdir(), 'holdpoint-diff-'));
    const git = (...argv: string[]) =>
      execFileSync('git', ['-c', 'core.autocrlf=false', ...argv], { cwd: directory });
    git('init', '-q');
    fc.assert(
      fc.property(mixedFile, mixedFile, (before, after) => {
        const { diff, hunks } = previewOf(before, after);
        const file = join(directory, 'x y.txt');
        rmSync(file, { force: true });
        if (before) writeFileSync(file, before);
        if (diff === '') return;
        writeFileSync(join(directory, 'patch'), diff);
        git('apply', '--whitespace=nowarn', 'patch');
        const got = after === null ? null : readFileSync(file);
        deepStrictEqual(asText(got), asText(after));
        const headers = diff.split('\n').filter((line) => line.startsWith('@@ '));
        const isEmpty = hunks.every((hunk) => hunk.old_lines + hunk.new_lines === 0);
        deepStrictEqual(headers, isEmpty ? [] : hunks.map(headerOf));
      }),
      { numRuns: 60 },
    );
    rmSync(directory, { recursive: true });
  }).timeout(120_000);

  it('finds nothing to change in equal files, and never more than both files', () => {
    fc.assert(
      fc.property(mixedFile, mixedFile, (before, after) => {
        if (before) deepStrictEqual(diffLines(before, before), []);
        if (!before || !after) return;
        deepStrictEqual(asText(joinBytes(rebuilt(before, after))), asText(after));
      }),
      { numRuns: runs },
    );
  });

  it('counts hunks, marks and line ends as they are', () => {
    const preview = previewOf(bytesOf('\uFEFFa\r\nb\r\n'), bytesOf('\uFEFFa\r\nB\r\n'));
    equal(preview.op, 'modify');
    equal(preview.eol, 'crlf');
    equal(preview.bom, true);
    equal(preview.encoding, 'utf-8');
    deepStrictEqual(preview.hunks.map(headerOf), ['@@ -1,2 +1,2 @@']);
    equal(preview.old_sha256, sha256Hex(bytesOf('\uFEFFa\r\nb\r\n')));
    ok(preview.diff.includes('-b\r\n+B\r\n'));
    equal(previewOf(bytesOf('a\n'), bytesOf('a\r\nb\n')).eol, 'mixed');
    equal(previewOf(bytesOf('a\rb'), bytesOf('a\rc')).eol, 'none');
  });

  it('tells an empty file from a missing one', () => {
    const created = previewOf(null, bytesOf(''));
    equal(created.op, 'create');
    equal(created.changed, true);
    equal(created.hunks.length, 1);
    ok(created.diff.includes('new file mode 100644'));
    equal(previewOf(bytesOf(''), null).op, 'delete');
    equal(previewOf(bytesOf(''), bytesOf('')).changed, false);
    ok('problem' in describeChange({ path: 'x', before: null, after: null, mode: null }, 'prev_0'));
  });

  it('shows a new mode, and keeps the old one unless told', () => {
    const before = { bytes: bytesOf('a\n'), mode: 0o644 };
    const preview = describeChange({ path: 'x', before, after: before.bytes, mode: 0o755 }, 'prev_0');
    ok('diff' in preview);
    equal(preview.changed, true);
    equal(preview.diff, 'diff --git a/x b/x\nold mode 100644\nnew mode 100755\n');
    deepStrictEqual(preview.hunks, []);
  });

  it('refuses to change binary, UTF-16 and Latin-1 files, but creates and deletes them whole', () => {
    const contents = [
      Uint8Array.of(1, 0, 2, 200),
      Uint8Array.of(0xff, 0xfe, 65, 0),
      Uint8Array.of(65, 0xe9, 10),
    ];
    for (const bytes of contents) {
      const before = { bytes, mode: 0o644 };
      const change = describeChange({ path: 'x', before, after: bytesOf('a'), mode: null }, 'prev_0');
      ok('problem' in change && change.problem.includes('only UTF-8 text can be changed in place'));
      ok(
        'problem' in
          describeChange(
            { path: 'x', before: { bytes: bytesOf('a'), mode: 0o644 }, after: bytes, mode: null },
            'p',
          ),
      );
      const created = previewOf(null, bytes);
      equal(created.encoding, 'binary');
      equal(created.hunks.length, 1);
      ok(
        created.diff.includes('Binary files /dev/null and "b/x y.txt" differ') ||
          created.diff.includes('Binary files'),
      );
      equal(previewOf(bytes, null).op, 'delete');
    }
  });

  it('gives each hunk a digest of its bytes and its place', () => {
    const base = bytesOf(`a\n${'-\n'.repeat(20)}b\n`);
    const digests = (text: string) => previewOf(base, bytesOf(text)).hunks.map((hunk) => hunk.digest);
    const both = digests(`A\n${'-\n'.repeat(20)}B\n`);
    equal(both.length, 2);
    deepStrictEqual(digests(`A\n${'-\n'.repeat(20)}b\n`), both.slice(0, 1));
    ok(both.every((digest) => /^sha256:[0-9a-f]{64}$/.test(digest)));
  });
});

/** The accepted hunks put in by hand: the definition that `applyHunks` has to meet. */
function chosen(before: Uint8Array, after: Uint8Array, accepted: readonly number[]): Uint8Array {
  const old = linesOf(before);
  const fresh = linesOf(after);
  let hunk = -1;
  let previous = Number.NEGATIVE_INFINITY;
  const parts: Uint8Array[] = [];
  let line = 0;
  for (const edit of diffLines(before, after)) {
    if (edit.oldStart - previous > 6) hunk++;
    previous = edit.oldEnd;
    parts.push(...old.slice(line, edit.oldStart));
    const isTaken = accepted.includes(hunk);
    parts.push(
      ...(isTaken ? fresh.slice(edit.newStart, edit.newEnd) : old.slice(edit.oldStart, edit.oldEnd)),
    );
    line = edit.oldEnd;
  }
  return joinBytes([...parts, ...old.slice(line)]);
}

function rebuilt(before: Uint8Array, after: Uint8Array): Uint8Array[] {
  const old = linesOf(before);
  const fresh = linesOf(after);
  const parts: Uint8Array[] = [];
  let line = 0;
  for (const edit of diffLines(before, after)) {
    ok(edit.oldEnd > edit.oldStart || edit.newEnd > edit.newStart);
    parts.push(...old.slice(line, edit.oldStart), ...fresh.slice(edit.newStart, edit.newEnd));
    line = edit.oldEnd;
  }
  return [...parts, ...old.slice(line)];
}

function linesOf(bytes: Uint8Array): Uint8Array[] {
  return (textOf(bytes).match(/[^\n]*\n|[^\n]+$/g) ?? []).map(bytesOf);
}

function asText(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : textOf(bytes);
}

function headerOf(hunk: {
  old_start: number;
  old_lines: number;
  new_start: number;
  new_lines: number;
}): string {
  const range = (start: number, count: number) => (count === 1 ? `${start}` : `${start},${count}`);
  return `@@ -${range(hunk.old_start, hunk.old_lines)} +${range(hunk.new_start, hunk.new_lines)} @@`;
}
