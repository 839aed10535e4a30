import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { command, type Journey, journey, planText, programsRun } from '../support/journey';

const blocked = 'dry_run session rejects destructive apply operations';
const draft = { id: 'draft', uses: 'write_file_preview', with: { path: 'f.txt', content: 'after\n' } };
const apply = {
  id: 'apply',
  uses: 'write_file_apply',
  needs: ['draft'],
  with: { preview: '${steps.draft.output}' },
};

async function contents(made: Journey): Promise<Record<string, string | undefined>> {
  const found: Record<string, string | undefined> = {};
  for (const path of made.server.workspace.paths()) {
    found[path] = (await made.server.workspace.read(path))?.sha256;
  }
  return found;
}

describe('a dry run', () => {
  const dangerous: Record<string, JsonObject> = {
    write: apply,
    exec: command('apply', 'touch', { needs: ['draft'] }),
    network: {
      id: 'apply',
      uses: 'http.request',
      needs: ['draft'],
      with: { method: 'GET', url: 'https://example.com/' },
    },
  };
  for (const [effect, step] of Object.entries(dangerous)) {
    it(`GATE-28: refuses effect ${effect} in exactly these words; previews work, the session stays usable`, async () => {
      const made = await journey(planText([draft, step]), {
        mode: 'dry_run',
        files: { 'f.txt': 'before\n' },
      });
      const { server, session_id } = made;
      const before = await contents(made);
      const drafted = await server.request('step/execute', { session_id, step_id: 'draft' });
      made.run_id = drafted.run_id;
      assert.equal(drafted.status, 'succeeded');
      assert.match((drafted.output as { diff: string }).diff, /\+after/);
      for (const _ of ['once', 'and again']) {
        const body = await server.refusal('step/execute', { session_id, step_id: 'apply' });
        assert.deepEqual(
          [body.error, body.error_code, body.message, body.details?.['reason']],
          ['conflict', 'DRY_RUN_BLOCKED', blocked, 'dry_run_apply_blocked'],
        );
      }
      assert.deepEqual(await contents(made), before);
      assert.deepEqual(programsRun(server), []);
      assert.notEqual((await server.request('session/show', { session_id })).status, 'failed');
      await made.approve(planText([{ ...draft, id: 'other' }]));
    });
  }

  it('GATE-28: by itself goes on without what it may not do, and changes no file', async () => {
    const made = await journey(planText([draft, apply, command('test', 'test', { needs: ['apply'] })]), {
      files: { 'f.txt': 'before\n' },
    });
    const before = await contents(made);
    await made.start({ dry_run: true });
    await made.reach('succeeded');
    assert.deepEqual(await made.statuses(), { draft: 'succeeded', apply: 'skipped', test: 'skipped' });
    assert.deepEqual(await contents(made), before);
    assert.deepEqual(programsRun(made.server), []);
    const [denied] = await made.payloads('step_execution_rejected');
    assert.match(JSON.stringify(denied), /dry_run_apply_blocked/);
  });
});
