import { deepStrictEqual, equal, match, notEqual, rejects } from 'node:assert/strict';
import type { EventQuery, Store } from '../../server/src/runtime/storePort';
import { eventWrite } from '../store/sampleRows';

/** What every store must do with events: chain, filters and search. */
export function describeEvents(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const found = async (query: EventQuery) => {
    const { total, items } = await store.events(query);
    equal(total, items.length);
    return items.map((event) => event.id).join(' ');
  };

  it('links each event to the one before', async () => {
    const first = await store.commit([eventWrite('a'), eventWrite('b', { session_id: 's', attempt: 2 })]);
    const second = await store.commit([eventWrite('c', { payload: '{"text":"実行 🚦"}' })]);
    const events = [...first, ...second];
    deepStrictEqual((await store.events({})).items, events);
    deepStrictEqual(
      events.map(({ seq }) => seq),
      [1, 2, 3],
    );
    equal(events[0]?.prev_hash, '0'.repeat(64));
    equal(events[1]?.prev_hash, events[0]?.hash);
    match(events[2]?.hash ?? '', /^[0-9a-f]{64}$/);
    notEqual(events[2]?.hash, events[1]?.hash);
    deepStrictEqual(await store.verifyChain(), { ok: true, events: 3, tombstones: 0, broken: null });
  });

  it('hashes canonical JSON: sorted keys, no white space', async () => {
    const [event] = await store.commit([eventWrite('a')]);
    equal(event?.hash, '3c195c6cb860058688a51e046dc8bd760143dbe1bf411268f2f8ef032d0fbff2');
  });

  it('refuses an event id twice', async () => {
    await store.commit([eventWrite('a')]);
    await rejects(store.commit([eventWrite('a')]), { code: 'STATE_CONFLICT' });
    await rejects(store.commit([eventWrite('b'), eventWrite('b')]), { code: 'STATE_CONFLICT' });
  });

  it('keeps text whole that is not well-formed, so that the chain verifies', async () => {
    await store.commit([eventWrite('a', { summary: 'half \ud83d and nul \u0000 end' })]);
    equal((await store.events({})).items[0]?.summary, 'half \ufffd and nul \u0000 end');
    equal((await store.verifyChain()).ok, true);
  });

  it('filters by session, run, step, span, type and alias, place', async () => {
    await store.commit([
      eventWrite('a', { session_id: 's', type: 'session.created' }),
      eventWrite('b', { session_id: 's', run_id: 'r', type: 'step.failed', step_id: 'x', span_id: 'p' }),
      eventWrite('c', { session_id: 't', run_id: 'r', type: 'step.succeeded' }),
    ]);
    equal(await found({ session_id: 's' }), 'a b');
    equal(await found({ run_id: 'r', newest_first: true }), 'c b');
    equal(await found({ step_id: 'x' }), 'b');
    equal(await found({ trace_span_id: 'p' }), 'b');
    equal(await found({ types: ['node.error', 'session_created'] }), 'a b');
    equal(await found({ types: ['step.succeeded'] }), 'c');
    equal(await found({ types: ['no.such'] }), '');
    equal(await found({ types: [] }), '');
    equal(await found({ after_seq: 1, session_id: 's' }), 'b');
    const { total, items } = await store.events({ limit: 1, offset: 1, newest_first: true });
    deepStrictEqual([total, items.map((event) => event.id)], [3, ['b']]);
  });

  it('finds every substring of two characters and more, CJK too, whatever the case', async () => {
    await store.commit([
      eventWrite('a', { summary: '計画を実行する', payload: '{}' }),
      eventWrite('b', { summary: '배포 실패했습니다', payload: '{"k":"실 패"}' }),
      eventWrite('c', { summary: 'Run STEP-A of deploy', payload: '{"quote":"say \\"hi\\""}' }),
      eventWrite('d', { summary: 'nothing', type: 'attempt.retry', payload: '{"step":"step-ab"}' }),
      eventWrite('e', { summary: 'emoji 🚦🚧 x', payload: '{"dir":"C:\\\\temp"}' }),
    ]);
    equal(await found({ text: '実行' }), 'a');
    equal(await found({ text: '行す' }), 'a');
    equal(await found({ text: '行実' }), '');
    equal(await found({ text: '실패' }), 'b');
    equal(await found({ text: '실패했습' }), 'b');
    equal(await found({ text: 'step-a' }), 'c d');
    equal(await found({ text: 'step-a', newest_first: true }), 'd c');
    equal(await found({ text: 'ep-a' }), 'c d');
    equal(await found({ text: 'ep' }), 'c d');
    equal(await found({ text: 'DEPLOY step' }), 'c');
    equal(await found({ text: 'deploy nothing' }), '');
    equal(await found({ text: '"hi"' }), 'c');
    equal(await found({ text: '"' }), 'b c d e');
    equal(await found({ text: 'C:\\temp' }), 'e');
    equal(await found({ text: 'attempt.retry' }), 'd');
    equal(await found({ text: '🚦🚧' }), 'e');
    equal(await found({ text: '🚧🚦' }), '');
    equal(await found({ text: '🚦' }), 'e');
    equal(await found({ text: 'x' }), 'e');
    equal(await found({ text: ' \t　' }), 'a b c d e');
  });

  it('reads every punctuation literally', async () => {
    const texts = [
      `'`,
      '"',
      '*',
      '-',
      '(',
      ')',
      '()',
      'a OR b',
      'NEAR/2',
      '%',
      '_',
      '\\',
      ';--',
      'col:x',
      '^a',
      'NOT',
    ];
    await store.commit(
      texts.map((text, index) => eventWrite(`e${index}`, { summary: `<${text}>`, type: 'run.ended' })),
    );
    for (const [index, text] of texts.entries()) {
      const { items } = await store.events({ text: `<${text}>` });
      equal(
        items.some((event) => event.id === `e${index}`),
        true,
        text,
      );
    }
    equal(await found({ text: '%' }), 'e9');
    equal(await found({ text: '_' }), 'e10');
    equal(await found({ text: 'ne%/2' }), '');
  });

  it('combines a search with filters and pages', async () => {
    await store.commit(
      Array.from({ length: 9 }, (_, index) =>
        eventWrite(`e${index}`, { session_id: index % 2 === 0 ? 's' : 't', summary: `needle ${index}` }),
      ),
    );
    equal(await found({ text: 'needle', session_id: 't' }), 'e1 e3 e5 e7');
    equal(await found({ text: 'needle', after_seq: 7 }), 'e7 e8');
    const { total, items } = await store.events({ text: 'eedl', limit: 2, offset: 1, newest_first: true });
    deepStrictEqual([total, items.map((event) => event.id)], [9, ['e7', 'e6']]);
  });

  it('reads an expression only when asked to', async () => {
    await store.commit([
      eventWrite('a', { summary: 'alpha beta' }),
      eventWrite('b', { summary: 'beta gamma' }),
      eventWrite('c', { summary: 'prealpha gamma' }),
    ]);
    const ask = (text: string) => found({ text, syntax: true });
    equal(await ask('alpha OR beta'), 'a b c');
    equal(await ask('alpha gamma'), 'c');
    equal(await ask('"beta gamma"'), 'b');
    equal(await ask('alph*'), 'a');
    equal(await ask('beta -alpha'), 'b');
    equal(await ask('gamma -alph*'), 'b c');
    equal(await ask('-beta'), 'c');
    equal(await ask('beta -"beta gamma" OR zzz'), 'a');
    equal(await found({ text: 'alpha OR beta' }), '');
    for (const text of ['"open', 'OR a', 'a OR', 'a OR OR b', '""'])
      await rejects(ask(text), { code: 'QUERY_INVALID' });
  });
}
