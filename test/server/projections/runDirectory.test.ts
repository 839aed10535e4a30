import assert from 'node:assert/strict';
import { composeMemory, type MemoryServer } from '../../support/composeMemory';
import { exported, type Files, failedRun } from './directories';

/** An older directory: no manifest, words of its own, rows of its own, a line that broke. */
const older: Files = {
  'runlog.jsonl': [
    '{"type":"context","seed":7,"ts":"2025-03-04T05:06:07Z"}',
    '{"type":"gate","round":1,"verdict":"go"}',
    '{"type":"graph_node","node_id":"draft","event_type":"node_started","backend":"langgraph"}',
    '{"type":"stage_checkpoint","node_id":"draft","attempt":1,"outcome":"retry","error":"no json"}',
    '{"type":"stage_checkpoint","node_id":"draft","attempt":2,"outcome":"success"}',
    '{"type":"graph_node_attempt","node_id":"draft","attempts":2,"backend":"langgraph"}',
    '{"type":"score","value":0.5}',
    '{"note":"no type"}',
    '{"type":"round_summary","rou',
    '{"type":"end_condition","ended_round":1,"reason":"max_rounds"}',
  ].join('\n'),
  'seed.json': '{"seed": 7}',
  'pack_manifest.json': '{"pack": "demo", "files": []}',
};

describe('run directories', () => {
  it('LOG-09: export, import and export give equal files', async () => {
    const made = await failedRun();
    const first = await exported(made.server, made.run_id, 'run-dir');
    assert.deepEqual(Object.keys(first).sort(), [
      'eval.json',
      'inputs.json',
      'manifest.json',
      'report.json',
      'report.md',
      'runlog.jsonl',
    ]);
    const other = composeMemory();
    const taken = await other.request('run/import', { name: made.run_id, files: first });
    assert.deepEqual([taken.run_id, taken.status, taken.warnings], [made.run_id, 'failed', []]);
    assert.deepEqual(await exported(other, made.run_id, 'run-dir'), first);
  });

  it('LOG-09: an imported run is listed, read, searched and reported like any other, and never goes on', async () => {
    const made = await failedRun();
    const files = await exported(made.server, made.run_id, 'run-dir');
    const other = composeMemory();
    const { trace_id, session_id } = await other.request('run/import', { name: made.run_id, files });
    const { run_id } = made;
    const [there, here] = await Promise.all([
      made.server.request('run/runlog', { run_id }),
      other.request('run/runlog', { run_id }),
    ]);
    assert.deepEqual(here, there);
    const [report, reread] = await Promise.all([
      made.server.request('run/report', { run_id }),
      other.request('run/report', { run_id }),
    ]);
    assert.equal(reread.text, report.text);
    assert.equal(reread.failure_text, report.failure_text);
    const shown = await other.request('run/show', { run_id });
    assert.deepEqual(
      shown.steps.map(({ step_id, status, attempts }) => [step_id, status, attempts]),
      [
        ['lint', 'succeeded', 1],
        ['build', 'failed', 3],
        ['ship', 'skipped', 0],
      ],
    );
    const { spans } = await other.request('trace/show', { trace_id });
    assert.deepEqual(
      spans.map(({ name, status }) => [name.split(' ')[1], status]),
      [
        [run_id, 'ERROR'],
        ['lint', 'OK'],
        ['build', 'ERROR'],
        ['ship', 'OK'],
      ],
    );
    assert.equal((await other.request('event/search', { q: 'imported from', session_id })).total, 1);
    assert.equal((await other.refusal('run/rerun', { run_id })).error_code, 'STATE_CONFLICT');
    assert.equal((await other.request('audit/verify', {})).ok, true);
  });

  it('§1.13: counts what failed, was skipped and stopped of an imported run as of the run itself', async () => {
    const { server, run_id } = await failedRun();
    const files = await exported(server, run_id, 'run-dir');
    const told = async (one: MemoryServer) => {
      const { phase_summary, phase_state, step_logs } = await one.request('projection/show', { run_id });
      const { generated_at: _, ...summary } = phase_summary;
      const { updated_at: __, ...state } = phase_state;
      return { summary, state, step_logs };
    };
    const live = await told(server);
    const other = composeMemory();
    await other.request('run/import', { name: run_id, files });
    assert.deepEqual(await told(other), live);
    assert.deepEqual([live.summary['fatal_error_count'], live.summary['stopped_count']], [0, 1]);
    const { 'report.json': _, 'report.md': __, ...logOnly } = files;
    const bare = composeMemory();
    await bare.request('run/import', { name: run_id, files: logOnly });
    const { steps } = await bare.request('run/show', { run_id });
    assert.deepEqual(
      steps.map(({ step_id, stopped, error }) => [step_id, stopped, error?.code]),
      [
        ['lint', false, undefined],
        ['build', true, 'exit_code'],
        ['ship', false, undefined],
      ],
    );
  });

  it('LOG-09: takes an older directory with its own rows and words, and says what it lacks', async () => {
    const server = composeMemory();
    const taken = await server.request('run/import', { name: 'run-20250304-050607-0000aa', files: older });
    assert.equal(taken.status, 'succeeded');
    assert.deepEqual(taken.warnings, [
      'an older directory without manifest.json',
      '1 damaged line(s) of runlog.jsonl were left out',
      'the plan was put together from the log',
    ]);
    const { run_id } = taken;
    const log = await server.request('run/runlog', { run_id });
    assert.equal(log.total, 9);
    assert.deepEqual(log.summary.stage, { retry_count: 1, failure_count: 0, max_attempts: 2 });
    assert.deepEqual([log.summary.row_counts['score'], log.summary.row_counts['unknown']], [1, 1]);
    assert.equal(log.summary.corrupt_rows, 1);
    const graph = await server.request('run/graph', { run_id });
    assert.deepEqual([graph['backend'], graph['execution_mode']], ['langgraph', 'stategraph']);
    const [item] = (await server.request('run/index', {})).items;
    assert.equal(item?.created_at_utc, '2025-03-04T05:06:07.000Z');
    assert.equal(item?.termination_reason, 'max_rounds');
    const files = await exported(server, run_id, 'run-dir');
    assert.deepEqual(JSON.parse(files['seed.json'] ?? ''), { seed: 7 });
    const again = composeMemory();
    await again.request('run/import', { name: run_id, files });
    assert.deepEqual(await exported(again, run_id, 'run-dir'), files);
  });

  it('LOG-09: takes a half-written directory as interrupted, with warnings, and will not resume it', async () => {
    const made = await failedRun();
    const whole = await exported(made.server, made.run_id, 'run-dir');
    const lines = (whole['runlog.jsonl'] ?? '').split('\n');
    const half = { 'runlog.jsonl': lines.slice(0, 8).join('\n').slice(0, -20) };
    const server = composeMemory();
    const taken = await server.request('run/import', { name: made.run_id, files: half });
    assert.equal(taken.status, 'interrupted');
    assert.deepEqual([taken.rows, taken.corrupt_rows], [7, 1]);
    assert.match(taken.warnings.join('; '), /manifest\.json is missing.*damaged line.*taken as interrupted/);
    const refused = await server.refusal('run/resume', { run_id: made.run_id });
    assert.deepEqual([refused.error_code, /imported/.test(refused.message)], ['STATE_CONFLICT', true]);
    await server.recover();
    assert.equal((await server.request('run/show', { run_id: made.run_id })).status, 'interrupted');
  });

  it('LOG-03, LOG-09: takes a log of which no line can be read, with the count of what is broken', async () => {
    for (const [text, corrupt] of [
      ['{"type":"context"\n\u0000\u0001\n[1]\n', 3],
      ['', 0],
    ] as const) {
      const server = composeMemory();
      const name = 'run-20250304-050607-0000aa';
      const made = await server.request('run/import', { name, files: { 'runlog.jsonl': text } });
      assert.deepEqual([made.status, made.rows, made.corrupt_rows], ['interrupted', 0, corrupt]);
      assert.equal(
        made.warnings.includes(`${corrupt} damaged line(s) of runlog.jsonl were left out`),
        corrupt > 0,
      );
      const { summary } = await server.request('run/runlog', { run_id: name });
      assert.equal(summary.corrupt_rows, corrupt);
      assert.equal((await server.request('run/index', {})).total, 1);
    }
  });

  it('refuses what is no run directory, and a run that is there already', async () => {
    const made = await failedRun();
    const files = await exported(made.server, made.run_id, 'run-dir');
    const twice = await made.server.refusal('run/import', { name: made.run_id, files });
    assert.equal(twice.error_code, 'STATE_CONFLICT');
    const server = composeMemory();
    const code = async (given: Files, name = 'run-20250304-050607-0000aa') =>
      (await server.refusal('run/import', { name, files: given })).error_code;
    assert.equal(await code({}), 'INPUT_INVALID');
    assert.equal(await code({ 'manifest.json': '[1]' }), 'INPUT_INVALID');
    assert.equal(await code({ 'manifest.json': '{"run_id":"../x"}' }), 'INPUT_INVALID');
    assert.equal(await code(older, '../etc'), 'BAD_REQUEST');
    assert.equal((await server.request('run/index', {})).total, 0);
  });

  it('GATE-21: keeps a secret that a directory from elsewhere holds out of the record', async () => {
    const server = composeMemory({ secrets: { PASSWORD: 'hunter2-secret' } });
    const line = '{"type":"context","ts":"2025-03-04T05:06:07Z","note":"hunter2-secret","api_key":"abc"}';
    const files = {
      'runlog.jsonl': line,
      'report.json': '{"summary":"hunter2-secret"}',
      'report.md': 'hunter2-secret',
    };
    const { run_id } = await server.request('run/import', { name: 'run-20250304-050607-0000aa', files });
    const kept = await Promise.all(
      (['runlog', 'run_notes', 'spans', 'runs'] as const).map((table) =>
        server.context.ports.store.list(table, { limit: null }),
      ),
    );
    assert.doesNotMatch(JSON.stringify(kept), /hunter2|"abc"/);
    assert.doesNotMatch(JSON.stringify(await exported(server, run_id, 'run-dir')), /hunter2|"abc"/);
  });
});

describe('the two backends of runs', () => {
  it('LOG-02, LOG-15: answer byte for byte alike for lists, logs and judgements', async () => {
    const made = await failedRun();
    const { server, run_id } = made;
    const files = await exported(server, run_id, 'run-dir');
    const legacy = await server.request('run/import', { name: 'run-20250304-050607-0000aa', files: older });
    const damaged = { ...files, 'runlog.jsonl': `${files['runlog.jsonl']}{"type":` };
    const directories = { [run_id]: files, [legacy.run_id]: older };
    const byFile = composeMemory({ repository: 'file', runDirectories: directories });
    const both = async <M extends 'run/index' | 'run/runlog' | 'run/eval' | 'run/graph'>(
      method: M,
      params: object,
    ) => {
      const [one, two] = await Promise.all(
        [server, byFile].map((each) => each.request(method, params as never)),
      );
      assert.equal(JSON.stringify(two), JSON.stringify(one), `${method} ${JSON.stringify(params)}`);
    };
    for (const params of [
      {},
      { limit: 1 },
      { limit: 1, offset: 1 },
      { status: 'failed' },
      { since: '2025-06-01T00:00:00Z' },
    ]) {
      await both('run/index', params);
    }
    for (const id of [run_id, legacy.run_id]) {
      await both('run/runlog', { run_id: id });
      await both('run/runlog', { run_id: id, type: 'stage_checkpoint', limit: 1, offset: 1 });
      await both('run/eval', { run_id: id });
      await both('run/graph', { run_id: id });
    }
    const broken = composeMemory({ repository: 'file', runDirectories: { [run_id]: damaged } });
    assert.equal((await broken.request('run/runlog', { run_id })).summary.corrupt_rows, 1);
    assert.equal((await broken.request('run/index', {})).count, 1);
    assert.equal((await broken.refusal('run/runlog', { run_id: 'run-none' })).error_code, 'NOT_FOUND');
  });
});
