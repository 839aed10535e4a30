import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import type { ChangeChoices } from '#protocol/views/change';
import { approveReview, rejectReview, renewReview } from '../../client/src/review/decision/decideReview';
import { Review, type ReviewMemory } from '../../client/src/review/decision/review';
import { type Journey, journey, planText } from '../support/journey';
import { memoryLine } from '../support/memoryLine';
import { until } from '../support/until';

const base = Array.from({ length: 30 }, (_, line) => `line ${line}\n`).join('');
const wanted = base.replace('line 0\n', 'first\n').replace('line 29\n', 'last\n');
const yes = { isConfirmed: false };

const draft = (id: string, path: string, content: string): JsonObject => ({
  id,
  uses: 'write_file_preview',
  with: { path, content },
});

function memory(): ReviewMemory & { readonly kept: Map<string, ChangeChoices> } {
  const kept = new Map<string, ChangeChoices>();
  return {
    kept,
    read: (id) => kept.get(id),
    keep: (id, choices) => void (choices === undefined ? kept.delete(id) : kept.set(id, choices)),
  };
}

/** A review of two files, the first with two hunks. */
async function scene(more: JsonObject = {}, patienceMs?: number) {
  const text = planText([
    draft('one', 'f.txt', wanted),
    draft('two', 'g.txt', 'G\n'),
    {
      id: 'apply',
      uses: 'write_file_apply',
      needs: ['one', 'two'],
      with: { preview: ['${steps.one.output}', '${steps.two.output}'] },
      ...more,
    },
  ]);
  const made = await journey(text, { profile: 'standard', files: { 'f.txt': base, 'g.txt': 'g\n' } });
  await made.start();
  const { approval_id } = await made.request('apply');
  const line = memoryLine(made.server);
  const kept = memory();
  const review = await Review.open(line, approval_id, kept, patienceMs);
  return { made, line, kept, review, ids: [...review.approval.preview_ids] };
}

const files = async (made: Journey) => [await made.file('f.txt'), await made.file('g.txt')];

describe('a review', () => {
  it('GATE-14: asks the server for nothing but to read until somebody decides', async () => {
    const { made, line, review, ids } = await scene();
    review.choose(ids, null, 'accepted');
    review.choose([ids[0] ?? ''], [1], 'rejected');
    assert.deepEqual([...new Set(line.asked)], ['approval/review', 'approval/check']);
    assert.deepEqual(await files(made), [base, 'g\n']);
    assert.deepEqual(review.choices.counts(), { hunks: 3, accepted: 2, rejected: 1 });
  });

  it('GATE-14: approves all of it as it was shown', async () => {
    const { made, line, review } = await scene();
    assert.equal(await approveReview(review, yes), 'granted');
    assert.equal(review.end?.isOurs, true);
    await made.reach('succeeded');
    assert.deepEqual(await files(made), [wanted, 'G\n']);
    assert.ok(!line.asked.includes('approval/choose'));
    const [granted] = (await made.events('approval.granted')).filter(({ step_id }) => step_id === 'apply');
    assert.equal(granted?.source, 'vscode');
  });

  it('GATE-14: leaves the rejected hunks out and approves the rest with one decision', async () => {
    const { made, review, ids, kept } = await scene();
    review.choose([ids[0] ?? ''], [1], 'rejected');
    review.choose([ids[1] ?? ''], null, 'rejected');
    assert.equal(await approveReview(review, yes), 'granted');
    await made.reach('succeeded');
    assert.deepEqual(await files(made), [base.replace('line 0\n', 'first\n'), 'g\n']);
    assert.equal(kept.kept.size, 0);
  });

  it('GATE-14: approves nothing when every hunk is rejected', async () => {
    const { review, line, ids } = await scene();
    review.choose(ids, null, 'rejected');
    assert.equal(await approveReview(review, yes), 'nothing_left');
    assert.ok(!line.asked.includes('approval/grant'));
    assert.equal(review.end, null);
  });

  it('GATE-14: says that a file changed, drafts again, and then approves what is shown then', async () => {
    const { made, review, ids } = await scene();
    const edited = base.replace('line 15\n', 'Line 15\n');
    made.server.workspace.set('f.txt', edited);
    assert.equal(await approveReview(review, yes), 'stale');
    assert.deepEqual(review.stale, { [ids[0] ?? '']: 'changed' });
    assert.equal(await made.file('f.txt'), edited);
    review.choose([ids[1] ?? ''], null, 'rejected');
    review.choose([ids[0] ?? ''], [1], 'rejected');
    assert.equal(await renewReview(review), 'renewed');
    assert.deepEqual(review.stale, {});
    assert.equal(review.files[0]?.hunks.length, 3);
    // What was rejected stays rejected where it stands now.
    const [fresh] = review.approval.preview_ids;
    assert.notEqual(fresh, ids[0]);
    assert.deepEqual(review.choices.rejections(), [
      { preview_id: fresh, reject: [2] },
      { preview_id: ids[1], reject: [0] },
    ]);
    assert.equal(await approveReview(review, yes), 'granted');
    await made.reach('succeeded');
    assert.deepEqual(await files(made), [base.replace('line 0\n', 'first\n'), 'g\n']);
  });

  it('GATE-26: ends calmly when somebody else decides, with who, where and when', async () => {
    const { made, review } = await scene();
    const { approval_id } = review.approval;
    const bob = { actor: 'user:bob', source: 'cli' } as const;
    await made.server.request('approval/reject', { approval_id, reason: 'not now' }, bob);
    await until('the end of the review', async () => review.end !== null);
    const { status, actor, source, reason, isOurs, at } = review.end ?? assert.fail();
    assert.deepEqual(
      { status, actor, source, reason, isOurs },
      { status: 'rejected', actor: 'user:bob', source: 'cli', reason: 'not now', isOurs: false },
    );
    assert.ok(at);
    assert.equal(await approveReview(review, yes), 'over');
  });

  it('GATE-26: loses calmly against a decision made in the same moment', async () => {
    const { made, review, line } = await scene();
    const { approval_id } = review.approval;
    const late: typeof line = {
      ...line,
      dispose: () => undefined,
      request: async (method, params, token) => {
        if (method === 'approval/grant') {
          await made.server.request('approval/reject', { approval_id, reason: 'no' }, { actor: 'user:bob' });
        }
        return await line.request(method, params, token);
      },
    };
    const second = await Review.open(late, approval_id, memory());
    assert.equal(await approveReview(second, yes), 'over');
    assert.equal(second.end?.actor, 'user:bob');
    assert.equal(review.end?.actor, 'user:bob');
  });

  it('GATE-26: names the request that waits instead when others chose other hunks', async () => {
    const { made, review, ids } = await scene();
    const { approval_id } = review.approval;
    await made.server.request('preview/hunks', { preview_id: ids[0] ?? '', reject: [0] });
    await until('the end of the review', async () => review.end !== null);
    const next = await until('a new request', async () =>
      (await made.pending()).find((row) => row.approval_id !== approval_id),
    );
    assert.equal(review.end?.status, 'superseded');
    assert.ok(review.end?.nextId === null || review.end?.nextId === next.approval_id);
  });

  it('GATE-14: shows comments of others as they are made, and sends its own at once', async () => {
    const { made, review, ids } = await scene();
    const preview_id = ids[1] ?? '';
    await review.comment(preview_id, { hunk: 0, side: 'new', line: 1 }, 'why?');
    await made.server.request(
      'preview/comment',
      { preview_id, hunk: 0, text: 'because' },
      { actor: 'user:bob' },
    );
    await until('the comment of the other', async () => review.comments.length === 2);
    assert.deepEqual(
      review.comments.map(({ actor, text }) => [actor, text]),
      [
        ['user:test', 'why?'],
        ['user:bob', 'because'],
      ],
    );
    assert.equal(review.end, null);
  });

  it('GATE-14: takes up what was said of hunks where a reload of the window left it', async () => {
    const { review, ids, kept, line } = await scene();
    review.choose([ids[0] ?? ''], [1], 'rejected');
    review.dispose();
    const again = await Review.open(line, review.approvalId, kept);
    assert.equal(again.choices.of(ids[0] ?? '', 1), 'rejected');
  });

  it('GATE-14: a reason goes back with a rejection', async () => {
    const { made, review } = await scene();
    await rejectReview(review, 'use tabs');
    assert.equal(review.end?.reason, 'use tabs');
    await made.reach('denied');
    assert.deepEqual(await files(made), [base, 'g\n']);
  });

  it('GATE-29: a high risk is granted only when it was confirmed', async () => {
    const { made, review } = await scene({ risk: 'high' });
    assert.equal(review.needsConfirmation, true);
    await assert.rejects(approveReview(review, yes), { code: 'HIGH_RISK_CONFIRMATION_REQUIRED' });
    assert.equal(await approveReview(review, { isConfirmed: true }), 'granted');
    await made.reach('succeeded');
  });
});
