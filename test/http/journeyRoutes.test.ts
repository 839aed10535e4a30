import assert from 'node:assert/strict';
import { composeMemory, type MemoryServer, type MemoryWorld } from '../support/composeMemory';
import { type HttpAnswer, type HttpScene, httpScene, testTokens } from './httpScene';

const prefix = '/api/v1';

/** A plan in the form of GATE-02: steps at the top of the body. */
const look = {
  title: 'Look',
  steps: [{ id: 'look', title: 'Look', tool: 'list_dir', inputs: { path: '.' } }],
};
const runProgram = (program: string) => ({
  schema: 'plan/1',
  title: 'Run',
  profile: 'dev',
  policy: { reliability: { retry: { max_attempts: 3, delay: 0 } } },
  steps: [{ id: 'go', uses: 'shell.run', with: { argv: [program] } }],
});

describe('the routes of a plan on its way', () => {
  let server: MemoryServer;
  let scene: HttpScene;
  const open = async (world: MemoryWorld = {}) => {
    server = composeMemory({ files: { 'a.txt': 'a' }, ...world });
    scene = await httpScene(server.handlers);
  };
  const post = (path: string, body: unknown = {}, headers = {}) =>
    scene.ask(path, { method: 'POST', body: JSON.stringify(body), headers });
  const good = async (asked: Promise<HttpAnswer>, status = 200) => {
    const answer = await asked;
    assert.equal(answer.status, status, JSON.stringify([answer.body, server.log.lines, server.faults]));
    return answer.body;
  };
  const started = async (plan: object, safety_profile = 'dev') => {
    const { id } = await good(post(`${prefix}/sessions`, { goal: 'x', safety_profile }));
    const { version } = await good(post(`${prefix}/sessions/${id}/plans/import`, plan));
    await good(post(`${prefix}/sessions/${id}/plans/${version}/approve`, {}));
    return id as string;
  };
  afterEach(() => scene.door.close(100));

  it('GATE-01, GATE-02, GATE-04: go from a session to a run that has ended', async () => {
    await open();
    const created = await good(post(`${prefix}/sessions`, { goal: 'look around' }));
    assert.deepEqual(
      [created.mode, created.safety_profile, created.status, created.plan_version],
      ['normal', 'standard', 'pending', null],
    );
    const at = `${prefix}/sessions/${created.id}`;
    const imported = await good(post(`${at}/plans/import`, { ...look, version: 1 }));
    assert.deepEqual([imported.version, imported.created], [1, true]);
    assert.equal((await good(post(`${at}/plans/import`, look))).created, false);
    const other = await post(`${at}/plans/import`, { ...look, title: 'Other', version: 7 });
    assert.deepEqual([other.status, other.body.error_code], [409, 'STATE_CONFLICT']);
    assert.equal((await good(scene.ask(at))).status, 'awaiting_plan_approval');
    assert.deepEqual(await good(post(`${at}/plans/1/approve`, { approved_by: 'ann', source: 'api' })), {
      session_id: created.id,
      version: 1,
      approved: true,
    });
    const run = await good(post(`${prefix}/runs?wait=true`, { session_id: created.id }));
    assert.equal(run.status, 'succeeded');
    for (const name of [
      'runlog',
      'report',
      'eval',
      'summary',
      'spans',
      'events',
      'checks',
      'artifacts',
      'effects',
    ]) {
      await good(scene.ask(`${prefix}/runs/${run.run_id}/${name}`));
      await good(scene.ask(`${prefix}/runs/latest/${name}`));
    }
    for (const name of ['runlog', 'report', 'eval']) {
      await good(scene.ask(`/runs/${run.run_id}/${name}`));
    }
    const log = await good(scene.ask(`/runs/${run.run_id}/runlog`));
    assert.deepEqual([log.run_id, Array.isArray(log.rows)], [run.run_id, true]);
    const report = await good(scene.ask(`${prefix}/runs/latest/report`));
    assert.deepEqual([report.schema_version, report.run_id], ['run_report.v1', run.run_id]);
    assert.equal((await good(scene.ask(`${prefix}/runs/latest/summary`))).phase, 'done');
    assert.equal((await good(scene.ask(`/runs/latest`))).run_id, run.run_id);
    assert.equal((await good(scene.ask(`${prefix}/runs?session=${created.id}`))).total, 1);
    assert.equal((await good(post('/evaluate', {}))).schema_version, 'eval.v1');
    const events = await good(scene.ask(`${at}/events?limit=500`));
    assert.ok(events.items.every((event: { source: string }) => event.source !== 'cli'));
    assert.ok((await good(scene.ask(`${at}/events/search?q=session`))).total > 0);
  });

  it('answers 202 to a run that goes on by itself, and with the names to follow it by', async () => {
    await open();
    const session_id = await started(look);
    const run = await good(post(`${prefix}/runs`, { session_id }), 202);
    assert.deepEqual(Object.keys(run), ['run_id', 'trace_id', 'status']);
  });

  it('LOG-04, LOG-05: answers a step that used up its tries with 500 and where it was; the run is kept', async () => {
    await open({ program: () => ({ exitCode: 3 }) });
    const session_id = await started(runProgram('bad'));
    const { status, body } = await post(`${prefix}/runs?wait=true`, { session_id });
    assert.equal(status, 500);
    assert.deepEqual(
      [body.error, body.error_code, body.stage_node, body.attempts],
      ['stage_execution_failed', 'ORCH_STAGE_FAILED', 'go', 3],
    );
    assert.match(body.message, /^Stage node 'go' failed after 3 attempt\(s\): ./);
    assert.equal(body.trace_id.length, 32);
    assert.equal((await good(scene.ask(`/runs/${body.run_id}`))).status, 'failed');
    const { summary } = await good(scene.ask(`/runs/${body.run_id}/runlog`));
    assert.deepEqual(summary.stage, { retry_count: 2, failure_count: 1, max_attempts: 3 });
  });

  it('LOG-11: simulates a plan as a dry run, from the body or from the workspace', async () => {
    await open({ files: { 'holdpoint.plan.yaml': JSON.stringify(look) } });
    for (const body of [{ plan: look }, { plan: JSON.stringify(look) }, {}]) {
      const answer = await good(post('/simulate', body));
      assert.deepEqual(Object.keys(answer), ['run_id', 'run_dir']);
      const run = await good(scene.ask(`/runs/${answer.run_id}`));
      assert.deepEqual([run.mode, run.status], ['dry_run', 'succeeded']);
    }
  });

  it('LOG-11: refuses to simulate what is no plan, and keeps nothing of it', async () => {
    await open();
    for (const body of [{}, { plan: { steps: [{ id: 'x', uses: 'nothing' }] } }, { plan: 7 }, { plan: [] }]) {
      const answer = await post(`${prefix}/simulate`, body);
      assert.equal(answer.status, 422, JSON.stringify(answer.body));
      assert.ok(answer.body.details.errors.length > 0);
    }
    assert.equal((await post('/simulate', { max_stage_retries: -1 })).status, 422);
    assert.equal((await good(scene.ask(`${prefix}/sessions`))).total, 0);
  });

  it('LOG-05: answers a simulation whose step fails as any run', async () => {
    await open();
    const plan = { title: 'Bad', steps: [{ id: 'look', tool: 'read_file', inputs: { path: 'none.txt' } }] };
    const { status, body } = await post('/simulate', { plan });
    assert.deepEqual([status, body.error, body.stage_node], [500, 'stage_execution_failed', 'look']);
    assert.equal((await scene.ask(`/runs/${body.run_id}`)).status, 200);
  });

  it('GATE-05, GATE-06, GATE-09: takes steps by session as by run', async () => {
    await open({ program: ({ argv }) => ({ exitCode: argv[0] === 'bad' ? 1 : 0 }) });
    const session_id = await started(
      {
        ...runProgram('bad'),
        profile: 'standard',
        policy: { approvals: { steps: 'all' } },
        steps: ['good', 'bad', 'never'].map((program, n) => ({
          id: program,
          uses: 'shell.run',
          with: { argv: [program] },
          ...(n === 0 ? {} : { needs: [n === 1 ? 'good' : 'bad'] }),
        })),
      },
      'standard',
    );
    const step = `${prefix}/sessions/${session_id}/steps`;
    const approved = await good(post(`${step}/good/approve`, { confirm_high_risk: true }));
    assert.deepEqual(approved, { session_id, step_id: 'good', approved: true });
    const done = await good(post(`${step}/good/execute`, { confirm_high_risk: true }));
    assert.deepEqual(
      [done.status, done.step_id, done.error, Object.keys(done)],
      [
        'succeeded',
        'good',
        null,
        ['session_id', 'step_id', 'status', 'run_id', 'output', 'error', 'artifacts'],
      ],
    );
    const again = await post(`${prefix}/runs/${done.run_id}/steps/good/execute`, {});
    assert.deepEqual([again.status, again.body.error_code], [409, 'STATE_CONFLICT']);
    await good(post(`${prefix}/runs/${done.run_id}/steps/bad/approve`, { confirm_high_risk: true }));
    assert.equal((await good(post(`${step}/bad/execute`, {}))).status, 'failed');
    const never = await post(`${step}/never/execute`, {});
    assert.deepEqual([never.status, never.body.message], [409, 'session needs replan before execution']);
  });

  it('GATE-23: puts the actor, the door and the message of the caller on every event', async () => {
    await open();
    const session = await good(post(`${prefix}/sessions`, {}, { 'client-message-id': 'message-7' }));
    const { items } = await good(scene.ask(`${prefix}/sessions/${session.id}/events`));
    const [event] = items;
    assert.deepEqual([event.actor, event.source, event.client_message_id], ['user:ann', 'http', 'message-7']);
    const bad = await post(`${prefix}/sessions`, {}, { 'client-message-id': 'two words' });
    assert.equal(bad.status, 400);
  });

  it('GATE-26: lets the first decision win and tells the others who and when', async () => {
    await open();
    const session = await good(post(`${prefix}/sessions`, {}));
    await good(post(`${prefix}/sessions/${session.id}/plans/import`, look));
    const { items } = await good(scene.ask(`${prefix}/approvals?state=requested`));
    const at = `${prefix}/approvals/${items[0].approval_id}`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        post(`${at}/${n % 2 === 0 ? 'grant' : 'reject'}`, n % 2 === 0 ? {} : { reason: 'no' }),
      ),
    );
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    for (const { body } of answers.filter(({ status }) => status !== 200)) {
      assert.equal(body.error_code, 'ALREADY_DECIDED');
      assert.deepEqual([body.details.actor, body.details.source], ['user:ann', 'http']);
      assert.ok(body.details.decided_at);
    }
  });

  it('GATE-16: hands out the bytes of an artifact, and as JSON to whoever asks for that', async () => {
    await open();
    const session_id = await started(look);
    await good(post(`${prefix}/runs?wait=true`, { session_id }));
    const { items } = await good(scene.ask(`${prefix}/sessions/${session_id}/artifacts`));
    assert.ok(items.length > 0);
    const path = `${prefix}/artifacts/${items[0].sha256}`;
    const plain = await fetch(scene.url + path, {
      headers: { authorization: `Bearer ${testTokens.viewer}` },
    });
    const hash = await crypto.subtle.digest('SHA-256', await plain.arrayBuffer());
    assert.equal(Buffer.from(hash).toString('hex'), items[0].sha256);
    assert.match(plain.headers.get('content-disposition') ?? '', /^attachment/);
    const json = await scene.ask(path, { headers: { accept: 'application/json' } });
    assert.equal(json.body.sha256, items[0].sha256);
  });
});
