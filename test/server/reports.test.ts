import assert from 'node:assert/strict';
import { composeMemory, type MemoryServer, type MemoryWorld } from '../support/composeMemory';

const plan = JSON.stringify({
  schema: 'plan/1',
  title: 'Build it',
  profile: 'dev',
  steps: [
    { id: 'look', uses: 'list_dir', with: { path: '.' } },
    {
      id: 'build',
      uses: 'shell.run',
      with: { argv: ['make', '--password', 'hunter2-secret'] },
      needs: ['look'],
      retry: { max_attempts: 2, delay: '500ms', mode: 'exponential' },
    },
    { id: 'ship', uses: 'list_dir', with: { path: '.' }, needs: ['build'] },
  ],
});

async function ran(world: MemoryWorld): Promise<MemoryServer & { readonly runId: string }> {
  const server = composeMemory({ files: { 'a.txt': 'a' }, ...world });
  const { id: session_id } = await server.request('session/create', { safety_profile: 'dev' });
  const { version } = await server.request('plan/import', { session_id, text: plan, file_name: 'plan.json' });
  await server.request('plan/approve', { session_id, version });
  const { run_id } = await server.request('run/start', { session_id });
  const waiting = server.request('run/wait', { run_id });
  await server.clock.advance(2000);
  const { status } = await waiting;
  assert.ok(['succeeded', 'failed'].includes(status), `${status}: ${JSON.stringify(server.faults)}`);
  return { ...server, runId: run_id };
}

describe('the report of a run that was carried out', () => {
  it('FLOW-11: tells of the failure, its tries and its input, and of no secret', async () => {
    const server = await ran({
      secrets: { PASSWORD: 'hunter2-secret' },
      program: () => ({ exitCode: 2, stderr: 'no luck with hunter2-secret\n' }),
    });
    const { report, failure_text, diary, text } = await server.request('run/report', {
      run_id: server.runId,
      format: 'markdown',
    });
    assert.equal(report['status'], 'failed');
    assert.equal(report['failed_node_id'], 'build');
    assert.equal(report['attempts'], 2);
    const lines = (failure_text ?? '').split('\n');
    assert.equal(lines[0], 'Flow failed.');
    assert.equal(lines[2], '  failed_node: build');
    assert.equal(lines[4], '  policy: fail_fast=True, retry=exponential(max_attempts=2, delay=500ms)');
    assert.match(
      lines[5] ?? '',
      /^ {2}payload_preview: \{"argv":\["make","--password","\*{3}REDACTED\*{3}"\]/,
    );
    assert.match(text, /^# Holdpoint Failure Report\n/);
    assert.equal(diary?.['run_id'], server.runId);
    assert.doesNotMatch(JSON.stringify({ report, failure_text, diary, text }), /hunter2/);
  });

  it('FLOW-14: leads from the diary to the exact input', async () => {
    const server = await ran({ program: () => ({ exitCode: 2 }) });
    const { diary } = await server.request('run/report', { run_id: server.runId });
    const bytes = await server.context.ports.content.get(String(diary?.['input_sha256']));
    assert.deepEqual(JSON.parse(new TextDecoder().decode(bytes)), {});
  });

  it('FLOW-10: is a document of the same shape when all went well', async () => {
    const server = await ran({});
    const good = await server.request('run/report', { run_id: 'latest' });
    assert.equal(good.report['status'], 'succeeded');
    assert.equal(good.report['run_id'], server.runId);
    assert.deepEqual([good.failure_text, good.diary], [null, null]);
    assert.deepEqual(JSON.parse(good.text), good.report);
    const bad = await ran({ program: () => ({ exitCode: 1 }) });
    const { report } = await bad.request('run/report', { run_id: bad.runId });
    assert.deepEqual(Object.keys(report), Object.keys(good.report));
  });

  it('is not there for a run that is not', async () => {
    const server = composeMemory();
    assert.equal((await server.refusal('run/report', { run_id: 'run-x' })).error_code, 'NOT_FOUND');
    assert.equal((await server.refusal('run/report', { run_id: 'latest' })).error_code, 'NOT_FOUND');
  });
});
