import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nearestName } from '../../../server/src/core/policy/settings/nearestName';

const check = (given: string, known: readonly string[], expected: string | undefined) =>
  assert.equal(nearestName(given, known), expected);

describe('the nearest name', () => {
  it('is the one with the fewest letters to change', () => {
    check('step_50', ['step_1', 'step_500', 'other'], 'step_500');
    check('shel.run', ['git.status', 'shell.run'], 'shell.run');
  });

  it('is found whatever it begins and ends with', () => {
    check('xabc', ['abc'], 'abc');
    check('abcx', ['abc'], 'abc');
    check('aabb', ['aab'], 'aab');
    check('Needs', ['needs'], 'needs');
  });

  it('is none where more than a third would have to change', () => {
    check('build', ['verify'], undefined);
    check('abcdef', ['abcxyz'], undefined);
    check('', [], undefined);
    check('z', ['a', 'b'], undefined);
    check('A', ['b', 'a'], 'a');
  });

  it('is never further away than another', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '_'), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 6 }), (given, known) => {
        const distances = known.map((candidate) => distance(given, candidate));
        const least = Math.min(...distances, Number.POSITIVE_INFINITY);
        const isNear = least <= (given.length < 2 ? 0 : Math.max(1, Math.floor(given.length / 3)));
        check(given, known, isNear ? known[distances.indexOf(least)] : undefined);
      }),
    );
  });
});

/** By its definition: change the first letters, leave one out, or add one. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const same = a[0] === b[0] ? 0 : 1;
  if (same === 0) return distance(a.slice(1), b.slice(1));
  return 1 + Math.min(distance(a.slice(1), b.slice(1)), distance(a.slice(1), b), distance(a, b.slice(1)));
}
