import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { command, type Departure, departure, type Journey, journey, planText } from '../../support/journey';
import { apart, together } from '../../support/sameMoment';
import { until } from '../../support/until';

const base = Array.from({ length: 12 }, (_, line) => `line ${line}\n`).join('');
const wanted = base.replace('line 0', 'first').replace('line 11', 'last');
const without = base.replace('line 0', 'first');

const change: readonly JsonObject[] = [
  { id: 'draft', uses: 'write_file_preview', with: { path: 'f.txt', content: wanted } },
  {
    id: 'apply',
    uses: 'write_file_apply',
    needs: ['draft'],
    with: { preview: '${steps.draft.output}' },
  },
];
const hour = { policy: { approvals: { expires: '1h' } } };
const [ann, bob] = [{ actor: 'user:ann' }, { actor: 'user:bob' }];

describe('two doors that decide at the same moment', () => {
  it('grant and reject: one of them counts, the other is told of it', async () => {
    await eachTime(apart(20, 4), planText([command('look', 'look')]), async (made, turns) => {
      const { approval_id } = await made.request('look');
      const { server } = made;
      const ended = await together(
        server,
        turns,
        () => server.request('approval/grant', { approval_id }),
        () => server.request('approval/reject', { approval_id, reason: 'no' }),
      );
      assert.deepEqual(ended.map(({ code }) => code).sort(), ['ALREADY_DECIDED', null]);
      await made.reach(ended[0].code === null ? 'succeeded' : 'denied');
    });
  });

  it('GATE-14: grant a change and leave a hunk out: what is written was granted as it is', async () => {
    await eachTime(apart(40, 4), planText(change), async (made, turns) => {
      const { approval_id, preview_ids } = await made.request('apply');
      const [preview_id = ''] = preview_ids;
      const { server } = made;
      const [granted, chosen] = await together(
        server,
        turns,
        () => server.request('approval/grant', { approval_id }),
        () => server.request('preview/hunks', { preview_id, reject: [1] }),
      );
      if (chosen.code === null) {
        assert.equal(await made.file('f.txt'), base);
        await made.grant('apply');
      } else {
        assert.equal(granted.code, null);
      }
      await made.reach('succeeded');
      assert.equal(await made.file('f.txt'), chosen.code === null ? without : wanted);
    });
  });

  it('GATE-14: leave a hunk out just as the granted change is applied: it is in time, or it is told', async () => {
    await eachTime(apart(72, 8), planText(change), async (made, turns) => {
      const { approval_id, preview_ids } = await made.request('apply');
      const [preview_id = ''] = preview_ids;
      const { server } = made;
      await server.request('approval/grant', { approval_id });
      const [, chosen] = await together(
        server,
        turns,
        async () => undefined,
        () => server.request('preview/hunks', { preview_id, reject: [1] }),
      );
      if (chosen.code === null) {
        await made.grant('apply');
      }
      await made.reach('succeeded');
      assert.equal(await made.file('f.txt'), chosen.code === null ? without : wanted);
    });
  });

  it('GATE-14: leave hunks out twice, or draft anew: one choice counts, the other is told of it', async () => {
    await eachTime(apart(20, 4), planText(change), async (made, turns) => {
      const { approval_id, digest, preview_ids } = await made.request('apply');
      const [preview_id = ''] = preview_ids;
      const { server } = made;
      const ended = await together(
        server,
        turns,
        () => server.request('preview/hunks', { preview_id, reject: [1] }),
        () =>
          server.request('approval/choose', { approval_id, digest, choices: [{ preview_id, reject: [0] }] }),
      );
      assert.equal(ended.filter(({ code }) => code === null).length, 1);
      await until('the new request', async () => {
        const [open] = await made.pending();
        return open !== undefined && open.approval_id !== approval_id;
      });
      await made.grant('apply');
      await made.reach('succeeded');
      assert.equal(
        await made.file('f.txt'),
        ended[0].code === null ? without : base.replace('line 11', 'last'),
      );
    });
  });

  it('draft a stale change anew while it is granted', async () => {
    await eachTime(apart(30, 5), planText(change), async (made, turns) => {
      const { approval_id } = await made.request('apply');
      const { server } = made;
      const found = await server.workspace.read('f.txt');
      const after = new TextEncoder().encode(`${base}more\n`);
      await server.workspace.apply([
        { path: 'f.txt', before_sha256: found?.sha256 ?? null, after, mode: null },
      ]);
      await together(
        server,
        turns,
        () => server.request('approval/grant', { approval_id }),
        () => server.request('approval/renew', { approval_id }),
      );
      await until('the run to rest', async () => {
        const { status } = await made.run();
        return status === 'failed' || (status === 'awaiting_approval' && (await made.pending()).length === 1);
      });
    });
  });

  it('GATE-35: ask about a step from two doors: there is one request, and both are told of it', async () => {
    await eachTime(apart(36, 4), planText([command('look', 'look')]), async (made, turns) => {
      const { run_id, server } = made;
      const ask = () => server.request('step/request', { run_id, step_id: 'look' });
      const [first, second] = await together(server, turns, ask, ask);
      const { approval_id } = await made.request('look');
      assert.deepEqual([first.answer?.approval_id, second.answer?.approval_id], [approval_id, approval_id]);
      assert.equal((await made.pending()).length, 1);
    });
  });

  it('GATE-35: ask about a step as its run asks: whoever grants the one lets the step run', async () => {
    for (const turns of apart(90, 9)) {
      const made = await journey(planText([command('look', 'look')]), { profile: 'standard' });
      const { session_id, server } = made;
      const [, asked] = await together(
        server,
        turns,
        () => made.start(),
        () =>
          until('the run', async () => (await server.request('run/list', {})).items[0]).then(({ run_id }) =>
            server.request('step/request', { run_id, step_id: 'look' }),
          ),
      );
      assert.ok(asked.answer?.approval_id, `${session_id} ${asked.code}`);
      await server.request('approval/grant', { approval_id: asked.answer.approval_id });
      await made.reach('succeeded');
      assert.deepEqual(server.faults, []);
    }
  });

  it('approve a step by two people of whom two are needed: both count', async () => {
    for (const turns of apart(30, 5)) {
      const { made, session_id, server } = await importedForTwo();
      for (const who of [ann, bob]) {
        await server.request('plan/approve', { session_id, version: 1 }, who);
      }
      made.run_id = (await server.request('run/start', { session_id })).run_id;
      const { run_id } = made;
      const approve = (who: typeof ann) => () =>
        server.request('step/approve', { run_id, step_id: 'look' }, who);
      await together(server, turns, approve(ann), approve(bob));
      await made.reach('succeeded');
    }
  });

  it('approve a plan by two people of whom two are needed: both count', async () => {
    for (const turns of apart(30, 5)) {
      const { session_id, server } = await importedForTwo();
      const approve = (who: typeof ann) => () =>
        server.request('plan/approve', { session_id, version: 1 }, who);
      await together(server, turns, approve(ann), approve(bob));
      const { items } = await server.request('plan/list', { session_id });
      assert.equal(items[0]?.status, 'approved');
    }
  });

  it('GATE-35: ask about a plan anew from two doors once its request has expired: there is one', async () => {
    for (const turns of apart(30, 5)) {
      const { session_id, server } = await imported(hour);
      await server.clock.advance(2 * 3_600_000);
      const ask = () => server.request('plan/request', { session_id, version: 1 });
      const [first, second] = await together(server, turns, ask, ask);
      assert.equal(first.answer?.approval_id, second.answer?.approval_id);
      const { total } = await server.request('approval/list', { session_id, state: 'requested' });
      assert.equal(total, 1);
    }
  });

  it('GATE-05: grant a step as its time runs out: it runs, or somebody is asked again', async () => {
    await eachTime(apart(60, 6), planText([command('look', 'look')], hour), async (made, turns) => {
      const { approval_id } = await made.request('look');
      const { server } = made;
      const late = async () => {
        await server.clock.advance(3_600_001);
        return server.request('approval/list', {});
      };
      await together(server, turns, () => server.request('approval/grant', { approval_id }), late);
      await until('the run to rest', async () => {
        const { status } = await made.run();
        return status === 'succeeded' || status === 'awaiting_approval';
      });
    });
  });
});

/** A session with a plan that nobody has decided about. */
async function imported(more: JsonObject) {
  const made = await departure({ profile: 'standard' });
  const { session_id, server } = made;
  await server.request('plan/import', { session_id, text: planText([command('look', 'look')], more) });
  return { made, session_id, server };
}

const importedForTwo = () => imported({ policy: { approvals: { required: 2 } } });

/** Does it once for each number of turns, with a run of its own that waits for people. */
async function eachTime(
  all: readonly number[],
  text: string,
  attempt: (made: Journey, turns: number) => Promise<void>,
  world: Departure = {},
): Promise<void> {
  for (const turns of all) {
    const made = await journey(text, { profile: 'standard', files: { 'f.txt': base }, ...world });
    await made.start();
    await attempt(made, turns);
    assert.deepEqual(made.server.faults, []);
  }
}
