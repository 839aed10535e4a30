import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Journey, journey, planText } from '../../support/journey';
import { together } from '../../support/sameMoment';

const text = 'the same bytes\n';
const sha = createHash('sha256').update(text).digest('hex');
const write = planText([
  { id: 'draft', uses: 'write_file_preview', with: { path: 'f.txt', content: text } },
  { id: 'apply', uses: 'write_file_apply', needs: ['draft'], with: { preview: '${steps.draft.output}' } },
]);

describe('bytes that one session names while another, which names them too, is deleted', () => {
  it('§1.7: drafted at that moment, they are there to be shown and applied', async () => {
    for (let turns = 32; turns <= 120; turns += 8) {
      const [gone, stays] = await twoSessions();
      const { server } = gone;
      await together(
        server,
        turns,
        () => server.request('session/delete', { session_id: gone.session_id }),
        () => stays.start(),
      );
      const { approval_id } = await stays.request('apply');
      assert.ok(await server.context.ports.content.has(sha), `${turns} turns apart: the bytes are gone`);
      await server.request('approval/grant', { approval_id });
      await stays.reach('succeeded');
      assert.equal(await stays.file('f.txt'), text);
    }
  });

  it('GATE-01: are removed with the last session that named them, its plan too', async () => {
    const [first, second] = await twoSessions();
    const { server } = first;
    const { content } = server.context.ports;
    const { hash } = (await server.request('plan/list', { session_id: first.session_id })).items[0] ?? {};
    const plan = hash?.replace('sha256:', '') ?? '';
    await second.start();
    await second.grant('apply');
    await second.reach('succeeded');
    await server.request('session/delete', { session_id: first.session_id });
    assert.deepEqual([await content.has(sha), await content.has(plan)], [true, true]);
    await server.request('session/delete', { session_id: second.session_id });
    assert.deepEqual([await content.has(sha), await content.has(plan)], [false, false]);
  });
});

/** Two sessions with the same plan: the run of the first has drafted and waits, that of the second is not there yet. */
async function twoSessions(): Promise<readonly [Journey, Journey]> {
  const gone = await journey(write, { profile: 'standard' });
  await gone.start();
  await gone.request('apply');
  const { id } = await gone.server.request('session/create', { safety_profile: 'standard' });
  const stays = new Journey(gone.server, id);
  await stays.approve(write);
  return [gone, stays];
}
