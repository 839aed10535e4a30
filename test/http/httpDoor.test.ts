import assert from 'node:assert/strict';
import { type HttpScene, httpScene, testTokens } from './httpScene';

const status = {
  status: 'ok',
  version: '1',
  pid: 1,
  root: '/w',
  uptime_seconds: 1,
  clients: 0,
  active_runs: 0,
  pending_approvals: 0,
  tracer_faults: 0,
  store: { schema_version: 1, bytes: 1, used_bytes: 1, read_only_reason: null },
} as const;

const emptyList = { count: 0, total: 0, limit: 50, offset: 0, items: [] };

describe('the HTTP door', () => {
  let scene: HttpScene;
  const seen: unknown[] = [];
  let readOnly: string | null = null;

  before(async () => {
    scene = await httpScene({
      'server/status': async () => ({ ...status, store: { ...status.store, read_only_reason: readOnly } }),
      'server/health': async () => ({
        is_ready: readOnly === null,
        checked_at: '2026-01-01T00:00:00.000Z',
        services: [{ name: 'store', state: readOnly === null ? 'ok' : 'read_only' }],
      }),
      'run/index': async (params, caller) => {
        seen.push({ params, caller });
        return { ...emptyList, limit: params.limit, offset: params.offset };
      },
      'run/show': async ({ run_id }) => {
        throw new TypeError(`no such thing as ${run_id} at /secret/place`);
      },
      'run/start': async () => ({ run_id: 'run-1', trace_id: 'f'.repeat(32), status: 'queued' }),
      'trace/show': async ({ trace_id }) => ({ trace_id, run_id: 'run-1', spans: [], events: [] }),
    });
  });

  after(() => scene.door.close(100));

  it('says that it lives, to anybody, and says nothing else', async () => {
    for (const path of ['/health', '/healthz', '/api/v1/health', '/api/v1/healthz']) {
      const answer = await scene.ask(path, { token: null });
      assert.equal(answer.status, 200, path);
      assert.deepEqual(answer.body, { status: 'ok', service: 'holdpoint' });
    }
  });

  it('says 503 without a detail while the store takes no writes', async () => {
    readOnly = 'damaged';
    const [health, ready] = [await scene.ask('/health', { token: null }), await scene.ask('/readiness')];
    readOnly = null;
    assert.deepEqual([health.status, health.body], [503, { status: 'unhealthy', service: 'holdpoint' }]);
    assert.deepEqual([ready.status, ready.body], [503, { status: 'not_ready' }]);
  });

  it('GATE-20, regression 12: takes only configured tokens, with 401 for any other', async () => {
    for (const token of [
      null,
      'x',
      '9'.repeat(64),
      testTokens.approver.slice(1),
      `${testTokens.approver}a`,
    ]) {
      for (const path of ['/api/v1/runs', '/ready', '/api/v1/no/such/route', '/metrics']) {
        const answer = await scene.ask(path, { token });
        assert.equal(answer.status, 401, `${path} ${token}`);
        assert.equal(answer.body.error, 'unauthorized');
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
      }
    }
  });

  it('carries path, query and body to the method, with the caller of the token', async () => {
    seen.length = 0;
    const answer = await scene.ask('/api/v1/runs?limit=3&offset=1&status=failed', {
      token: testTokens.viewer,
    });
    assert.equal(answer.status, 200);
    assert.deepEqual(seen, [
      {
        params: { limit: 3, offset: 1, status: 'failed' },
        caller: { actor: 'user:vic', role: 'viewer', source: 'http', client_message_id: null },
      },
    ]);
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  });

  it('LOG-10: has aliases without the prefix, with their own default of the limit', async () => {
    assert.equal((await scene.ask('/runs')).body.limit, 20);
    assert.equal((await scene.ask('/api/v1/runs')).body.limit, 50);
    assert.equal((await scene.ask('/runs?limit=7')).body.limit, 7);
  });

  it('answers with the status of its route', async () => {
    const body = JSON.stringify({ session_id: 'session_1' });
    const answer = await scene.ask('/api/v1/runs', { method: 'POST', body });
    assert.deepEqual([answer.status, answer.body.run_id], [202, 'run-1']);
  });

  it('shows the spans of a run', async () => {
    assert.equal((await scene.ask('/api/v1/runs/run-1/spans')).body.trace_id, 'run-1');
  });

  it('gives the details of its health in the form of probes', async () => {
    const { body } = await scene.ask('/api/v1/health/details');
    assert.match(body.runner_id, /^runner-[0-9a-f]{12}$/);
    assert.deepEqual(Object.keys(body), [
      'status',
      'runner_id',
      'runner_state',
      'current_task',
      'uptime_seconds',
      'last_check',
      'external_services',
      'details',
    ]);
  });

  it('refuses a role that is too small', async () => {
    const body = JSON.stringify({ session_id: 'session_1' });
    const answer = await scene.ask('/api/v1/runs', { method: 'POST', body, token: testTokens.viewer });
    assert.deepEqual([answer.status, answer.body.error_code], [403, 'FORBIDDEN']);
  });

  it('lets a token for spans do nothing else', async () => {
    for (const path of ['/api/v1/runs', '/ready', '/api/v1/health/details']) {
      assert.equal((await scene.ask(path, { token: testTokens.spans })).status, 403, path);
    }
  });

  it('regression 11: tells nobody what our own fault was', async () => {
    const answer = await scene.ask('/api/v1/runs/run-1');
    assert.equal(answer.status, 500);
    assert.deepEqual(Object.keys(answer.body), ['error', 'error_code', 'message']);
    assert.doesNotMatch(JSON.stringify(answer.body), /secret|TypeError/);
    assert.match(JSON.stringify(scene.log.lines), /\/secret\/place/);
  });

  const badBodies: readonly [string, string | Uint8Array<ArrayBuffer>, string][] = [
    ['an array', '[]', 'BAD_REQUEST'],
    ['a text', '"x"', 'BAD_REQUEST'],
    ['null', 'null', 'BAD_REQUEST'],
    ['half a document', '{"a":', 'INVALID_JSON'],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'INVALID_JSON'],
    ['a body that nests too deep', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, 'BAD_REQUEST'],
    ['an unknown key', '{"session_id":"session_1","surprise":1}', 'BAD_REQUEST'],
    ['a key of the prototype', '{"session_id":"session_1","__proto__":{"a":1}}', 'BAD_REQUEST'],
  ];
  for (const [name, body, code] of badBodies) {
    it(`LOG-12: answers ${name} with 400 ${code}`, async () => {
      const answer = await scene.ask('/api/v1/runs', { method: 'POST', body });
      assert.deepEqual([answer.status, answer.body.error_code], [400, code]);
    });
  }

  it('takes no body of another type, which a form of a foreign page could send', async () => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await scene.ask('/api/v1/runs', { method: 'POST', body: '{}', headers });
    assert.deepEqual([answer.status, answer.body.error_code], [400, 'BAD_REQUEST']);
  });

  it('refuses a body of more than a megabyte, said so or not', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
    const answer = await scene.ask('/api/v1/plans/validate', { method: 'POST', body });
    assert.deepEqual([answer.status, answer.body.error_code], [413, 'PAYLOAD_TOO_LARGE']);
    const chunked = new Blob([body]).stream();
    const init = { method: 'POST', body: chunked, duplex: 'half' } as RequestInit;
    assert.equal((await scene.ask('/api/v1/plans/validate', init)).status, 413);
  });

  it('LOG-12: names the methods a route takes, and knows no other route', async () => {
    const wrong = await scene.ask('/api/v1/runs/run-1', { method: 'DELETE' });
    assert.deepEqual([wrong.status, wrong.body.error_code], [405, 'METHOD_NOT_ALLOWED']);
    assert.equal(wrong.headers.get('allow'), 'GET, HEAD');
    for (const path of ['/', '/api', '/api/v1', '/api/v1/nothing', '/RUNS', '/runs/', '//runs']) {
      const none = await scene.ask(path);
      assert.deepEqual([none.status, none.body.error], [404, 'not_found'], path);
    }
  });

  it('refuses a value that is no number where one is needed', async () => {
    for (const query of ['limit=abc', 'limit=', 'limit=1e1', 'limit=0x10', 'limit=NaN', 'limit=1&limit=2']) {
      assert.equal((await scene.ask(`/api/v1/runs?${query}`)).status, 400, query);
    }
    assert.equal((await scene.ask('/api/v1/runs?limit=501')).status, 422);
  });
});
