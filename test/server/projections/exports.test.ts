import assert from 'node:assert/strict';
import { unzipSync } from 'fflate';
import { exportKinds } from '#protocol/runFiles';
import { exported, failedRun } from './directories';

describe('exports of a run', () => {
  it('§1.13: give every kind, the same bytes each time, without a secret in any', async () => {
    const made = await failedRun({
      secrets: { PASSWORD: 'hunter2-secret' },
      program: ({ argv }) => ({ stdout: 'hunter2-secret', exitCode: argv[0] === 'build' ? 1 : 0 }),
    });
    for (const kind of exportKinds) {
      const { files } = await made.server.request('run/export', { run_id: made.run_id, kind });
      assert.ok(files.length > 0, kind);
      const again = await made.server.request('run/export', { run_id: made.run_id, kind });
      assert.deepEqual(again.files, files, kind);
      for (const { base64, path } of files) {
        const bytes = Buffer.from(base64, 'base64');
        assert.ok(bytes.length > 0, path);
        assert.doesNotMatch(bytes.toString('latin1'), /hunter2/, path);
      }
    }
  });

  it('OPS-11: an incident bundle holds what somebody needs who was not there, and no secret', async () => {
    const made = await failedRun({
      secrets: { PASSWORD: 'hunter2-secret' },
      program: ({ argv }) => ({
        stdout: 'password=hunter2-secret',
        stderr: 'Bearer abcdefgh12345678',
        exitCode: argv[0] === 'build' ? 1 : 0,
      }),
    });
    const { files } = await made.server.request('run/export', {
      run_id: made.run_id,
      kind: 'incident',
      environment: { os: 'linux 6', token: 'hunter2-secret' },
    });
    const [zip] = files;
    assert.equal(zip?.path, `incident_${made.run_id}.zip`);
    const entries = unzipSync(Buffer.from(zip?.base64 ?? '', 'base64'));
    const texts = Object.fromEntries(
      Object.entries(entries).map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')]),
    );
    assert.deepEqual(Object.keys(texts).sort(), [
      'environment.json',
      'incident.json',
      'incident.md',
      'inputs.json',
      'last_run_summary.json',
      'last_run_summary.txt',
      'logs/phase_summary.json',
      'logs/steps/step_001.json',
      'logs/steps/step_002.json',
      'logs/steps/step_003.json',
      'report.html',
      'report.json',
      'report.md',
      'runlog.jsonl',
    ]);
    for (const [path, text] of Object.entries(texts)) {
      assert.doesNotMatch(text, /hunter2|abcdefgh12345678/, path);
    }
    const incident = JSON.parse(texts['incident.json'] ?? '');
    assert.deepEqual(Object.keys(incident), [
      ...['schema_version', 'time', 'reporter', 'commit_hash', 'mode', 'job_index', 'job_name', 'run_id'],
      ...['trace_id', 'symptom', 'reproduction', 'errors', 'environment', 'actions'],
    ]);
    assert.equal(incident.reporter, 'user:test');
    assert.match(incident.symptom, /Step 'build' failed after 3 attempts/);
    assert.deepEqual(
      incident.errors.map(({ step_id }: { step_id: string }) => step_id),
      ['build'],
    );
    assert.equal(incident.environment.os, 'linux 6');
    assert.match(
      texts['last_run_summary.txt'] ?? '',
      /^phase=failed step=3 done=False latest_step=step_003\.json /,
    );
  });

  it('LOG-07: the trace of nodes and the trace of spans tell of the same steps', async () => {
    const made = await failedRun();
    const graph = JSON.parse(
      (await exported(made.server, made.run_id, 'graph-trace'))['graph_node_trace.json'] ?? '',
    );
    assert.deepEqual(graph.node_attempts, { lint: 1, build: 3 });
    const otlp = JSON.parse((await exported(made.server, made.run_id, 'otlp'))['traces.json'] ?? '');
    const spans = otlp.resourceSpans[0].scopeSpans[0].spans as { name: string; startTimeUnixNano: string }[];
    assert.equal(spans.filter(({ name }) => name === 'holdpoint.step build').length, 3);
    assert.ok(spans.every(({ startTimeUnixNano }) => /^\d{19}$/.test(startTimeUnixNano)));
  });
});

describe('the last failures', () => {
  it('FLOW-28: are told newest first, in pages', async () => {
    const { server, run_id } = await failedRun();
    const answer = await server.request('report/failures', {});
    assert.deepEqual([answer.count, answer.total, answer.limit], [1, 1, 10]);
    assert.equal(answer.items[0]?.['run_id'], run_id);
    assert.match(answer.text, /^# Holdpoint Failures\n\n1 failed run, newest first\./);
    assert.match(answer.text, /- failed_node_id: build/);
  });
});
