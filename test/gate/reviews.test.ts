import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import type { ApprovalView } from '#protocol/methods/approvals';
import { type Departure, type Journey, journey, planText, turnOfLoop } from '../support/journey';

const draft = (id: string, path: string, content: string): JsonObject => ({
  id,
  uses: 'write_file_preview',
  with: { path, content },
});

const base = Array.from({ length: 12 }, (_, line) => `line ${line}\n`).join('');
const wanted = base.replace('line 0', 'first').replace('line 11', 'last');

/** Two files under one approval: the first with two hunks, the second with one. */
async function reviewed(world: Departure = {}): Promise<{ made: Journey; approval: ApprovalView }> {
  const text = planText([
    draft('one', 'f.txt', wanted),
    draft('two', 'g.txt', 'G\n'),
    {
      id: 'apply',
      uses: 'write_file_apply',
      needs: ['one', 'two'],
      with: { preview: ['${steps.one.output}', '${steps.two.output}'] },
    },
  ]);
  const made = await journey(text, {
    profile: 'standard',
    files: { 'f.txt': base, 'g.txt': 'g\n' },
    ...world,
  });
  await made.start();
  return { made, approval: await made.request('apply') };
}

/** The request that took the place of an older one. */
async function renewed(made: Journey, old: string): Promise<ApprovalView> {
  for (let turn = 0; turn < 5_000; turn += 1) {
    const found = (await made.pending()).find(({ approval_id }) => approval_id !== old);
    if (found) {
      return found;
    }
    await turnOfLoop();
  }
  return assert.fail('nobody was asked again');
}

describe('reviews of proposed changes', () => {
  it('GATE-14: show every file of an approval with its diff and what was said', async () => {
    const { made, approval } = await reviewed();
    const { approval_id, digest } = approval;
    const review = await made.server.request('approval/review', { approval_id });
    assert.equal(review.digest, digest);
    assert.deepEqual(
      review.files.map(({ path, hunks, diff }) => [path, hunks.length, diff?.includes('@@')]),
      [
        ['f.txt', 2, true],
        ['g.txt', 1, true],
      ],
    );
    assert.deepEqual(review.comments, []);
  });

  it('GATE-14: leave hunks out of several files at once, and ask once about what remains', async () => {
    const { made, approval } = await reviewed();
    const { approval_id, digest, preview_ids } = approval;
    const [one = '', two = ''] = preview_ids;
    const chosen = await made.server.request('approval/choose', {
      approval_id,
      digest,
      choices: [
        { preview_id: one, reject: [1] },
        { preview_id: two, reject: [0] },
      ],
    });
    assert.equal(chosen.derived.length, 2);
    assert.equal(await made.file('f.txt'), base);
    const next = await renewed(made, approval_id);
    assert.deepEqual(next.preview_ids, chosen.preview_ids);
    await made.server.request('approval/grant', { approval_id: next.approval_id, digest: next.digest });
    await made.reach('succeeded');
    assert.equal(await made.file('f.txt'), base.replace('line 0', 'first'));
    assert.equal(await made.file('g.txt'), 'g\n');
    const rejected = await made.payloads('preview.hunks_rejected');
    assert.deepEqual(
      rejected.map(({ rejected: hunks }) => hunks),
      [[1], [0]],
    );
  });

  it('GATE-14: keep an approval as it is when a choice names what it is not about', async () => {
    const { made, approval } = await reviewed();
    const { approval_id, preview_ids } = approval;
    const [one = ''] = preview_ids;
    const choose = async (choices: unknown, digest = approval.digest) =>
      (await made.server.refusal('approval/choose', { approval_id, digest, choices })).error_code;
    assert.equal(await choose([{ preview_id: 'prev_000000000000', reject: [0] }]), 'BAD_REQUEST');
    assert.equal(await choose([{ preview_id: one, reject: [7] }]), 'BAD_REQUEST');
    const twice = { preview_id: one, reject: [0] };
    assert.equal(await choose([twice, twice]), 'BAD_REQUEST');
    assert.equal(await choose([twice], `sha256:${'0'.repeat(64)}`), 'APPROVAL_STALE');
    assert.deepEqual(
      (await made.pending()).map((row) => row.approval_id),
      [approval_id],
    );
  });

  it('GATE-26: refuse a choice after somebody decided, naming who and when', async () => {
    const { made, approval } = await reviewed();
    const { approval_id, preview_ids } = approval;
    await made.server.request('approval/reject', { approval_id, reason: 'no' }, { actor: 'user:bob' });
    const choices = [{ preview_id: preview_ids[0] ?? '', reject: [0] }];
    const body = await made.server.refusal('approval/choose', { approval_id, choices });
    assert.equal(body.error_code, 'ALREADY_DECIDED');
    assert.equal(body.details?.['actor'], 'user:bob');
  });

  it('GATE-14: keep comments in the record and show them again, also on what was made of the preview', async () => {
    const { made, approval } = await reviewed();
    const { approval_id, preview_ids } = approval;
    const [one = '', two = ''] = preview_ids;
    const said = { preview_id: one, hunk: 0, line: 1, text: 'why first?' };
    const comment = await made.server.request('preview/comment', said, { actor: 'user:ann' });
    await made.server.request('preview/comment', { ...said, hunk: 1, text: 'not this' });
    assert.deepEqual([comment.actor, comment.side, comment.line], ['user:ann', 'new', 1]);
    assert.equal((await made.pending())[0]?.approval_id, approval_id, 'a comment is never a decision');
    const again = await made.server.request('approval/review', { approval_id });
    assert.deepEqual(again.comments[0], comment);
    const choices = [{ preview_id: one, reject: [1] }];
    const { derived } = await made.server.request('approval/choose', { approval_id, choices });
    const next = await renewed(made, approval_id);
    const { comments } = await made.server.request('approval/review', { approval_id: next.approval_id });
    const derivedId = derived[0]?.preview_id ?? '';
    assert.deepEqual(
      comments.map(({ preview_id, is_earlier, hunk, side, line, text }) => ({
        preview_id,
        place: [is_earlier, hunk, side, line],
        text,
      })),
      [
        { preview_id: derivedId, place: [true, 0, 'new', 1], text: 'why first?' },
        { preview_id: derivedId, place: [true, 0, 'old', 9], text: 'not this' },
      ],
    );
    const bad = await made.server.refusal('preview/comment', { preview_id: two, hunk: 3, text: 'x' });
    assert.equal(bad.error_code, 'BAD_REQUEST');
  });

  it('GATE-14: name a preview whose file has changed since, and draft it again on the file as it is', async () => {
    const { made, approval } = await reviewed();
    const { approval_id, preview_ids } = approval;
    const check = () => made.server.request('approval/check', { approval_id });
    assert.deepEqual((await check()).stale, []);
    assert.deepEqual((await made.server.request('approval/renew', { approval_id })).renewed, []);
    made.server.workspace.set('f.txt', base.replace('line 5', 'Line 5'));
    assert.deepEqual((await check()).stale, [
      { preview_id: preview_ids[0], path: 'f.txt', cause: 'changed' },
    ]);
    const { renewed: made1 } = await made.server.request('approval/renew', { approval_id });
    assert.deepEqual(
      made1.map(({ path, derived_from, hunks }) => [path, derived_from, hunks.length]),
      [['f.txt', preview_ids[0], 1]],
    );
    const old = await made.server.request('preview/show', { preview_id: preview_ids[0] ?? '' });
    assert.equal(old.status, 'stale');
    const next = await renewed(made, approval_id);
    assert.deepEqual(next.preview_ids, [made1[0]?.preview_id, preview_ids[1]]);
    await made.server.request('approval/grant', { approval_id: next.approval_id, digest: next.digest });
    await made.reach('succeeded');
    assert.equal(await made.file('f.txt'), wanted);
  });

  it('GATE-14: judge a draft anew before it is drawn up again', async () => {
    const { made, approval } = await reviewed();
    made.server.workspace.set('g.txt', 'other\n');
    (made.server.context.disabledTools as Set<string>).add('write_file_preview');
    const { approval_id } = approval;
    const body = await made.server.refusal('approval/renew', { approval_id });
    assert.equal(body.error_code, 'DENIED');
    assert.equal((await made.server.request('approval/show', { approval_id })).status, 'requested');
    const [denied] = await made.events('decision.denied');
    assert.equal(denied?.step_id, 'two');
  });

  it('GATE-14: give the text of either side, and of the new side without some hunks', async () => {
    const { made, approval } = await reviewed();
    const preview_id = approval.preview_ids[0] ?? '';
    const text = async (side: 'old' | 'new', reject: number[] = []) =>
      (await made.server.request('preview/content', { preview_id, side, reject })).text;
    assert.equal(await text('old'), base);
    assert.equal(await text('new'), wanted);
    assert.equal(await text('new', [0]), base.replace('line 11', 'last'));
    assert.equal(await text('new', [0, 1]), base);
  });

  it('GATE-14: name what cannot be shown as text instead of showing it', async () => {
    const line = `${'some words '.repeat(93)}\n`.slice(-1024);
    const patch = '--- a/large.txt\n+++ b/large.txt\n@@ -1 +1 @@\n-first\n+1st\n';
    const text = planText([
      draft('new', 'new.txt', 'n\n'),
      {
        id: 'bytes',
        uses: 'write_file_preview',
        with: { path: 'b.bin', content: 'AAEC', encoding: 'base64' },
      },
      draft('long', 'long.txt', line.repeat(2 * 1024)),
      {
        id: 'apply',
        uses: 'write_file_apply',
        needs: ['new', 'bytes', 'long'],
        with: { preview: ['${steps.new.output}', '${steps.bytes.output}', '${steps.long.output}'] },
      },
      { id: 'large', uses: 'apply_patch', with: { patch, mode: 'preview' } },
      {
        id: 'applyLarge',
        uses: 'apply_patch',
        needs: ['large'],
        with: { patch, mode: 'apply', preview: '${steps.large.output}' },
      },
    ]);
    const made = await journey(text, {
      profile: 'standard',
      files: { 'large.txt': `first\n${line.repeat(6 * 1024)}` },
    });
    await made.start();
    const small = await made.request('apply');
    const large = await made.request('applyLarge');
    const preview_ids = [...small.preview_ids, ...large.preview_ids];
    const shown = await Promise.all(
      preview_ids.map((preview_id) => made.server.request('preview/content', { preview_id, side: 'new' })),
    );
    assert.deepEqual(
      shown.map(({ omitted, bytes }) => [omitted, bytes]),
      [
        [null, 2],
        ['binary', 3],
        [null, 2 * 1024 * 1024],
        ['too_large', 6 * 1024 * 1024 + 4],
      ],
    );
    const old = await made.server.request('preview/content', {
      preview_id: preview_ids[0] ?? '',
      side: 'old',
    });
    assert.deepEqual([old.text, old.omitted], [null, 'missing']);
    const reviews = await Promise.all(
      [small, large].map(({ approval_id }) => made.server.request('approval/review', { approval_id })),
    );
    const files = reviews.flatMap((review) => review.files);
    assert.deepEqual(
      files.map(({ diff, new_bytes }) => [diff === null, new_bytes]),
      [
        [false, null],
        [false, 3],
        [true, 2 * 1024 * 1024],
        [false, null],
      ],
    );
  });

  it('GATE-21: mask secrets on both sides without moving a line', async () => {
    const block = '-----BEGIN RSA PRIVATE KEY-----\nabc\ndef\n-----END RSA PRIVATE KEY-----\n';
    const content = `first\n${block}last hunter2-value\n`;
    const text = planText([
      draft('one', 'k.txt', content),
      { id: 'apply', uses: 'write_file_apply', needs: ['one'], with: { preview: '${steps.one.output}' } },
    ]);
    const made = await journey(text, { profile: 'standard', secrets: { S: 'hunter2-value' } });
    await made.start();
    const { approval_id, preview_ids } = await made.request('apply');
    const shown = await made.server.request('preview/content', {
      preview_id: preview_ids[0] ?? '',
      side: 'new',
    });
    const mask = '***REDACTED***';
    assert.equal(shown.text, `first\n${mask}\n${mask}\n${mask}\n${mask}\nlast ${mask}\n`);
    const { files } = await made.server.request('approval/review', { approval_id });
    const lines = files[0]?.diff
      ?.split('\n')
      .filter((line) => line.startsWith('+') && !line.startsWith('+++'));
    assert.deepEqual(lines, ['+first', ...Array.from({ length: 4 }, () => `+${mask}`), `+last ${mask}`]);
  });
});
