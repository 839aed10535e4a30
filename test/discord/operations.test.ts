import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventView } from '#protocol/methods/records';
import { buttonIn, type DiscordScene, discordScene, fileIn, messageIn, people } from './discordScene';
import { guild } from './loopback/loopbackDiscord';

/** A plan whose only step writes a file and asks first. */
const plan = `schema: plan/1
title: Greet
steps:
  - {id: greet, uses: shell.run, with: {argv: [node, -e, "require('fs').writeFileSync('greeting.txt', 'hello')"]}, risk: medium}
`;

const sessionIn = (text: string) =>
  /session_[0-9a-f]{12}/.exec(text)?.[0] ?? assert.fail(`no session in ${text}`);

describe('the operations of the Discord door', () => {
  let scene: DiscordScene;

  before(async () => {
    scene = await discordScene();
  });
  after(() => scene.close());

  const say = async (
    person: keyof typeof people,
    name: string,
    options: Record<string, string | number | boolean> = {},
    file?: { name: string; text: string },
  ) =>
    messageIn(await scene.discord.command(people[person], name, options, file === undefined ? {} : { file }));

  it('GATE-25: are registered, each by its name', () => {
    assert.deepEqual([...(scene.discord.commands.get(guild) ?? [])].sort(), [
      'artifacts_list',
      'logs_search',
      'plan_approve',
      'plan_import',
      'plan_show',
      'session_create',
      'session_stop',
      'step_approve',
      'step_execute',
      'tools_permissions',
    ]);
  });

  it('GATE-25: lead from a session to a step that has run, each answered to its sender alone', async () => {
    const created = await say('operator', 'session_create', { goal: 'Greet', safety_profile: 'standard' });
    assert.ok(created.isEphemeral);
    const session_id = sessionIn(created.content);

    const imported = await say('operator', 'plan_import', { session_id }, { name: 'greet.yaml', text: plan });
    assert.match(imported.content, /Greet.*version 1/);
    assert.ok(JSON.parse(fileIn(imported, 'consequences.json')).commands.length > 0);

    const shown = await say('viewer', 'plan_show', { session_id });
    assert.equal(JSON.parse(fileIn(shown, 'plan.json')).title, 'Greet');

    const asked = await say('approver', 'plan_approve', { session_id });
    assert.match(asked.content, /Nothing has been approved yet/);
    assert.equal((await scene.peer.request('session/show', { session_id })).status, 'awaiting_plan_approval');
    const confirm = buttonIn(asked, /approve exactly this/i);
    const granted = messageIn(await scene.discord.press(people.approver, confirm));
    assert.match(granted.content, /approved/);
    assert.equal((await scene.peer.request('session/show', { session_id })).status, 'awaiting_step_approval');

    const stepAsked = await say('approver', 'step_approve', { session_id, step_id: 'greet' });
    assert.match(stepAsked.content, /writeFileSync/);
    assert.match(fileIn(stepAsked, 'asked.txt'), /greeting[.]txt/);
    assert.ok(!existsSync(join(scene.root, 'greeting.txt')));
    const stepGranted = messageIn(
      await scene.discord.press(people.approver, buttonIn(stepAsked, /High risk: approve exactly this/)),
    );
    const executed = messageIn(await scene.discord.press(people.approver, buttonIn(stepGranted, /Execute/)));
    assert.match(executed.content, /succeeded/);
    assert.equal(readFileSync(join(scene.root, 'greeting.txt'), 'utf8'), 'hello');

    const log = await say('viewer', 'logs_search', { query: 'approved', session_id });
    const events = `${log.content}${log.files.map(({ text }) => text).join('')}`;
    assert.match(events, /discord:13@discord {2}approved: step greet/);
    const artifacts = await say('viewer', 'artifacts_list', { session_id });
    assert.match(artifacts.content + artifacts.files.map(({ text }) => text).join(''), /greet|Nothing found/);
    const tool = await say('viewer', 'tools_permissions', { name: 'shell.run' });
    assert.match(tool.content, /shell_exec.*enabled/);
  });

  it('GATE-25: execute a step by its command and say why one cannot be executed', async () => {
    const imported = await say('operator', 'plan_import', { text: plan });
    const session_id = sessionIn(imported.content);
    const early = await say('operator', 'step_execute', { session_id, step_id: 'greet' });
    assert.match(early.content, /APPROVAL_REQUIRED/);
    const { items } = await scene.peer.request('approval/list', { session_id, state: 'requested' });
    const digest = items[0]?.digest ?? assert.fail('no request');
    const granted = await say('approver', 'plan_approve', { session_id, digest });
    assert.match(granted.content, /approved/);
    const steps = await scene.peer.request('step/request', { session_id, step_id: 'greet' });
    const { digest: stepDigest } = await scene.peer.request('approval/show', {
      approval_id: steps.approval_id,
    });
    const approval = { session_id, step_id: 'greet', digest: stepDigest };
    const unconfirmed = await say('approver', 'step_approve', approval);
    assert.match(unconfirmed.content, /HIGH_RISK_CONFIRMATION_REQUIRED/);
    await say('approver', 'step_approve', { ...approval, confirm_high_risk: true });
    const executed = await say('operator', 'step_execute', { session_id, step_id: 'greet' });
    assert.match(executed.content, /succeeded/);
  });

  it('GATE-25: stop a session for good', async () => {
    const session_id = sessionIn((await say('operator', 'session_create')).content);
    const stopped = await say('operator', 'session_stop', { session_id, reason: 'enough' });
    assert.match(stopped.content, /cancelled/);
    assert.equal((await scene.peer.request('session/show', { session_id })).status, 'cancelled');
    const again = await say('operator', 'plan_import', { session_id, text: plan });
    assert.match(again.content, /STATE_CONFLICT/);
  });

  it('GATE-25: refuse a plan with errors and store nothing', async () => {
    const before = (await scene.peer.request('session/list', {})).total;
    const refused = await say('operator', 'plan_import', { text: 'schema: plan/1\ntitle: x\n' });
    assert.match(refused.content, /PLAN_INVALID/);
    assert.match(refused.content + refused.files.map(({ text }) => text).join(''), /MISSING_KEY/);
    const both = await say('operator', 'plan_import', { text: plan }, { name: 'p.yaml', text: plan });
    assert.match(both.content, /BAD_REQUEST/);
    assert.equal((await scene.peer.request('session/list', {})).total, before);
  });

  it('GATE-23: stand in the record with the id of their message, as discord and by the sender', async () => {
    const id = '555000111';
    const answered = await scene.discord.command(people.operator, 'session_create', {}, { id });
    const session_id = sessionIn(messageIn(answered).content);
    await scene.discord.command(people.operator, 'session_stop', { session_id }, { id: '555000112' });
    const { items } = await scene.peer.request('event/list', { session_id });
    assert.deepEqual(
      items.map(({ type, actor, source, client_message_id }) => [type, actor, source, client_message_id]),
      [
        ['session.created', 'discord:12', 'discord', id],
        ['session.stopped', 'discord:12', 'discord', '555000112'],
      ],
    );
  });

  it('GATE-25: long answers are attached whole', async () => {
    const session_id = sessionIn((await say('operator', 'session_create')).content);
    const words = 'many words that nobody will want to read in one line of a chat '.repeat(4);
    for (let turn = 0; turn < 12; turn += 1) {
      await scene.peer.request('plan/import', {
        session_id,
        text: plan.replace('Greet', `${turn} ${words}`),
      });
    }
    const log = await say('viewer', 'logs_search', { session_id, limit: 500 });
    const { total } = await scene.peer.request('event/list', { session_id });
    const lines = fileIn(log, 'events.txt').trim().split('\n');
    assert.ok(total > 20);
    assert.equal(lines.length, total);
  });

  it('GATE-23: no event of it stands in the record without its sender and its message', async () => {
    const { total } = await scene.peer.request('event/list', {});
    const all: EventView[] = [];
    while (all.length < total) {
      const offset = all.length;
      all.push(...(await scene.peer.request('event/list', { limit: 500, offset })).items);
    }
    const ours = all.filter(({ source }) => source === 'discord');
    assert.ok(ours.length > 20);
    for (const { type, actor, client_message_id } of ours) {
      assert.match(actor, /^discord:\d+$/, type);
      assert.match(client_message_id ?? '', /^\d+$/, type);
    }
    assert.deepEqual(
      all.filter(({ actor, source }) => actor.startsWith('discord:') && source !== 'discord'),
      [],
    );
  });

  it('answers in the language of whoever asks', async () => {
    const japanese = { ...people.viewer, locale: 'ja' };
    const { content } = messageIn(
      await scene.discord.command(japanese, 'tools_permissions', { name: 'read_file' }),
    );
    assert.match(content, /有効/);
  });
});
