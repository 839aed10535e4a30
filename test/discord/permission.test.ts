import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { methods } from '#protocol/methods';
import { commandTable } from '../../server/src/transports/discord/commands/commandTable';
import { holdpointAt } from '../support/holdpointCli';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';
import {
  announced,
  botToken,
  buttonIn,
  type DiscordScene,
  discordScene,
  doorEnvironment,
  doorWords,
  messageIn,
  people,
} from './discordScene';
import { channel, LoopbackDiscord } from './loopback/loopbackDiscord';
import type { Person } from './loopback/records';

const plan = 'schema: plan/1\ntitle: Look\nsteps:\n  - {id: look, uses: list_dir, with: {path: .}}\n';
const roles = ['viewer', 'operator', 'approver'] as const;

describe('who may do what from Discord', () => {
  let scene: DiscordScene;

  before(async () => {
    scene = await discordScene();
  });
  after(() => scene.close());

  const say = async (person: Person, name: string, options: Record<string, string | number | boolean> = {}) =>
    messageIn(await scene.discord.command(person, name, options));
  const facts = async () => {
    const { total: sessions } = await scene.peer.request('session/list', {});
    const { total: events } = await scene.peer.request('event/list', {});
    return { sessions, events };
  };

  it('GATE-25: whoever is on no list is FORBIDDEN, in their eyes alone, and touches nothing', async () => {
    const before = await facts();
    // The door itself listens for announcements, a moment after it answers.
    const clients = await until('the door to listen', async () => {
      const { clients: count } = await scene.peer.request('server/status', {});
      return count > 1 ? count : undefined;
    });
    for (const name of Object.keys(commandTable)) {
      const refused = await say(people.stranger, name, { session_id: 'session_000000000000', name: 'x' });
      assert.match(refused.content, /FORBIDDEN/, name);
      assert.ok(refused.isEphemeral, name);
    }
    const direct = await say({ id: '99', isDirect: true }, 'session_create');
    assert.match(direct.content, /FORBIDDEN/);
    assert.deepEqual(await facts(), before);
    assert.equal((await scene.peer.request('server/status', {})).clients, clients);
    const pressed = messageIn(
      await scene.discord.press(people.stranger, `holdpoint.confirm.${'A'.repeat(22)}`),
    );
    assert.match(pressed.content, /FORBIDDEN/);
  });

  it('GATE-25: each command is for its role and those above it', async () => {
    const { id: session_id } = await scene.peer.request('session/create', {});
    const given: Record<string, Record<string, string>> = {
      session_create: {},
      plan_import: { session_id, text: plan },
      plan_show: { session_id },
      plan_approve: { session_id },
      step_approve: { session_id, step_id: 'look' },
      step_execute: { session_id, step_id: 'look' },
      logs_search: { query: 'x' },
      artifacts_list: { session_id },
      tools_permissions: { name: 'read_file' },
      session_stop: { session_id },
    };
    assert.deepEqual(Object.keys(given).sort(), Object.keys(commandTable).sort());
    for (const [name, options] of Object.entries(given)) {
      const least = methods[commandTable[name]?.method ?? assert.fail(name)].role;
      for (const role of roles) {
        const { content } = await say(people[role], name, options);
        const isRefused = content.includes('FORBIDDEN');
        assert.equal(isRefused, roles.indexOf(role) < roles.indexOf(least), `${name} as ${role}: ${content}`);
      }
    }
  });

  it('GATE-25: each button is for its role, and a role of Discord gives one', async () => {
    await scene.peer.request('plan/import', {
      session_id: (await scene.peer.request('session/create', {})).id,
      text: plan.replace('Look', 'Buttons'),
    });
    const notice = await announced(scene.discord, 'Buttons');
    const table = [
      [/^Approve/, 'approver'],
      [/^Reject/, 'approver'],
      [/^Stop/, 'operator'],
      [/^New version/, 'operator'],
      [/^New session/, 'operator'],
      [/^Show/, 'viewer'],
      [/^Plan/, 'viewer'],
      [/^Log/, 'viewer'],
      [/^Artifacts/, 'viewer'],
    ] as const;
    for (const [label, least] of table) {
      for (const role of roles) {
        const { message } = await scene.discord.press(people[role], buttonIn(notice, label));
        const isRefused = message?.content.includes('FORBIDDEN') === true;
        assert.equal(isRefused, roles.indexOf(role) < roles.indexOf(least), `${label} as ${role}`);
      }
    }
    const other = await scene.discord.press(people.other, buttonIn(notice, /^Approve/));
    assert.match(messageIn(other).content, /Nothing has been approved yet/);
  });

  it('GATE-25: what one person was given, nobody else can press', async () => {
    const { id: session_id } = await scene.peer.request('session/create', {});
    await scene.peer.request('plan/import', { session_id, text: plan.replace('Look', 'Mine') });
    const asked = await say(people.approver, 'plan_approve', { session_id });
    const confirm = buttonIn(asked, /approve exactly/i);
    const { content } = messageIn(await scene.discord.press(people.other, confirm));
    assert.match(content, /FORBIDDEN/);
    assert.equal((await scene.peer.request('session/show', { session_id })).status, 'awaiting_plan_approval');
  });

  it('regression 19: the token of the bot is in no line of the door and in no file of the workspace', async () => {
    assert.ok(!scene.said().includes(botToken));
    const folder = join(scene.root, '.holdpoint');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    assert.ok(files.length > 3);
    for (const { parentPath, name } of files) {
      const bytes = readFileSync(join(parentPath, name));
      assert.ok(!bytes.includes(botToken), name);
      assert.ok(!bytes.includes('interaction-token-'), name);
    }
  });
});

describe('the Discord door before it opens', function () {
  this.timeout(120_000);

  let scene: DiscordScene;
  let discord: LoopbackDiscord;
  let root: string;

  before(async () => {
    scene = await discordScene();
    ({ root } = scene);
    discord = await LoopbackDiscord.open(botToken);
  });
  after(async () => {
    await discord.close();
    await scene.close();
  });

  const start = (words: readonly string[], more: Record<string, string> = {}, input?: string) =>
    holdpointAt(
      {
        root,
        env: { ...doorEnvironment(root, discord.api), ...more },
        ...(input === undefined ? {} : { input }),
      },
      ...words,
    );

  it('GATE-25: does not start with an empty list, and asks Discord nothing', async () => {
    const { exit, stderr } = await start(['discord', '--channel', channel]);
    assert.equal(exit, 2, stderr);
    assert.match(stderr, /nobody is on the list/);
    assert.deepEqual(discord.requests, []);
  });

  it('GATE-25: takes its list from a file of the person, and from none in the workspace', async () => {
    const own = join(root, 'home', 'discord.yaml');
    writeFileSync(own, 'users: {12345678901234567890: viewer}\n');
    const inside = await start(['discord', '--config', own, '--check', '--json']);
    assert.equal(inside.exit, 2, inside.stdout);
    assert.match(inside.stdout, /lies in the workspace/);
    const folder = temporaryFolder();
    const outside = join(folder, 'discord.yaml');
    writeFileSync(outside, 'users: {12345678901234567890: viewer}\nroles: {77: approver}\n');
    const checked = await start(['discord', '--config', outside, '--check', '--json']);
    assert.equal(checked.exit, 0, checked.stdout + checked.stderr);
    const { users, roles: holders, invite } = JSON.parse(checked.stdout);
    assert.deepEqual([users, holders], [1, 1]);
    assert.match(invite, /client_id=100000000000000001/);
    for (const broken of ['users: {abc: viewer}', 'users: {1: boss}', 'user: {1: viewer}', 'users: [1']) {
      writeFileSync(outside, broken);
      const refused = await start(['discord', '--config', outside, '--check']);
      assert.equal(refused.exit, 2, broken);
    }
    removeFolder(folder);
  });

  it('says what is wrong with its words, its token and its channel, each with the exit code of the table', async () => {
    const listed = ['discord', '--check', '--user', '12=operator'];
    const table: readonly (readonly [readonly string[], Record<string, string>, number, RegExp])[] = [
      [[...listed, '--user', '12'], {}, 2, /ID=ROLE/],
      [[...listed, '--user', '12=boss'], {}, 2, /INPUT_INVALID|not clear/],
      [listed, { HOLDPOINT_DISCORD_TOKEN: '' }, 4, /HOLDPOINT_DISCORD_TOKEN/],
      [listed, { HOLDPOINT_DISCORD_TOKEN: 'wrong' }, 4, /does not know this token/],
      [[...listed, '--channel', '404'], {}, 2, /channel 404/],
      [listed, { HOLDPOINT_DISCORD_API: 'http://example.org/api' }, 2, /https/],
      [listed, { HOLDPOINT_DISCORD_API: 'http://127.0.0.1:9/api' }, 4, /cannot be reached/],
      [[...listed, '--base-url', 'http://127.0.0.1:9'], {}, 2, /where the workspace is/],
    ];
    for (const [words, env, exit, text] of table) {
      const end = await start(words, env);
      assert.equal(end.exit, exit, `${words.join(' ')}: ${end.stderr}`);
      assert.match(end.stderr, text);
      assert.doesNotMatch(end.stderr, /HOLDPOINT_TOKEN|holdpoint serve/);
      assert.ok(!end.stderr.includes(botToken) && !end.stdout.includes(botToken));
    }
  });

  it('takes the token on stdin as well', async () => {
    const words = ['discord', '--check', '--user', '12=operator', '--token-stdin'];
    const end = await start(words, { HOLDPOINT_DISCORD_TOKEN: '' }, `${botToken}\n`);
    assert.equal(end.exit, 0, end.stderr);
  });

  it('is open once for each workspace', async () => {
    const { exit, stderr } = await start(doorWords);
    assert.equal(exit, 1, stderr);
    assert.match(stderr, /answers in Discord for this workspace already/);
  });
});
