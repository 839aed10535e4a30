import assert from 'node:assert/strict';
import type { ApprovalView } from '#protocol/methods/approvals';
import { type DiscordScene, discordScene } from '../discord/discordScene';
import { until } from '../support/until';
import { type WatchingDoor, watchingDoors } from './watchingDoors';

const plan = 'schema: plan/1\ntitle: Look\nsteps:\n  - {id: look, uses: list_dir, with: {path: .}}\n';
const sources = ['cli', 'http', 'discord', 'mcp', 'vscode'] as const;

describe('one queue at every door', () => {
  let scene: DiscordScene;
  let doors: readonly WatchingDoor[];

  before(async () => {
    scene = await discordScene();
    doors = await watchingDoors(scene);
  });
  after(async () => {
    for (const door of doors) {
      await door.close();
    }
    await scene.close();
  });

  /** A request that has come up at every door. */
  const requested = async (): Promise<ApprovalView> => {
    const { id: session_id } = await scene.peer.request('session/create', { safety_profile: 'standard' });
    await scene.peer.request('plan/import', { session_id, text: plan });
    const { items } = await scene.peer.request('approval/list', { session_id, state: 'requested' });
    const approval = items[0] ?? assert.fail('nothing waits');
    for (const door of doors) {
      await until(`the request at ${door.source}`, () => door.hasRequest(approval));
    }
    return approval;
  };

  it('GATE-26: has all the doors', () => {
    assert.deepEqual(
      doors.map(({ source }) => source),
      sources,
    );
  });

  for (const source of sources) {
    it(`GATE-26: what is decided by ${source} is shown by all the others, with who, where and when, and stands`, async () => {
      const approval = await requested();
      const { approval_id } = approval;
      const decider = doors.find((door) => door.source === source) ?? assert.fail(source);
      assert.equal((await decider.decide(approval)).outcome, 'granted');
      const { actor, decided_at, votes } = await scene.peer.request('approval/show', { approval_id });
      assert.deepEqual([votes.length, votes[0]?.source], [1, source]);
      for (const door of doors) {
        const seen = await until(`the decision at ${door.source}`, () => door.seen(approval));
        assert.deepEqual([seen.actor, seen.source], [actor, source], door.source);
        assert.ok(seen.decided_at !== null, door.source);
      }
      for (const door of doors) {
        const late = await door.decide(approval);
        assert.equal(late.outcome, 'ALREADY_DECIDED', `${door.source}: ${late.text}`);
        assert.ok(late.text.includes(`${actor}`) && late.text.includes(`${decided_at}`), late.text);
      }
      const after = await scene.peer.request('approval/show', { approval_id });
      assert.deepEqual([after.decided_at, after.votes.length], [decided_at, 1]);
    });
  }

  it('GATE-26: when all decide at once, one decision is made and every other door is told whose', async () => {
    const approval = await requested();
    const tries = await Promise.all(doors.map((door) => door.decide(approval)));
    const outcomes = tries.map(({ outcome }) => outcome).sort();
    assert.deepEqual(outcomes, [
      ...Array.from({ length: doors.length - 1 }, () => 'ALREADY_DECIDED'),
      'granted',
    ]);
    const { approval_id } = approval;
    const { votes, actor, source } = await scene.peer.request('approval/show', { approval_id });
    assert.equal(votes.length, 1);
    for (const door of doors) {
      const seen = await until(`the decision at ${door.source}`, () => door.seen(approval));
      assert.deepEqual([seen.actor, seen.source], [actor, source], door.source);
    }
  });

  it('GATE-23: all of it stands in one record with who and where, and the message where there was one', async () => {
    const { items } = await scene.peer.request('event/list', { type: 'approval.granted', limit: 500 });
    assert.deepEqual(new Set(items.map(({ source }) => source)), new Set(sources));
    for (const { actor, source, client_message_id } of items) {
      assert.notEqual(actor, '');
      if (source === 'discord') {
        assert.match(client_message_id ?? '', /^\d+$/);
      }
    }
    assert.equal((await scene.peer.request('audit/verify', {})).ok, true);
  });
});
