import { deepStrictEqual, equal } from 'node:assert/strict';
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

  it('name a text that comes again only once', () => {
    const packer = new RowPacker();
    const asked: number[] = [];
    const bytesOf = (key: number) => {
      asked.push(key);
      return Buffer.from(key === 1 ? 'deploy' : '設定');
    };
    for (const key of [1, 2, 1, 2, 1]) packer.addTerm(key, bytesOf);
    const packed = packer.packed(['name']);
    deepStrictEqual(
      unpackRows(packed).map(({ name }) => name),
      ['deploy', '設定', 'deploy', '設定', 'deploy'],
    );
    deepStrictEqual(asked, [1, 2]);
    equal(packed.text.length, 'deploy'.length + Buffer.byteLength('設定'));
  });

  it('bring times and digits as they were written', () => {
    const packer = new RowPacker();
    const bytes = Buffer.from([0, 15, 0xa1, 0xff]);
    packer.addTime(Date.UTC(2026, 10, 22, 8, 1, 2, 3));
    packer.addHex(bytes, 1, 3, 'evt_');
    packer.addText(Buffer.from('é'), 0, 2);
    const [row] = unpackRows(packer.packed(['at', 'id', 'name']));
    deepStrictEqual(row, { at: '2026-11-22T08:01:02.003Z', id: 'evt_0fa1ff', name: 'é' });
  });

  it('arrive where bytes are no UTF-8', () => {
    const packer = new RowPacker();
    for (const bytes of [Buffer.from('a\xe3', 'latin1'), Buffer.from([0x81, 0x82]), Buffer.from('end')])
      packer.addText(bytes, 0, bytes.length);
    deepStrictEqual(unpackRows(packer.packed(['a', 'b', 'c'])), [
      { a: 'a\ufffd', b: '\ufffd\ufffd', c: 'end' },
    ]);
  });
});
