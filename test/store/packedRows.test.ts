import { deepStrictEqual } from 'node:assert/strict';
import { RowPacker, unpackRows } from '../../server/src/adapters/store/sqlite/packedRows';

type Row = Readonly<Record<string, string | number | null>>;

function check(rows: readonly Row[]): void {
  const packer = new RowPacker();
  for (const row of rows)
    for (const cell of Object.values(row)) {
      const bytes = Buffer.from(String(cell));
      if (typeof cell === 'string') packer.addText(bytes, 0, bytes.length);
      else if (cell === null) packer.addNothing();
      else packer.addNumber(cell);
    }
  deepStrictEqual(unpackRows(packer.packed(Object.keys(rows[0] ?? {}))), rows);
}

describe('rows on their way from the store’s thread', () => {
  const row = (name: string): Row => ({
    id: 7,
    name,
    error: null,
    empty: '',
    last: 'a long text behind the others',
  });

  it('arrive as they are in the table', () => {
    check([row('first'), row('second, with a \u0000 in it'), { ...row(''), id: 0.5 }]);
    check([]);
  });

  it('arrive in every script, whatever stands before and behind', () => {
    check([row('plain'), row('設定を変更 🚦 é'), row('plain')]);
  });

  it('arrive when they are many and large', () => {
    check(Array.from({ length: 300 }, (_, at) => row(`${at} ${'x'.repeat(at * 9)}`)));
  });
});
