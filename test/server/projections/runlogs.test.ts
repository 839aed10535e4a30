import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import type { Params } from '#protocol/methods';
import { command, type Departure, type Journey, journey, planText } from '../../support/journey';

/** A plan with a step that fails after three tries. */
async function threeTries(world: Departure = {}): Promise<Journey> {
  const steps = [
    command('lint', 'lint'),
    command('build', 'build', { needs: ['lint'], retry: 2 }),
    command('ship', 'ship', { needs: ['build'] }),
  ];
  const made = await journey(planText(steps), {
    program: ({ argv }) => (argv[0] === 'build' ? { exitCode: 1 } : {}),
    ...world,
  });
  await made.start();
  await made.reach('failed');
  return made;
}

/** A trace of nodes without what differs between two runs of the same plan. */
function withoutTimes(trace: JsonObject): JsonObject {
  const checkpoints = trace['stage_checkpoints'] as JsonObject[];
  return {
    ...trace,
    stage_checkpoints: checkpoints.map(({ ts: _, duration_ms: __, ...rest }) => rest),
  };
}

describe('the run log of a run that was carried out', () => {
  it('LOG-01: has two retries, one failure and three tries for a step that failed after three', async () => {
    const made = await threeTries();
    const answer = await made.server.request('run/runlog', { run_id: made.run_id });
    assert.deepEqual(answer.summary.stage, { retry_count: 2, failure_count: 1, max_attempts: 3 });
    assert.deepEqual(answer.summary.row_counts, {
      action: 4,
      context: 1,
      end_condition: 1,
      gate: 2,
      graph_node: 5,
      graph_node_attempt: 2,
      round_summary: 2,
      stage_checkpoint: 4,
    });
    assert.equal(answer.summary.corrupt_rows, 0);
  });

  it('LOG-08: has rows whose seq rises, with the marks of graph rows', async () => {
    const made = await threeTries();
    const { rows, total } = await made.server.request('run/runlog', { run_id: made.run_id });
    assert.deepEqual(
      rows.map(({ seq }) => seq),
      rows.map((_, index) => index + 1),
    );
    assert.equal(total, rows.length);
    assert.ok(rows.every(({ ts }) => typeof ts === 'string' && ts.endsWith('Z')));
    const marked = rows.filter(({ type }) => String(type).match(/^(?:graph_node|stage_checkpoint)/));
    assert.ok(
      marked.every((row) => row['schema_version'] === 'graph_node_trace.v1' && row['backend'] === 'manual'),
    );
    assert.deepEqual(rows.map(({ type, node_id }) => [type, node_id ?? null]).slice(0, 4), [
      ['context', null],
      ['gate', 'lint'],
      ['graph_node', 'lint'],
      ['action', 'lint'],
    ]);
    assert.deepEqual([rows.at(-1)?.['type'], rows.at(-1)?.['ended_round']], ['end_condition', 2]);
  });

  it('LOG-01: is paged and filtered by type; the summary stays that of the whole log', async () => {
    const made = await threeTries();
    const page = await made.server.request('run/runlog', {
      run_id: made.run_id,
      type: 'stage_checkpoint',
      limit: 2,
      offset: 1,
    });
    assert.deepEqual([page.total, page.count, page.limit, page.offset], [4, 2, 2, 1]);
    assert.deepEqual(
      page.rows.map(({ node_id, attempt, outcome }) => [node_id, attempt, outcome]),
      [
        ['build', 1, 'retry'],
        ['build', 2, 'retry'],
      ],
    );
    assert.equal(page.summary.row_counts['graph_node'], 5);
  });

  it('LOG-06: tells of each try how it came out', async () => {
    let tries = 0;
    const made = await journey(planText([command('flaky', 'flaky', { retry: 2 })]), {
      program: () => ({ exitCode: ++tries < 3 ? 1 : 0 }),
    });
    await made.start();
    await made.reach('succeeded');
    const { rows } = await made.server.request('run/runlog', {
      run_id: made.run_id,
      type: 'stage_checkpoint',
    });
    assert.deepEqual(
      rows.map(({ outcome }) => outcome),
      ['retry', 'retry', 'success'],
    );
    assert.ok(rows.every(({ duration_ms, ts }) => typeof duration_ms === 'number' && typeof ts === 'string'));
  });

  it('LOG-06: tries steps without a retry of their own once more than max_stage_retries says', async () => {
    const steps = [command('own', 'own', { retry: 0, on_error: 'continue' }), command('plain', 'plain')];
    const made = await journey(planText(steps), { program: () => ({ exitCode: 1 }) });
    await made.start({ max_stage_retries: 2 });
    const { steps: ended } = await made.reach('failed');
    const tries = ended.map(({ step_id, attempts }) => [step_id, attempts]);
    assert.deepEqual(Object.fromEntries(tries), { own: 1, plain: 3 });
  });

  it('LOG-07: has equal traces of nodes for manual and automatic stepping', async () => {
    const steps = [command('a', 'make'), command('b', 'ship', { needs: ['a'] })];
    const auto = await journey(planText(steps));
    await auto.start();
    await auto.reach('succeeded');
    const manual = await journey(planText(steps));
    await manual.start({ stepping: 'manual' });
    for (const step_id of ['a', 'b']) {
      await manual.server.request('step/execute', { run_id: manual.run_id, step_id });
    }
    await manual.reach('succeeded');
    const [one, two] = await Promise.all(
      [auto, manual].map((made) => made.server.request('run/graph', { run_id: made.run_id })),
    );
    assert.deepEqual(withoutTimes(one ?? {}), withoutTimes(two ?? {}));
    assert.deepEqual(one?.['executed_nodes'], ['a', 'b']);
  });

  it('LOG-08: takes further rows that a tool leaves in its output, but none of its own types', async () => {
    const made = await journey(planText([command('a', 'make')]));
    await made.start();
    await made.reach('succeeded');
    const { store } = made.server.context.ports;
    const output = { rows: [{ type: 'score', value: 3, seq: 77 }, { type: 'gate' }, 'text'] };
    await store.commit([
      {
        op: 'update',
        table: 'step_runs',
        key: { run_id: made.run_id, step_id: 'a', visit: 1 },
        set: { output_json: JSON.stringify(output) },
      },
    ]);
    const { rows, summary } = await made.server.request('run/runlog', { run_id: made.run_id });
    const [score] = rows.filter(({ type }) => type === 'score');
    assert.deepEqual([score?.['value'], score?.['node_id']], [3, 'a']);
    assert.equal(summary.row_counts['gate'], 1);
    assert.deepEqual(
      rows.map(({ seq }) => seq),
      rows.map((_, index) => index + 1),
    );
  });

  it('LOG-16: passes its own judgement, which the list of runs then shows', async () => {
    const made = await threeTries();
    const { server, run_id } = made;
    assert.equal((await server.request('run/index', {})).items[0]?.eval_pass, null);
    const verdict = await server.request('run/eval', { run_id });
    assert.deepEqual(
      verdict.checks.filter(({ passed }) => !passed),
      [],
    );
    assert.equal(verdict.pass_fail, true);
    assert.equal(verdict.metrics.stage_trace_coverage_rate, 1);
    assert.equal((await server.request('run/index', {})).items[0]?.eval_pass, true);
  });

  it('LOG-03: is answered 404 for a run that there is not', async () => {
    const made = await threeTries();
    const { error_code } = await made.server.refusal('run/runlog', { run_id: 'run-20260101-000000-ffffff' });
    assert.equal(error_code, 'NOT_FOUND');
  });
});

describe('the list of runs', () => {
  it('LOG-10: has every field, and the same counts before and after the log was kept', async () => {
    const { server, run_id } = await threeTries();
    const before = await server.request('run/index', {});
    assert.deepEqual({ ...before, items: [] }, { count: 1, total: 1, limit: 50, offset: 0, items: [] });
    const [item] = before.items;
    assert.deepEqual(
      { ...item, created_at_utc: '', fingerprint: '', plan_hash: '' },
      {
        run_id,
        run_dir: null,
        created_at_utc: '',
        status: 'failed',
        termination_reason: 'step_failed',
        fingerprint: '',
        stage_retry_count: 2,
        stage_failure_count: 1,
        max_stage_attempts: 3,
        report_gate_pass: null,
        eval_pass: null,
        plan_hash: '',
        experimental: false,
      },
    );
    await server.request('run/runlog', { run_id });
    assert.deepEqual(await server.request('run/index', {}), before);
  });

  it('LOG-10, LOG-15: tells whether a run passes by its report once there is one, and not before', async () => {
    const { server, run_id } = await threeTries();
    const gate = async () => (await server.request('run/index', {})).items[0]?.report_gate_pass;
    assert.equal(await gate(), null);
    await server.request('run/report', { run_id });
    assert.equal(await gate(), false);
    const written = async () =>
      (await server.request('event/list', { run_id, type: 'report.written' })).items;
    assert.deepEqual(await written(), []);
    await server.request('run/export', { run_id, kind: 'markdown' });
    assert.deepEqual(
      (await written()).map(({ payload }) => payload),
      [{ kind: 'markdown' }],
    );
  });

  it('LOG-10: is filtered by status, plan, session, fingerprint and time', async () => {
    const { server, session_id } = await threeTries();
    const [item] = (await server.request('run/index', {})).items;
    const found = async (params: object) => (await server.request('run/index', params)).total;
    const { plan_hash, fingerprint, created_at_utc } = item ?? {};
    for (const params of [
      { status: 'failed' },
      { plan: plan_hash },
      { session_id },
      { fingerprint },
      { since: created_at_utc },
    ]) {
      assert.equal(await found(params), 1, JSON.stringify(params));
    }
    for (const params of [
      { status: 'succeeded' },
      { plan: `sha256:${'0'.repeat(64)}` },
      { session_id: 'session_000000000000' },
      { fingerprint: `sha256:${'0'.repeat(64)}` },
      { since: '2100-01-01T00:00:00Z' },
    ]) {
      assert.equal(await found(params), 0, JSON.stringify(params));
    }
    for (const unknown of [{ since: 'soon' }, { status: 'fialed' }]) {
      const { error_code } = await server.refusal('run/index', unknown as Params<'run/index'>);
      assert.equal(error_code, 'INPUT_INVALID', JSON.stringify(unknown));
    }
  });
});
