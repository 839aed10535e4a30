import { deepStrictEqual, equal } from 'node:assert/strict';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import type { Store } from '../../server/src/runtime/storePort';
import { command, journey, planText } from '../support/journey';
import { until } from '../support/until';

/** A store that says what it was asked for. */
function askedStore(): { readonly store: Store; readonly asked: string[] } {
  const store = memoryStore();
  const asked: string[] = [];
  const { commit, list } = { commit: store.commit.bind(store), list: store.list.bind(store) };
  const counted = {
    commit: (...given: Parameters<Store['commit']>) => {
      asked.push('commit');
      return commit(...given);
    },
    list: (...given: Parameters<typeof list>) => {
      asked.push(given[0]);
      return list(...given);
    },
  };
  return { store: Object.assign(store, counted), asked };
}

describe('the gate', () => {
  it('§1.6: asks about a step by one transaction and reads no approvals for it', async () => {
    const { store, asked } = askedStore();
    const steps = ['a', 'b'].map((id) => command(id, 'do', { risk: 'high' }));
    const made = await journey(planText(steps), { store, profile: 'standard' });
    await made.start({ stepping: 'manual' });
    const { run_id } = made;
    const seen: string[][] = [];
    made.server.context.bus.listen((name, told) => {
      if (name !== 'event/appended') return;
      const { events } = told as { readonly events: readonly { readonly type: string }[] };
      if (events.some(({ type }) => type === 'decision.asked')) seen.push([...asked]);
    });
    for (const [index, step_id] of ['a', 'b'].entries()) {
      asked.length = 0;
      await made.server.request('step/execute', { run_id, step_id, wait: false });
      await until('the question', () => seen.length > index);
    }
    const [, second = []] = seen;
    equal(second.filter((what) => what === 'commit').length, 1);
    deepStrictEqual(
      second.filter((what) => what === 'approvals'),
      [],
    );
  });
});
