import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../support/startServer';
import { until } from '../support/until';
import { announced, buttonIn, type DiscordScene, discordScene, messageIn, people } from './discordScene';

const look = (title: string) =>
  `schema: plan/1\ntitle: ${title}\nsteps:\n  - {id: look, uses: list_dir, with: {path: .}}\n`;

describe('the line of the Discord door to Discord', () => {
  let scene: DiscordScene;

  beforeEach(async () => {
    scene = await discordScene();
  });
  afterEach(() => scene.close());

  const works = async () => {
    const answered = await scene.discord.command(people.viewer, 'tools_permissions', { name: 'read_file' });
    assert.match(messageIn(answered).content, /workspace_read/);
  };

  it('is resumed after it was cut, and what was said meanwhile is answered once', async () => {
    const { discord } = scene;
    await until('a heartbeat', () => discord.gateway.heartbeats > 1);
    const before = (await scene.peer.request('session/list', {})).total;
    discord.gateway.cut(4000);
    const answered = await discord.command(people.operator, 'session_create', {});
    assert.match(messageIn(answered).content, /session_/);
    assert.deepEqual([discord.gateway.identifies, discord.gateway.resumes], [1, 1]);
    assert.equal((await scene.peer.request('session/list', {})).total, before + 1);
    discord.gateway.askToReconnect();
    await until('another resumption', () => discord.gateway.resumes === 2 && discord.gateway.isReady);
    await works();
  });

  it('is opened anew when Discord has forgotten its session', async () => {
    const { discord } = scene;
    discord.gateway.forgetSession();
    await until('another login', () => discord.gateway.identifies === 2 && discord.gateway.isReady);
    await works();
  });

  it('ends the door with the exit code of the table when the token is taken back', async () => {
    const { discord } = scene;
    discord.gateway.refuse();
    discord.gateway.cut(4004);
    const { exit, stderr } = await scene.ended;
    assert.equal(exit, 4, stderr);
    assert.match(stderr, /does not know this token any more/);
  });

  it('keeps to the limits of Discord and announces later', async () => {
    const { discord, peer } = scene;
    discord.limitNext(2);
    const { id: session_id } = await peer.request('session/create', { safety_profile: 'standard' });
    await peer.request('plan/import', { session_id, text: look('Limited') });
    await announced(discord, 'Limited');
    const posts = discord.requests.filter((one) => /^POST .*[/]messages$/.test(one));
    assert.equal(posts.length, 3);
  });

  it('does nothing for a message that was answered already', async () => {
    const { discord, peer } = scene;
    await discord.command(people.operator, 'session_create', {}, { id: '777' });
    const before = (await peer.request('session/list', {})).total;
    const sent = discord.requests.length;
    discord.repeatLast();
    await until('the second try to be refused', () =>
      discord.requests.slice(sent).some((one) => one.includes('/interactions/777/')),
    );
    await works();
    assert.equal((await peer.request('session/list', {})).total, before);
  });
});

describe('the line of the Discord door to its server', () => {
  let scene: DiscordScene;

  beforeEach(async () => {
    scene = await discordScene();
  });
  afterEach(() => scene.close());

  const imported = async (title: string) => {
    const { id: session_id } = await scene.peer.request('session/create', { safety_profile: 'standard' });
    await scene.peer.request('plan/import', { session_id, text: look(title) });
    return await announced(scene.discord, `\`${title}\``);
  };

  it('tells of the death of the server, finds the next one, and its buttons still work', async () => {
    const notice = await imported('Survives');
    await scene.server.kill();
    await announced(scene.discord, /has gone/);
    const next = await startServer(scene.root);
    try {
      await until('the news that it is back', () =>
        scene.discord.channels.all().some(({ content }) => content.includes('is back')),
      );
      const asked = messageIn(await scene.discord.press(people.approver, buttonIn(notice, /^Approve/)));
      await scene.discord.press(people.approver, buttonIn(asked, /approve exactly/i));
      await until('the announcement to say who', () =>
        scene.discord.channels
          .all()
          .some(({ id, content }) => id === notice.id && content.includes('discord:13')),
      );
    } finally {
      await next.stop();
    }
  });

  it('starts a server for whoever asks for something while none lives', async () => {
    await imported('Waits');
    await scene.server.stop();
    await announced(scene.discord, /has gone/);
    const answered = await scene.discord.command(people.operator, 'session_create', {});
    assert.match(messageIn(answered).content, /session_/);
    await until('the news that it is back', () =>
      scene.discord.channels.all().some(({ content }) => content.includes('is back')),
    );
    await scene.stopServers();
  });

  it('knows its announcements after the door was closed and opened again, and makes none twice', async () => {
    const [kept, gone] = [await imported('Kept'), await imported('Gone')];
    const { exit } = await scene.stopDoor();
    assert.equal(exit, 0);
    const { items } = await scene.peer.request('approval/list', { state: 'requested' });
    const of = (title: string) =>
      items.find(({ shown }) => shown['title'] === title)?.approval_id ?? assert.fail(title);
    await scene.peer.request('approval/grant', { approval_id: of('Gone') });
    const { id: session_id } = await scene.peer.request('session/create', { safety_profile: 'standard' });
    await scene.peer.request('plan/import', { session_id, text: look('Meanwhile') });
    const again = await scene.reopen();
    await announced(scene.discord, 'Meanwhile');
    const channel = scene.discord.channels;
    await until('the one that was decided meanwhile to say so', () =>
      channel.all().some(({ id, buttons }) => id === gone.id && buttons.length === 0),
    );
    assert.equal(channel.all().filter(({ content }) => content.includes('`Kept`')).length, 1);
    const asked = messageIn(await scene.discord.press(people.approver, buttonIn(kept, /^Approve/)));
    await scene.discord.press(people.approver, buttonIn(asked, /approve exactly/i));
    const { status } = await scene.peer.request('approval/show', { approval_id: of('Kept') });
    assert.equal(status, 'granted');
    await again.stopDoor();
  });

  it('is left in time while a step still runs, which goes on', async () => {
    const { discord, peer, root } = scene;
    const text = JSON.stringify({
      schema: 'plan/1',
      title: 'Slow',
      steps: [{ id: 'wait', uses: 'shell.run', with: { argv: ['node', 'wait.mjs'] } }],
    });
    writeFileSync(join(root, 'wait.mjs'), 'setTimeout(() => undefined, 600_000);\n');
    const { id: session_id } = await peer.request('session/create', { safety_profile: 'dev' });
    const { version } = await peer.request('plan/import', { session_id, text });
    await peer.request('plan/approve', { session_id, version });
    void discord
      .command(people.operator, 'step_execute', { session_id, step_id: 'wait', confirm_high_risk: true })
      .catch(() => undefined);
    const running = async () =>
      (await peer.request('session/show', { session_id })).status === 'running' &&
      (await peer.request('run/show', { run_id: 'latest' })).steps[0]?.status === 'running';
    await until('the step to run', running);
    const { exit, stderr } = await scene.stopDoor();
    assert.equal(exit, 0, stderr);
    assert.ok(await running());
    await peer.request('session/stop', { session_id });
  });

  it('is left in order: what is being answered is answered, and Discord is told', async () => {
    const answering = scene.discord.command(people.operator, 'session_create', {});
    await until('the command to be under way', () =>
      scene.discord.requests.some((one) => one.endsWith('/callback')),
    );
    const { exit, stderr } = await scene.stopDoor();
    assert.equal(exit, 0, stderr);
    assert.match(messageIn(await answering).content, /session_/);
    assert.ok(!scene.discord.gateway.isReady);
  });
});
