import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { fieldsText, type ListFormat, listText } from '../../server/src/cli/terminal/list';

interface Row {
  readonly name: string;
  readonly note: string | null;
}

const shape = {
  columns: [
    { name: 'name', value: (row: Row) => row.name },
    { name: 'note', value: (row: Row) => row.note },
  ],
  empty: 'Nothing found',
};
const rows: readonly Row[] = [
  { name: '빌드 | 배포', note: 'first' },
  { name: 'lint', note: 'a\nb' },
  { name: '日本語', note: null },
];

const check = (format: ListFormat, expected: readonly string[]) =>
  strictEqual(listText(rows, shape, format, false), expected.join('\n'));

/** Columns on a screen: the scripts used here are two wide. */
const screenWidth = (text: string) => text.replaceAll(/[\p{Script=Hangul}\p{Script=Han}]/gu, '..').length;

describe('the formatter of lists', () => {
  it('aligns wide characters in a table and shows line ends (FLOW-22)', () => {
    check('table', ['name         note', '빌드 | 배포  first', 'lint         a\\nb', '日本語       -']);
  });

  it('starts every cell of a column at the same screen column', () => {
    const lines = listText(rows, shape, 'table', false).split('\n');
    const starts = lines.map((line) => screenWidth(line.slice(0, line.search(/\S+$/))));
    deepStrictEqual(new Set(starts), new Set([13]));
  });

  it('escapes pipes and line ends in Markdown (FLOW-22)', () => {
    check('markdown', [
      '| name | note |',
      '| --- | --- |',
      '| 빌드 \\| 배포 | first |',
      '| lint | a\\\\nb |',
      '| 日本語 | - |',
    ]);
  });

  it('gives the items themselves as JSON', () => {
    deepStrictEqual(JSON.parse(listText(rows, shape, 'json', false)), rows);
  });

  it('says what is missing when there is nothing (FLOW-19)', () => {
    strictEqual(listText([], shape, 'table', false), 'Nothing found');
    strictEqual(listText([], shape, 'json', false), '[]');
  });

  it('lets no cell steer the terminal', () => {
    const text = listText([{ name: '\u001b[2J\u202egpj', note: '\u200b' }], shape, 'table', false);
    strictEqual(text.split('\n')[1], '\\e[2J\\u{202e}gpj  \\u{200b}');
  });

  it('aligns the fields of one thing', () => {
    strictEqual(fieldsText({ id: 'x', status: null }, false), 'id:     x\nstatus: -');
  });
});
