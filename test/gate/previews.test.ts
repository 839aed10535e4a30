import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { type Journey, journey, planText } from '../support/journey';

const missing = 'preview gate rejected: preview payload is required and must include path/diff/new_sha256';
const unmatched = 'preview gate rejected: no direct or matching preview record found in this session';

const draft = (id: string, path: string, content: string): JsonObject => ({
  id,
  uses: 'write_file_preview',
  with: { path, content },
});
const apply = (id: string, from: string, more: JsonObject = {}): JsonObject => ({
  id,
  uses: 'write_file_apply',
  needs: [from],
  with: { preview: `\${steps.${from}.output}` },
  ...more,
});

/** Twelve lines of which the first and the last are changed: two hunks. */
const base = Array.from({ length: 12 }, (_, line) => `line ${line}\r\n`).join('');
const wanted = base.replace('line 0\r', 'first\r').replace('line 11\r\n', 'last');

async function reviewed(text = planText([draft('draft', 'f.txt', wanted), apply('apply', 'draft')])) {
  const made = await journey(text, { profile: 'standard', files: { 'f.txt': base, 'g.txt': 'g\n' } });
  await made.start();
  await made.request('apply');
  return made;
}

const bytesOf = async (made: Journey, path: string) => (await made.server.workspace.read(path))?.bytes;

describe('previews and their gate', () => {
  it('GATE-14: a draft that equals the file asks nobody, and is applied all the same', async () => {
    const text = planText([draft('draft', 'f.txt', base), apply('apply', 'draft')]);
    const made = await journey(text, { profile: 'standard', files: { 'f.txt': base } });
    await made.start();
    await made.reach('succeeded');
    assert.equal(await made.file('f.txt'), base);
    assert.equal((await made.pending()).length, 0);
    const [preview] = await made.payloads('preview.recorded');
    const shown = await made.server.request('preview/show', { preview_id: String(preview?.['preview_id']) });
    assert.deepEqual([shown.changed, shown.status], [false, 'applied']);
  });

  it('GATE-14: write nothing before the approval, and then exactly the bytes that were shown', async () => {
    const made = await reviewed();
    assert.equal(await made.file('f.txt'), base);
    const [preview] = await made.previews('apply');
    assert.deepEqual(
      [preview?.path, preview?.op, preview?.changed, preview?.eol, preview?.hunks.length, preview?.status],
      ['f.txt', 'modify', true, 'crlf', 2, 'recorded'],
    );
    await made.grant('apply');
    await made.reach('succeeded');
    assert.equal(await made.file('f.txt'), wanted);
    const shown = await made.server.request('preview/show', { preview_id: preview?.preview_id ?? '' });
    assert.equal(shown.status, 'applied');
    assert.equal((await made.server.workspace.read('f.txt'))?.sha256, preview?.new_sha256);
  });

  const choices: [string, { accept?: number[]; reject: number[] }, string][] = [
    ['the second is rejected', { reject: [1] }, base.replace('line 0\r', 'first\r')],
    ['the first is rejected', { accept: [1], reject: [0] }, base.replace('line 11\r\n', 'last')],
    ['all are rejected', { reject: [0, 1] }, base],
  ];
  for (const [what, choice, expected] of choices) {
    it(`GATE-14: apply base plus the accepted hunks, byte for byte, when ${what}`, async () => {
      const made = await reviewed();
      const first = await made.request('apply');
      const [preview] = await made.previews('apply');
      const preview_id = preview?.preview_id ?? '';
      const derived = await made.server.request('preview/hunks', {
        preview_id,
        ...choice,
        comments: [{ hunk: choice.reject[0] ?? 0, text: 'not like this' }],
      });
      assert.equal(derived.derived_from, preview_id);
      if (derived.changed) {
        const second = await renewed(made, first.approval_id);
        assert.notEqual(second.digest, first.digest);
        assert.deepEqual(second.preview_ids, [derived.preview_id]);
        await made.server.request('approval/grant', { approval_id: second.approval_id });
      }
      await made.reach('succeeded');
      assert.equal(await made.file('f.txt'), expected);
      const [event] = await made.payloads('preview.hunks_rejected');
      assert.deepEqual(event?.['rejected'], choice.reject);
      assert.match(JSON.stringify(event?.['comments']), /not like this/);
      const old = await made.server.refusal('approval/grant', { approval_id: first.approval_id });
      assert.deepEqual([old.error_code, old.details?.['cause']], ['APPROVAL_STALE', 'superseded']);
    });
  }

  it('GATE-14: refuse a choice of hunks that are not there, or both ways', async () => {
    const made = await reviewed();
    const [preview] = await made.previews('apply');
    const preview_id = preview?.preview_id ?? '';
    for (const choice of [{ reject: [2] }, { accept: [0], reject: [0] }]) {
      const body = await made.server.refusal('preview/hunks', { preview_id, ...choice });
      assert.equal(body.error_code, 'BAD_REQUEST');
    }
  });

  it('GATE-05: one byte changed in the file after the approval leaves the file alone and the preview stale', async () => {
    const made = await journey(planText([draft('draft', 'f.txt', wanted), apply('apply', 'draft')]), {
      profile: 'standard',
      files: { 'f.txt': base },
    });
    const { server, session_id } = made;
    made.run_id = (await server.request('step/execute', { session_id, step_id: 'draft' })).run_id;
    await server.request('step/approve', { session_id, step_id: 'apply' });
    const edited = base.replace('line 5', 'Line 5');
    server.workspace.set('f.txt', edited);
    const answer = await server.request('step/execute', { session_id, step_id: 'apply' });
    assert.equal(await made.file('f.txt'), edited);
    assert.equal(answer.status, 'failed');
    assert.equal((answer.output as JsonObject)['error_code'], 'PREVIEW_MISMATCH');
    const previews = await server.context.ports.store.list('previews');
    assert.deepEqual(
      previews.items.map(({ status }) => status),
      ['stale'],
    );
  });

  it('GATE-14: several files are applied all or not at all', async () => {
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
    const made = await reviewed(text);
    assert.equal((await made.previews('apply')).length, 2);
    made.server.workspace.set('g.txt', 'somebody else\n');
    await made.grant('apply');
    await made.reach('failed');
    assert.deepEqual([await made.file('f.txt'), await made.file('g.txt')], [base, 'somebody else\n']);
  });

  it('GATE-15: an apply without a preview is refused in exactly these words, with no attempt', async () => {
    const text = planText([{ id: 'apply', uses: 'write_file_apply', with: { preview: { path: 'f.txt' } } }]);
    const made = await journey(text, { profile: 'standard', files: { 'f.txt': base } });
    const { server, session_id } = made;
    const body = await server.refusal('step/execute', { session_id, step_id: 'apply' });
    assert.deepEqual([body.error_code, body.message], ['PREVIEW_REQUIRED', missing]);
    assert.equal((await made.events('attempt.started')).length, 0);
    assert.equal((await made.events('step_execution_rejected')).length, 1);
    assert.equal(await made.file('f.txt'), base);
  });

  it('GATE-15: an apply of a preview that nobody recorded is refused in exactly these words', async () => {
    const preview = { path: 'f.txt', diff: '--- a\n', new_sha256: '0'.repeat(64) };
    const text = planText([{ id: 'apply', uses: 'write_file_apply', with: { preview } }]);
    const made = await journey(text, { profile: 'standard', files: { 'f.txt': base } });
    const { server, session_id } = made;
    const body = await server.refusal('step/execute', { session_id, step_id: 'apply' });
    assert.deepEqual([body.error_code, body.message], ['PREVIEW_MISMATCH', unmatched]);
    assert.equal((await made.events('attempt.started')).length, 0);
    assert.equal(await made.file('f.txt'), base);
  });

  it('GATE-15: dev grants the preview by itself, and that is recorded', async () => {
    const text = planText([draft('draft', 'f.txt', wanted), apply('apply', 'draft')]);
    const made = await journey(text, { profile: 'dev', files: { 'f.txt': base } });
    await made.start();
    await made.reach('succeeded');
    assert.equal(await made.file('f.txt'), wanted);
    const granted = (await made.events('step_approved')).filter(({ step_id }) => step_id === 'apply');
    assert.deepEqual(
      granted.map(({ actor, source }) => [actor, source]),
      [['policy:dev', 'system']],
    );
  });

  it('GATE-14: keep the BOM, the mode and a missing final newline, create and delete files', async () => {
    const patch = '--- a/gone.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-bye\n';
    const text = planText([
      draft('bom', 'bom.txt', '\uFEFFafter'),
      apply('apply', 'bom'),
      draft('new', 'deep/new.txt', ''),
      apply('create', 'new'),
      { id: 'remove', uses: 'apply_patch', with: { patch, mode: 'preview' } },
      {
        id: 'delete',
        uses: 'apply_patch',
        needs: ['remove'],
        with: { patch, mode: 'apply', preview: '${steps.remove.output}' },
      },
    ]);
    const made = await journey(text, { files: { 'gone.txt': 'bye\n' } });
    made.server.workspace.set('bom.txt', '\uFEFFbefore', 0o755);
    await made.start();
    await made.reach('succeeded');
    assert.deepEqual(await bytesOf(made, 'bom.txt'), new TextEncoder().encode('\uFEFFafter'));
    assert.equal((await made.server.workspace.read('bom.txt'))?.mode, 0o755);
    assert.equal((await bytesOf(made, 'deep/new.txt'))?.length, 0);
    assert.equal(await made.file('gone.txt'), undefined);
  });
});

/** The request that took the place of an older one. */
async function renewed(made: Journey, old: string) {
  for (let turn = 0; turn < 1_000; turn += 1) {
    const found = (await made.pending()).find(({ approval_id }) => approval_id !== old);
    if (found) {
      return found;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return assert.fail('nobody was asked again');
}
