import assert from 'node:assert/strict';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import type { Store } from '../../server/src/runtime/storePort';
import { command, journey, planText, turnOfLoop } from '../support/journey';

const routeCount = 30;
const chosen = Array.from({ length: routeCount }, (_, index) => {
  const next = index + 1 < routeCount ? `r${index + 1}` : 'work';
  const needs = index === 0 ? [] : [`r${index - 1}`];
  return { id: `r${index}`, uses: 'flow.route', needs, with: { choices: [next], value: next } };
});

/** A store whose disk takes a while over every transaction, and how many there were. */
function slowStore(): { readonly store: Store; transactions(): number } {
  const store = memoryStore();
  const commit = store.commit.bind(store);
  let count = 0;
  const slowly: Store['commit'] = async (writes, options) => {
    count += 1;
    for (let turn = 0; turn < 5; turn += 1) {
      await turnOfLoop();
    }
    return await commit(writes, options);
  };
  return { store: Object.assign(store, { commit: slowly }), transactions: () => count };
}

describe('steps without effects', () => {
  it('§1.10: share transactions, and all of them are durable before the first effect begins', async () => {
    const { store, transactions } = slowStore();
    const seen: Record<string, string> = {};
    let before = 0;
    const made = await journey(
      planText([...chosen, command('work', 'do', { needs: [`r${routeCount - 1}`] })]),
      {
        store,
        policy: 'schema: policy/1\napprovals: {steps: auto}\npermissions: {default: allow}\n',
        program: async () => {
          const { items } = await store.list('step_runs', { limit: null });
          for (const { step_id, status } of items) {
            seen[step_id] = status;
          }
          before = transactions();
          return { exitCode: 0 };
        },
      },
    );
    const started = transactions();
    await made.start();
    await made.reach('succeeded');
    const expected = Object.fromEntries(chosen.map(({ id }) => [id, 'succeeded']));
    assert.deepEqual(seen, { ...expected, work: 'running' });
    assert.ok(before - started < routeCount, `${before - started} transactions for ${routeCount} steps`);
  });
});
