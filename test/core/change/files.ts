import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { Preview } from '#protocol/change';
import { describeChange } from '../../../server/src/core/change/preview';

/** The bytes of a text in UTF-8. */
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The text of UTF-8 bytes, byte order mark included. */
export const textOf = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

const line = fc.constantFrom(
  '',
  'a',
  'b',
  '}',
  '  x',
  '-- y',
  '++ z',
  '@@ -1 +1 @@',
  '\\ z',
  'é한',
  '\r',
  'a\rb',
);
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n');

/** Files that are awkward: few different lines, mixed line ends, marks, no last newline; `null` is a missing file. */
export const mixedFile: fc.Arbitrary<Uint8Array | null> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 9,
    arbitrary: fc
      .record({
        mark: fc.boolean(),
        lines: fc.array(fc.tuple(line, lineEnd), { maxLength: 40 }),
        last: fc.constantFrom('', '', 'end', 'a'),
      })
      .map(({ mark, lines, last }) =>
        bytesOf((mark ? '\uFEFF' : '') + lines.map(([text, end]) => text + end).join('') + last),
      ),
  },
);

/** The preview of a change that must be describable. */
export function previewOf(before: Uint8Array | null, after: Uint8Array | null): Preview {
  const old = before === null ? null : { bytes: before, mode: 0o644 };
  if (before === null && after === null) {
    return previewOf(new Uint8Array(), new Uint8Array());
  }
  const preview = describeChange({ path: 'x y.txt', before: old, after, mode: null }, 'prev_000000000000');
  ok('diff' in preview, 'problem' in preview ? preview.problem : '');
  return preview;
}
