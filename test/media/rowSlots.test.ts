import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { RowSlots } from '../../media/lib/rowSlots';

const slotOf = (slots: ReturnType<RowSlots['assign']>, index: number) =>
  slots.find((one) => one.index === index)?.slot;

describe('the elements of a windowed list', () => {
  it('stay with the rows that are still shown', () => {
    const slots = new RowSlots();
    const before = slots.assign([0, 1, 2, 3], null);
    const after = slots.assign([2, 3, 4, 5], null);
    for (const index of [2, 3]) deepStrictEqual(slotOf(after, index), slotOf(before, index));
  });

  it('go on to rows of the kind that they showed', () => {
    const slots = new RowSlots();
    const kindOf = (index: number) => (index % 3 === 0 ? 'head' : 'line');
    const before = slots.assign([0, 1, 2], kindOf);
    const after = slots.assign([7, 8, 9], kindOf);
    deepStrictEqual(slotOf(after, 9), slotOf(before, 0));
  });

  it('show every row once, in an order that never changes', () => {
    const windows = fc.array(
      fc.record({ first: fc.nat({ max: 60 }), count: fc.nat({ max: 12 }), far: fc.nat({ max: 99 }) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 4 }), (shown, kinds) => {
        const slots = new RowSlots();
        for (const { first, count, far } of shown) {
          const rows = [...new Set([...Array.from({ length: count }, (_, at) => first + at), far])];
          const assigned = slots.assign(rows, (index) => String(index % kinds));
          const places = assigned.map(({ slot }) => slot);
          deepStrictEqual(
            assigned.map(({ index }) => index).sort((a, b) => a - b),
            rows.sort((a, b) => a - b),
          );
          deepStrictEqual(
            places,
            [...new Set(places)].sort((a, b) => a - b),
          );
        }
      }),
    );
  });
});
