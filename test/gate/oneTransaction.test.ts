import { deepStrictEqual, equal } from 'node:assert/strict';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import type { Store } from '../../server/src/runtime/storePort';
import { command, journey, planText, turnOfLoop } from '../support/journey';
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
  it('§1.6: asks about a step by one transaction, from which on it waits, and reads no approvals for it', async () => {
    const { store, asked } = askedStore();
    const steps = ['a', 'b'].map((id) => command(id, 'do', { risk: 'high' }));
    const made = await journey(planText(steps), { store, profile: 'standard' });
    await made.start({ stepping: 'manual' });
    const { run_id } = made;
    const seen: string[][] = [];
    const found: Promise<readonly { readonly status: string }[]>[] = [];
    made.server.context.bus.listen((name, told) => {
      if (name !== 'event/appended') return;
      const { events } = told as { readonly events: readonly { readonly type: string }[] };
      if (!events.some(({ type }) => type === 'decision.asked')) return;
      seen.push([...asked]);
      found.push(store.listColumns('step_runs', ['status'], { where: { run_id } }));
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
    deepStrictEqual((await Promise.all(found)).at(-1), Array(2).fill({ status: 'awaiting_approval' }));
  });

  it('is not disturbed while it asks: a loop that is woken then leaves the step alone', async () => {
    const store = memoryStore();
    const commit = store.commit.bind(store);
    let wake: () => void = () => undefined;
    const slowly: Store['commit'] = async (...given) => {
      for (let turn = 0; turn < 5; turn += 1) {
        wake();
        await turnOfLoop();
      }
      return await commit(...given);
    };
    const ids = ['a', 'b', 'c'];
    const steps = ids.map((id) => command(id, 'do', { risk: 'high' }));
    const made = await journey(planText(steps), {
      store: Object.assign(store, { commit: slowly }),
      profile: 'standard',
    });
    const news = { approval_id: 'appr_000000000000', status: 'expired', run_id: null } as const;
    wake = () => made.server.context.bus.tell('approval/changed', news);
    await made.start();
    for (const id of ids) {
      await made.grant(id, { confirm_high_risk: true });
    }
    await made.reach('succeeded');
  });
});
