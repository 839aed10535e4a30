import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { RowSlots } from '../../media/lib/rowSlots';

const slotOf = (slots: ReturnType<RowSlots['assign']>, index: number) =>
  slots.find((one) => one.index === index)?.slot;

/** What an element once showed, it shows for ever. */
function holdKinds(
  known: Map<number, string>,
  assigned: ReturnType<RowSlots['assign']>,
  kindOf: (index: number) => string,
) {
  for (const { slot, index } of assigned) {
    if (index !== null) {
      deepStrictEqual(known.get(slot) ?? kindOf(index), kindOf(index));
      known.set(slot, kindOf(index));
    }
  }
}

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

  it('wait for the next row of their kind, and are let go with the rows', () => {
    const slots = new RowSlots();
    const kindOf = (index: number) => (index === 0 ? 'head' : 'line');
    const head = slotOf(slots.assign([0, 1], kindOf), 0);
    const without = slots.assign([1, 2], kindOf);
    deepStrictEqual(
      without.filter(({ index }) => index === null),
      [{ slot: head, index: null }],
    );
    deepStrictEqual(slotOf(slots.assign([0, 1], kindOf), 0), head);
    slots.forget();
    deepStrictEqual(
      slots.assign([1, 2], kindOf).filter(({ index }) => index === null),
      [],
    );
  });

  it('show every row once, of their kind alone, in an order that never changes', () => {
    const windows = fc.array(
      fc.record({
        first: fc.nat({ max: 60 }),
        count: fc.nat({ max: 12 }),
        far: fc.nat({ max: 99 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 4 }), (shown, kinds) => {
        const slots = new RowSlots();
        const kindBySlot = new Map<number, string>();
        for (const { first, count, far } of shown) {
          const rows = [...new Set([...Array.from({ length: count }, (_, at) => first + at), far])];
          const kindOf = (index: number) => String(index % kinds);
          const assigned = slots.assign(rows, kindOf);
          const places = assigned.map(({ slot }) => slot);
          deepStrictEqual(
            assigned.flatMap(({ index }) => index ?? []).sort((a, b) => a - b),
            rows.sort((a, b) => a - b),
          );
          deepStrictEqual(
            places,
            [...new Set(places)].sort((a, b) => a - b),
          );
          holdKinds(kindBySlot, assigned, kindOf);
        }
      }),
    );
  });
});
