import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApprovalView } from '#protocol/methods/approvals';
import { holdpointAt } from '../support/holdpointCli';
import { until } from '../support/until';
import {
  announced,
  buttonIn,
  type DiscordScene,
  discordScene,
  fileIn,
  messageIn,
  people,
} from './discordScene';
import type { SentMessage } from './loopback/records';

const look = (title: string, more = '') =>
  `schema: plan/1\ntitle: ${title}\n${more}steps:\n  - {id: look, uses: list_dir, with: {path: .}}\n`;

describe('the buttons of the Discord door', () => {
  let scene: DiscordScene;

  before(async () => {
    scene = await discordScene();
  });
  after(() => scene.close());

  /** A plan that waits: its session, its approval, its announcement. */
  const waiting = async (title: string, more = '') => {
    const { id: session_id } = await scene.peer.request('session/create', { safety_profile: 'standard' });
    await scene.peer.request('plan/import', { session_id, text: look(title, more) });
    const { items } = await scene.peer.request('approval/list', { session_id, state: 'requested' });
    const approval = items[0] ?? assert.fail('nothing waits');
    return { session_id, approval, notice: await announced(scene.discord, `\`${title}\``) };
  };
  const press = async (person: keyof typeof people, custom_id: string) =>
    messageIn(await scene.discord.press(people[person], custom_id));
  const shown = (approval: ApprovalView) =>
    scene.peer.request('approval/show', { approval_id: approval.approval_id });
  const confirmIn = (message: SentMessage) => buttonIn(message, /approve exactly this/i);
  const now = (notice: SentMessage) =>
    scene.discord.channels.all().find(({ id }) => id === notice.id) ?? assert.fail('the message is gone');

  it('GATE-25: approve exactly what was shown, and a replayed button is refused with who decided and when', async () => {
    const { approval, notice } = await waiting('Once');
    const asked = await press('approver', buttonIn(notice, /^Approve/));
    assert.ok(asked.isEphemeral && asked.content.includes(approval.digest));
    assert.equal((await shown(approval)).status, 'requested');
    const confirm = confirmIn(asked);
    assert.match((await press('approver', confirm)).content, /approved/);
    const { status, votes } = await shown(approval);
    assert.deepEqual(
      [status, votes.map(({ actor, source }) => [actor, source])],
      ['granted', [['discord:13', 'discord']]],
    );
    const events = await scene.peer.request('event/list', { session_id: approval.session_id });
    for (const id of [confirm, buttonIn(notice, /^Approve/), buttonIn(notice, /^Reject/)]) {
      const replayed = await press('approver', id);
      assert.match(replayed.content, /ALREADY_DECIDED.*discord:13 decided at 2.*by discord/s);
    }
    const after = await scene.peer.request('event/list', { session_id: approval.session_id });
    assert.equal(after.total, events.total);
  });

  it('GATE-25: a button is spent by its first press, also where more people are needed', async () => {
    const { approval, notice } = await waiting('Two', 'policy: {approvals: {required: 2}}\n');
    const confirm = confirmIn(await press('approver', buttonIn(notice, /^Approve/)));
    assert.match((await press('approver', confirm)).content, /1 of 2/);
    assert.match((await press('approver', confirm)).content, /APPROVAL_STALE.*`consumed`/);
    assert.deepEqual((await shown(approval)).votes.length, 1);
    await until('the count in the announcement', () => now(notice).content.includes('1 of 2'));
    const second = confirmIn(await press('other', buttonIn(now(notice), /^Approve/)));
    assert.match((await press('other', second)).content, /approved/);
    assert.deepEqual(
      (await shown(approval)).votes.map(({ actor }) => actor),
      ['discord:13', 'discord:14'],
    );
  });

  it('GATE-25: a button of a request that was superseded or has expired is stale', async () => {
    const { session_id, notice } = await waiting('Old');
    const confirm = confirmIn(await press('approver', buttonIn(notice, /^Approve/)));
    await scene.peer.request('plan/import', { session_id, text: look('New') });
    assert.match((await press('approver', confirm)).content, /APPROVAL_STALE.*superseded/);
    const replay = await press('approver', buttonIn(notice, /^Approve/));
    assert.match(replay.content, /APPROVAL_STALE.*superseded/);
    await until('the announcement to say so', () => now(notice).content.includes('superseded'));

    const short = await waiting('Short', 'policy: {approvals: {expires: 1s}}\n');
    const late = confirmIn(await press('approver', buttonIn(short.notice, /^Approve/)));
    await until('the request to expire', async () => (await shown(short.approval)).status === 'expired');
    assert.match((await press('approver', late)).content, /APPROVAL_STALE.*expired/);
    assert.match(
      (await press('approver', buttonIn(short.notice, /^Approve/))).content,
      /APPROVAL_STALE.*expired/,
    );
    assert.equal(now(short.notice).buttons.length, 0);
  });

  it('GATE-25: another digest than the one that waits is stale, and what nobody made opens nothing', async () => {
    const { session_id, approval } = await waiting('Digest');
    const other = await scene.discord.command(people.approver, 'plan_approve', {
      session_id,
      digest: `sha256:${'0'.repeat(64)}`,
    });
    assert.match(messageIn(other).content, /APPROVAL_STALE.*digest_mismatch/);
    for (const id of [
      `holdpoint.confirm.${'A'.repeat(22)}`,
      `holdpoint.approve.${approval.approval_id}`,
      'holdpoint.grant.x',
      'confirm',
    ]) {
      assert.match((await press('approver', id)).content, /APPROVAL_STALE.*expired/, id);
    }
    assert.equal((await shown(approval)).status, 'requested');
  });

  it('GATE-25: of two who press at once one decides, the other learns who and when', async () => {
    const { approval, notice } = await waiting('Race');
    const [first, second] = await Promise.all([
      press('approver', buttonIn(notice, /^Approve/)),
      press('other', buttonIn(notice, /^Approve/)),
    ]);
    const answers = await Promise.all([
      press('approver', confirmIn(first)),
      press('other', confirmIn(second)),
    ]);
    const losers = answers.filter(({ content }) => content.includes('ALREADY_DECIDED'));
    assert.equal(losers.length, 1, JSON.stringify(answers));
    const { votes, actor, decided_at } = await shown(approval);
    assert.equal(votes.length, 1);
    assert.match(losers[0]?.content ?? '', new RegExp(`${actor} decided at ${decided_at}`));
  });

  it('GATE-25: reject with a reason, which goes back to the author', async () => {
    const { approval, notice } = await waiting('No');
    const { form } = await scene.discord.press(people.approver, buttonIn(notice, /^Reject/));
    const custom_id = form?.custom_id ?? assert.fail('there is no form');
    const answered = messageIn(
      await scene.discord.submit(people.approver, custom_id, 'not on a Friday <@1> `x`'),
    );
    assert.match(answered.content, /rejected/);
    const { status, reason, actor } = await shown(approval);
    assert.deepEqual([status, reason, actor], ['rejected', 'not on a Friday <@1> `x`', 'discord:13']);
    const replayed = messageIn(await scene.discord.submit(people.approver, custom_id, 'again'));
    assert.match(replayed.content, /ALREADY_DECIDED/);
    await until('the announcement to say so', () => now(notice).content.includes('rejected'));
  });

  it('GATE-26: what is decided by the command line is written into the announcement: who, when, by which door', async () => {
    const { approval, notice } = await waiting('Elsewhere');
    const { root } = scene;
    const granted = await holdpointAt({ root }, 'approvals', 'grant', approval.approval_id);
    assert.equal(granted.exit, 0, granted.stderr);
    const after = await until('the announcement to be changed', () => {
      const { content, buttons } = now(notice);
      return buttons.length === 0 ? content : undefined;
    });
    const { actor, decided_at } = await shown(approval);
    assert.ok(after.includes(`${actor}`) && after.includes(`${decided_at}`) && after.includes('cli'), after);
    assert.match((await press('approver', buttonIn(notice, /^Approve/))).content, /ALREADY_DECIDED/);
  });

  it('GATE-25: a long difference is attached whole, and approving it writes exactly that', async () => {
    const content = Array.from({ length: 6_000 }, (_, line) => `line ${line} of a long file\n`).join('');
    const text = JSON.stringify({
      schema: 'plan/1',
      title: 'Long',
      steps: [
        { id: 'draft', uses: 'write_file_preview', with: { path: 'long.txt', content } },
        {
          id: 'apply',
          uses: 'write_file_apply',
          needs: ['draft'],
          with: { preview: '${steps.draft.output}' },
        },
      ],
    });
    const { id: session_id } = await scene.peer.request('session/create', { safety_profile: 'standard' });
    const { version } = await scene.peer.request('plan/import', { session_id, text });
    await scene.peer.request('plan/approve', { session_id, version });
    await scene.peer.request('run/start', { session_id });
    const notice = await announced(scene.discord, 'step `apply`');
    const asked = await press('approver', buttonIn(notice, /^Approve/));
    const { items } = await scene.peer.request('approval/list', { session_id, state: 'requested' });
    const waits = await shown(items[0] ?? assert.fail('nothing waits'));
    const diff = waits.previews[0]?.diff ?? assert.fail('no difference');
    assert.ok(fileIn(asked, 'changes.diff').endsWith(diff));
    assert.ok(diff.length > 100_000);
    assert.ok(!existsSync(join(scene.root, 'long.txt')));
    const seen = await press('viewer', buttonIn(notice, /^Show everything/));
    assert.ok(fileIn(seen, 'changes.diff').endsWith(diff));
    assert.equal(seen.buttons.length, 0);
    await press('approver', confirmIn(asked));
    await until('the file to be written', () => existsSync(join(scene.root, 'long.txt')));
    await announced(scene.discord, /run `run-.*Long.*succeeded/);
    assert.equal(readFileSync(join(scene.root, 'long.txt'), 'utf8'), content);
  });

  it('GATE-25: show what belongs to a request, and stop its session', async () => {
    const { session_id, notice } = await waiting('Beside');
    const plan = await press('viewer', buttonIn(notice, /^Plan/));
    assert.equal(JSON.parse(fileIn(plan, 'plan.json')).title, 'Beside');
    const log = await press('viewer', buttonIn(notice, /^Log/));
    assert.match(log.content + log.files.map(({ text }) => text).join(''), /plan[.]imported/);
    const { form } = await scene.discord.press(people.operator, buttonIn(notice, /^Stop/));
    const id = form?.custom_id ?? assert.fail('there is no form');
    await scene.discord.submit(people.operator, id, '');
    assert.equal((await scene.peer.request('session/show', { session_id })).status, 'cancelled');
  });

  it('GATE-25: put a new version or a new session beside what waits', async () => {
    const { session_id, notice } = await waiting('First');
    const opened = async (label: RegExp) => {
      const { form } = await scene.discord.press(people.operator, buttonIn(notice, label));
      return form?.custom_id ?? assert.fail('there is no form');
    };
    const imported = messageIn(
      await scene.discord.submit(people.operator, await opened(/^New version/), look('Second')),
    );
    assert.match(imported.content, /`Second`, version 2/);
    await announced(scene.discord, '`Second`');
    await until('the first to be superseded', () => now(notice).content.includes('superseded'));
    const { notice: other } = await waiting('Third');
    const { form } = await scene.discord.press(people.operator, buttonIn(other, /^New session/));
    const made = messageIn(
      await scene.discord.submit(people.operator, form?.custom_id ?? assert.fail(), 'Tidy up'),
    );
    const [id = ''] = /session_[0-9a-f]{12}/.exec(made.content) ?? [];
    const { goal } = await scene.peer.request('session/show', { session_id: id });
    assert.equal(goal, 'Tidy up');
    assert.equal((await scene.peer.request('session/show', { session_id })).plan_version, 2);
  });

  it('GATE-25: say so when Discord does not take an answer, without a button to decide', async () => {
    const { notice, approval } = await waiting('Refused');
    scene.discord.refuseFiles = true;
    try {
      const answered = await press('approver', buttonIn(notice, /^Approve/));
      assert.match(answered.content, /not taken by Discord/);
      assert.deepEqual([answered.buttons, answered.files], [[], []]);
    } finally {
      scene.discord.refuseFiles = false;
    }
    assert.equal((await shown(approval)).status, 'requested');
  });

  it('go on when somebody has removed an announcement', async () => {
    const { notice, approval } = await waiting('Removed');
    scene.discord.channels.remove(notice.id);
    const { approval_id, session_id } = approval;
    await scene.peer.request('approval/grant', { approval_id });
    await until('the change of what is not there', () =>
      scene.discord.requests.some((one) => one.startsWith('PATCH') && one.endsWith(notice.id)),
    );
    await waiting('After');
    assert.ok(!scene.said().includes('an announcement failed'), scene.said());
    assert.equal((await scene.peer.request('session/show', { session_id })).status, 'awaiting_step_approval');
  });

  it('mention nobody and let no text of a plan format what is shown', async () => {
    const { id: session_id } = await scene.peer.request('session/create', { safety_profile: 'standard' });
    await scene.peer.request('plan/import', { session_id, text: look('"@everyone **x** ```"') });
    const notice = await announced(scene.discord, '@everyone');
    assert.ok(scene.discord.channels.all().every(({ mayMention }) => !mayMention));
    assert.match(notice.content, /`@everyone \*\*x\*\* ˋˋˋ`/);
  });
});
