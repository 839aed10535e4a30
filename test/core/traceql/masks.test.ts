import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addMasked,
  dropMasked,
  fullMask,
  keepMasked,
  rowsIn,
} from '../../../server/src/core/traceql/columns/masks/masks';
import { rowLabels } from '../../../server/src/core/traceql/columns/rowLabels';

/** Masks of every length modulo four, some as long as a few stretches that are added up at once. */
const lengths = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 500, max: 2_100 }));
const mask = (length: number) =>
  fc
    .array(fc.boolean(), { minLength: length, maxLength: length })
    .map((rows) => Uint8Array.from(rows, (isIn) => (isIn ? 1 : 0)));
const pairs = lengths.chain((length) => fc.tuple(mask(length), mask(length)));

describe('masks of rows', () => {
  it('count their rows, whatever their length', () => {
    fc.assert(
      fc.property(lengths.chain(mask), (rows) => {
        assert.equal(rowsIn(rows), rows.filter((isIn) => isIn === 1).length);
      }),
    );
    for (const length of [0, 3, 508, 512, 65_537]) assert.equal(rowsIn(fullMask(length)), length);
  });

  it('keep, add and drop the rows of others', () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const [kept, added, dropped] = [one.slice(), one.slice(), one.slice()];
        keepMasked(kept, other);
        addMasked(added, other);
        dropMasked(dropped, other);
        assert.deepEqual(
          kept,
          one.map((isIn, row) => Math.min(isIn, other[row] ?? 0)),
        );
        assert.deepEqual(
          added,
          one.map((isIn, row) => Math.max(isIn, other[row] ?? 0)),
        );
        assert.deepEqual(
          dropped,
          one.map((isIn, row) => Math.max(0, isIn - (other[row] ?? 0))),
        );
      }),
    );
  });
});

describe('labels of rows', () => {
  const column = (places: readonly number[], width: number) => ({
    places: Uint32Array.from(places),
    distinct: Array.from({ length: width }, (_, value) => ({ type: 'int', value }) as const),
  });
  const check = (width: number) =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(width - 1), fc.nat(width - 1), fc.nat(width - 1)), { minLength: 1 }),
        (rows) => {
          const by = [0, 1, 2].map((at) =>
            column(
              rows.map((row) => row[at] as number),
              width,
            ),
          );
          const labels = rowLabels(by, fullMask(rows.length));
          rows.forEach((row, at) => {
            const place = labels.places?.[at] ?? -1;
            assert.ok(place < labels.count);
            const values = labels.values(place).map((value) => 'value' in value && value.value);
            assert.deepEqual(values, row);
          });
        },
      ),
    );

  it('name each combination of a few values', () => check(3));
  it('name each combination that occurs of many values', () => check(300));
});
