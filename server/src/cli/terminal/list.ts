import Table from 'cli-table3';
import { visible } from '#protocol/shown/visible';
import { jsonText } from './jsonText';
import { paint, type Style } from './paint';

/** How a list is written. */
export type ListFormat = 'table' | 'json' | 'markdown';

/** One column: its heading and what of an item stands below it. */
export interface Column<Item> {
  readonly name: string;
  readonly value: (item: Item) => unknown;
  /** How a cell is coloured in a table on a screen. */
  readonly style?: (item: Item) => Style;
}

/** What one list needs to be written. */
export interface ListShape<Item> {
  readonly columns: readonly Column<Item>[];
  /** What is said instead of an empty table. */
  readonly empty: string;
}

/** The one formatter of all lists. JSON is the items; a table and Markdown are the columns. */
export function listText<Item>(
  items: readonly Item[],
  shape: ListShape<Item>,
  format: ListFormat,
  hasColor: boolean,
): string {
  if (format === 'json') {
    return jsonText(items);
  }
  if (items.length === 0) {
    return shape.empty;
  }
  const head = shape.columns.map(({ name }) => name);
  const isPainted = hasColor && format === 'table';
  const rows = items.map((item) =>
    shape.columns.map(({ value, style }) => {
      const text = visible(cellText(value(item)));
      return style === undefined ? text : paint(isPainted, style(item), text);
    }),
  );
  return format === 'markdown' ? markdownTable(head, rows) : plainTable(head, rows, hasColor);
}

/** Names and values of one thing, aligned; used where a command shows a single item. */
export function fieldsText(fields: Readonly<Record<string, unknown>>, hasColor: boolean): string {
  const names = Object.keys(fields);
  const width = Math.max(0, ...names.map((name) => name.length));
  return names
    .map(
      (name) =>
        `${paint(hasColor, 'quiet', `${name}:`.padEnd(width + 1))} ${visible(cellText(fields[name]))}`,
    )
    .join('\n');
}

function cellText(value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return '-';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  hasColor: boolean,
): string {
  const table = new Table({
    head: head.map((name) => paint(hasColor, 'strong', name)),
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownCell).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** A pipe would open a cell, a line end a row. */
function markdownCell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('\n', '<br>');
}
