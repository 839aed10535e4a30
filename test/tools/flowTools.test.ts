import assert from 'node:assert/strict';
import { perform, refusals } from './toolContext';

const outputOf = async (name: string, inputs: object) => {
  const result = await perform(name, inputs);
  return result.ok ? result.output : `${result.errorClass}: ${result.message}`;
};

describe('flow.route', () => {
  const check = async (inputs: object, expected: unknown) => {
    const output = await outputOf('flow.route', { choices: ['fix', 'ship'], ...inputs });
    const bare = { target: null, confidence: null, reason: null };
    assert.deepEqual(output, typeof expected === 'string' ? expected : { ...bare, ...(expected as object) });
  };

  it('takes one choice after trimming, with confidence and reason', async () => {
    await check(
      { value: ' fix\n', confidence: 0.5, reason: 'r' },
      { route: ['fix'], target: 'fix', confidence: 0.5, reason: 'r' },
    );
  });
  it('takes a list, also an empty one, or truth values', async () => {
    await check({ value: ['ship', 'fix', 'ship '] }, { route: ['ship', 'fix'] });
    await check({ value: [] }, { route: [] });
    await check({ when: { ship: true, fix: false } }, { route: ['ship'], target: 'ship' });
  });
  it('fails to parse anything else', async () => {
    await check({ value: 'Fix' }, `parse: 'Fix' is not one of the choices fix, ship`);
    await check({ value: '' }, `parse: '' is not one of the choices fix, ship`);
    for (const inputs of [
      {},
      { value: 'a', when: {} },
      { when: { other: true } },
      { value: 'a', confidence: 2 },
    ]) {
      assert.equal(refusals('flow.route', { choices: ['a'], ...inputs }).length, 1);
    }
  });
});

describe('flow.loop', () => {
  const check = async (inputs: object, expected: unknown) =>
    assert.deepEqual(await outputOf('flow.loop', { body_route: 'body', ...inputs }), expected);

  it('takes items in turn, then goes on', async () => {
    const payload = { items: ['a', 'b'] };
    await check(
      { payload },
      { route: ['body'], payload: 'a', index: 0, next_index: 1, remaining: 1, done: false },
    );
    const last = { route: ['body'], index: 1, next_index: 2, remaining: 0, done: false };
    await check(
      { payload: ['a', 'b'], index: 1, enumerate_items: true },
      { ...last, payload: { index: 1, item: 'b' } },
    );
    const end = { payload: null, index: 2, next_index: 2, remaining: 0, done: true };
    await check(
      { payload: { list: ['a', 'b'] }, items_key: 'list', index: 2, loop_route: 'after' },
      { ...end, route: ['after'] },
    );
    await check({ payload: ['a', 'b'], index: 2 }, { ...end, route: [] });
  });
  it('fails without a list', async () => {
    for (const payload of [null, 3, {}, { items: 'a' }]) {
      await check({ payload }, `parse: the payload is no list and has none under 'items'`);
    }
  });
});
