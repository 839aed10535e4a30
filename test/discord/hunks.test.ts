import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { approveAll, pendingOf, startPlan } from '../support/planRun';
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

const numbered = (lines: number) => Array.from({ length: lines }, (_, line) => `line ${line}\n`);
/** The same with every tenth line changed: as many hunks. */
const changed = (lines: readonly string[], to: string) =>
  lines.map((line, at) => (at % 10 === 5 ? `${to} ${at}\n` : line));

describe('hunks in the Discord door', () => {
  let scene: DiscordScene;

  before(async () => {
    scene = await discordScene();
  });
  after(() => scene.close());

  const write = (path: string, text: string) => writeFileSync(join(scene.root, path), text);
  const read = (path: string) => readFileSync(join(scene.root, path), 'utf8');
  const patchOf = (files: Readonly<Record<string, string>>) =>
    Object.entries(files).map(([path, content], at) => ({
      id: `draft${at}`,
      uses: 'write_file_preview',
      with: { path, content },
    }));
  /** A step that waits to write these files, as whoever may approve is shown it. */
  const waiting = async (
    title: string,
    files: Readonly<Record<string, string>>,
    stepping: 'auto' | 'manual' = 'auto',
  ) => {
    const drafts = patchOf(files);
    const steps = [
      ...drafts,
      ...drafts.map(({ id }, at) => ({
        id: `apply${at}`,
        uses: 'write_file_apply',
        needs: [id],
        with: { preview: `\${steps.${id}.output}` },
      })),
    ];
    const { peer, discord } = scene;
    const { session_id, run_id } =
      stepping === 'auto' ? await startPlan(peer, steps, { plan: { title } }) : await byHand(title, steps);
    const notice = await announced(discord, new RegExp(`step \`apply0\`.*\`${title}\``));
    return { session_id, run_id, notice, asked: await press('approver', buttonIn(notice, /^Approve/)) };
  };
  /** A run that goes on only when it is told to; its first draft is made. */
  const byHand = async (title: string, steps: readonly object[]) => {
    const { peer } = scene;
    const { id: session_id } = await peer.request('session/create', { safety_profile: 'standard' });
    const text = JSON.stringify({ schema: 'plan/1', title, steps });
    const { version } = await peer.request('plan/import', { session_id, text, file_name: 'plan.json' });
    await peer.request('plan/approve', { session_id, version });
    const { run_id } = await peer.request('run/start', { session_id, stepping: 'manual' });
    await peer.request('step/execute', { run_id, step_id: 'draft0' });
    await peer.request('step/request', { run_id, step_id: 'apply0' });
    return { session_id, run_id };
  };
  const press = async (person: keyof typeof people, custom_id: string) =>
    messageIn(await scene.discord.press(people[person], custom_id));
  const choose = async (person: keyof typeof people, custom_id: string, values: readonly string[]) =>
    messageIn(await scene.discord.choose(people[person], custom_id, values));
  const confirmIn = (message: SentMessage) => buttonIn(message, /approve exactly this/i);
  const menuIn = (message: SentMessage, page = 0) => message.menus[page] ?? assert.fail('there is no menu');

  it('GATE-25, §1.7: are left out by a menu, and what remains has its own digest and is written alone', async () => {
    const before = numbered(40);
    write('four.txt', before.join(''));
    const { notice, asked, run_id } = await waiting('Some', { 'four.txt': changed(before, 'new').join('') });
    const menu = menuIn(asked);
    assert.equal(menu.most, 3, 'who wants nothing rejects');
    const heads = fileIn(asked, 'changes.diff').match(/^@@ .+ @@/gm);
    assert.deepEqual(
      menu.options.map(({ label, description }) => [label, description]),
      heads?.map((head, at) => [`four.txt ${head}`, `-line ${at * 10 + 5}`]),
    );
    const viewed = await press('viewer', buttonIn(notice, /^Show everything/));
    assert.deepEqual(viewed.menus, []);
    const values = [menu.options[1]?.value ?? '', menu.options[3]?.value ?? ''];
    const remaining = await choose('approver', menu.custom_id, values);
    assert.match(remaining.content, /Left out: 2 hunk/);
    assert.equal(fileIn(remaining, 'changes.diff').match(/^@@ /gm)?.length, 2);
    assert.equal(read('four.txt'), before.join(''));
    assert.match((await press('approver', confirmIn(asked))).content, /APPROVAL_STALE.*superseded/s);
    assert.match((await choose('approver', menu.custom_id, values)).content, /APPROVAL_STALE/);
    assert.match((await press('approver', confirmIn(remaining))).content, /approved/);
    assert.equal((await approveAll(scene.peer, run_id)).status, 'succeeded');
    const expected = before.map((line, at) => (at === 5 || at === 25 ? `new ${at}\n` : line));
    assert.equal(read('four.txt'), expected.join(''));
  });

  it('GATE-25: are chosen by the person who was shown them, and only such as were shown', async () => {
    const before = numbered(20);
    write('two.txt', before.join(''));
    const { asked, run_id, notice } = await waiting('Whose', { 'two.txt': changed(before, 'new').join('') });
    const { custom_id } = menuIn(asked);
    assert.match((await choose('other', custom_id, ['0.0'])).content, /FORBIDDEN/);
    assert.match((await choose('operator', custom_id, ['0.0'])).content, /FORBIDDEN/);
    for (const forged of [['7.0'], ['0.9'], ['0.0x'], ['-1.0'], ['.0'], [], ['0.0', '0.0', '1.0']]) {
      const { custom_id: fresh } = menuIn(await press('approver', buttonIn(notice, /^Approve/)));
      assert.match((await choose('approver', fresh, forged)).content, /BAD_REQUEST/, forged.join());
    }
    const [item] = await pendingOf(scene.peer, run_id);
    assert.ok(asked.content.includes(item?.digest ?? 'nothing waits'), 'what waits is what waited before');
    await scene.peer.request('run/cancel', { run_id });
  });

  it('GATE-25: fill as many menus as a message has room for, and say where the others are', async () => {
    const before = numbered(1_100);
    write('many.txt', before.join(''));
    const { asked, run_id } = await waiting('Many', { 'many.txt': changed(before, 'new').join('') });
    assert.deepEqual(
      asked.menus.map(({ options }) => options.length),
      [25, 25, 25, 25],
    );
    assert.match(asked.content, /offer 100 of 110 hunks.*editor/);
    const last = menuIn(asked, 3).options.map(({ value }) => value);
    const remaining = await choose('approver', menuIn(asked, 3).custom_id, last);
    assert.match(remaining.content, /Left out: 25/);
    assert.deepEqual(
      remaining.menus.map(({ options }) => options.length),
      [25, 25, 25, 10],
    );
    await scene.peer.request('run/cancel', { run_id });
  });

  it('GATE-25: are left out where a run goes step by step, and no text of a file hides among them', async () => {
    const before = numbered(20);
    write('hand.txt', before.join(''));
    const after = changed(before, 'x').join('').replace('x 5', '\u202egpj.exe`@everyone` \u001b[2J');
    const { asked, run_id } = await waiting('Hand', { 'hand.txt': `${after}` }, 'manual');
    const options = menuIn(asked).options.map(({ label, description }) => `${label} ${description}`);
    assert.ok(options.every((text) => /^[\x20-\x7e]*$/.test(text)));
    const remaining = await choose('approver', menuIn(asked).custom_id, ['0.0']);
    assert.deepEqual(remaining.menus, [], 'a single hunk is approved or rejected');
    assert.match((await press('approver', confirmIn(remaining))).content, /approved/);
    await scene.peer.request('step/execute', { run_id, step_id: 'apply0' });
    assert.equal(read('hand.txt'), before.map((line, at) => (at === 15 ? 'x 15\n' : line)).join(''));
  });
});
