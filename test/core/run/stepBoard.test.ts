import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Step } from '#protocol/plan';
import type { SkipReason } from '../../../server/src/core/run/readiness';
import { StepBoard, type Visit } from '../../../server/src/core/run/stepBoard';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const statuses = [
  'pending',
  'ready',
  'awaiting_approval',
  'running',
  'succeeded',
  'failed',
  'skipped',
  'denied',
  'interrupted',
] as const;
const reasons = [
  null,
  'when_false',
  'loop_empty',
  'by_person',
  'not_routed',
  'dependency_failed',
  'run_ended',
] as const;

/** A plan in which each step needs some of those before it. */
const plans = fc
  .array(fc.tuple(fc.nat(63), fc.constantFrom('all' as const, 'any' as const)), {
    minLength: ids.length,
    maxLength: ids.length,
  })
  .map((given) => ({
    steps: given.map(([needed, join], place) => ({
      id: ids[place] ?? '',
      needs: ids.slice(0, place).filter((_, index) => (needed >> index) % 2 === 1),
      join,
      on_error: null,
    })) as unknown as readonly Step[],
  }));

const changes = fc.record({
  step_id: fc.constantFrom(...ids),
  status: fc.constantFrom(...statuses),
  visit: fc.integer({ min: 1, max: 3 }),
  carried_from: fc.constantFrom(null, 'run_0'),
  skipReason: fc.constantFrom<SkipReason | null>(...reasons),
  handled: fc.constantFrom(null, 'continue' as const, 'goto' as const),
  route: fc.option(fc.subarray([...ids])),
  isLooping: fc.boolean(),
  isQueued: fc.boolean(),
  output: fc.constantFrom(undefined, 'said'),
  isNew: fc.boolean(),
});

describe('the board of steps', () => {
  it('says at every moment what a look at all steps anew would say', () => {
    fc.assert(
      fc.property(plans, fc.array(changes, { maxLength: 30 }), (plan, moves) => {
        const starts = new Set<string>(ids);
        const board = new StepBoard<Visit>(plan, starts);
        for (const { step_id, status, visit, carried_from, isNew, ...rest } of moves) {
          const row = { step_id, status, visit, carried_from };
          const known = board.visits.get(step_id);
          if (isNew || !known) {
            board.enter({ row, ...rest });
          } else {
            Object.assign(known, { row, ...rest });
            board.changed(known);
          }
          const anew = new StepBoard<Visit>(plan, starts);
          for (const one of board.visits.values()) {
            anew.enter(one);
          }
          assert.deepEqual(board.look(), anew.look());
          assert.deepEqual(board.results, anew.results);
          assert.equal(board.begunCount, anew.begunCount);
          assert.deepEqual([...board.waiting].sort(), [...anew.waiting].sort());
        }
      }),
    );
  });

  it('starts steps in the order of the plan, those that were queued first', () => {
    const steps = ids.map((id) => ({ id, needs: [], join: 'all' })) as unknown as readonly Step[];
    const board = new StepBoard<Visit>({ steps }, new Set(ids));
    assert.deepEqual(board.look().ready, [...ids]);
    const row = { step_id: 'd', status: 'pending', visit: 2, carried_from: null } as const;
    const none = { skipReason: null, handled: null, route: null, isLooping: false, output: undefined };
    board.enter({ row, ...none, isQueued: true });
    assert.deepEqual(board.look().ready, ['d', 'a', 'b', 'c', 'e', 'f']);
    assert.equal(board.begunCount, 1);
  });
});
