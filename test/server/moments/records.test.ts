import assert from 'node:assert/strict';
import { command, type Journey, journey, planText } from '../../support/journey';
import { preparedRollback } from '../../support/preparedRollback';
import { apart, together } from '../../support/sameMoment';
import { exported } from '../projections/directories';

const look = planText([command('look', 'look')]);

describe('two doors that change the record at the same moment', () => {
  it('apply one rollback twice: it is done once, and the other is told of it', async () => {
    const text = planText([
      { id: 'draft', uses: 'write_file_preview', with: { path: 'f.txt', content: 'new\n' } },
      {
        id: 'apply',
        uses: 'write_file_apply',
        needs: ['draft'],
        with: { preview: '${steps.draft.output}' },
      },
    ]);
    for (const turns of apart(30, 6)) {
      const made = await journey(text, { files: { 'f.txt': 'old\n' } });
      await made.start();
      await made.reach('succeeded');
      const { run_id, server } = made;
      const approval_id = await preparedRollback(server, { target: run_id });
      await server.request('approval/grant', { approval_id });
      const apply = () => server.request('rollback/apply', { approval_id });
      const ended = await together(server, turns, apply, apply);
      assert.deepEqual(ended.map(({ code }) => code).sort(), ['APPROVAL_STALE', null]);
      assert.equal(await made.file('f.txt'), 'old\n');
      const { items } = await server.request('checkpoint/list', {});
      assert.equal(items.filter(({ name }) => name.startsWith('before rollback')).length, 1);
    }
  });

  it('keep two queries under one name: one is kept, the other is told of it', async () => {
    for (const turns of apart(8)) {
      const { server } = await journey(look);
      const save = (q: string) => () =>
        server.request('query/save', { name: 'mine', q, sentence: 'mine', replace: false });
      const ended = await together(server, turns, save('{ }'), save('{ status = error }'));
      assert.deepEqual(ended.map(({ code }) => code).sort(), ['STATE_CONFLICT', null]);
    }
  });

  it('take one run directory twice: it is in the record once, the other is told of it', async () => {
    const made = await ended();
    const files = await exported(made.server, made.run_id, 'run-dir');
    for (const turns of apart(12, 2)) {
      const { server } = await journey(look);
      const take = () => server.request('run/import', { name: made.run_id, files });
      const all = await together(server, turns, take, take);
      assert.deepEqual(all.map(({ code }) => code).sort(), ['STATE_CONFLICT', null]);
    }
  });

  it('pin a run and remove what is old: a run that is pinned stays', async () => {
    for (const turns of apart(24, 3)) {
      const made = await ended();
      const { run_id, server } = made;
      await server.clock.advance(86_400_000);
      const before = new Date(server.clock.now()).toISOString();
      const [pinned] = await together(
        server,
        turns,
        () => server.request('run/pin', { run_id, pinned: true }),
        () => server.request('store/vacuum', { before }),
      );
      const { total } = await server.request('run/list', {});
      assert.deepEqual([pinned.code, total], pinned.code === null ? [null, 1] : ['NOT_FOUND', 0]);
    }
  });

  it('take the same span through two doors: it is kept once', async () => {
    const span = {
      ...{ trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), parent_span_id: null, service_name: 'orders' },
      ...{ kind: 'service', name: 'POST /orders', status: 'OK' as const, error: null, timeout: false },
      ...{
        policy_snapshot: null,
        attributes: {},
        start_us: 1_700_000_000_000_000,
        end_us: 1_700_000_000_250_000,
      },
      run_id: null,
      otlp: {},
    };
    for (const turns of apart(8)) {
      const { server } = await journey(look);
      const take = () => server.request('trace/import', { spans: [span] });
      const all = await together(server, turns, take, take);
      assert.deepEqual(
        all.map(({ answer }) => answer?.accepted),
        [1, 1],
      );
    }
  });
});

async function ended(): Promise<Journey> {
  const made = await journey(look);
  await made.start();
  await made.reach('succeeded');
  return made;
}
