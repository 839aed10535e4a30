import assert from 'node:assert/strict';
import { AppError, type ErrorBody, errorCodes } from '#protocol/errors';
import type { Caller, Handlers } from '#protocol/methods';
import { type Desk, dispatch } from '../../server/src/transports/dispatch';
import { memoryLog } from '../support/memoryLog';
import { scriptedHandlers } from '../support/scriptedHandlers';

const caller: Caller = { actor: 'user:ann', source: 'cli', role: 'approver', client_message_id: null };

function deskOf(given: Partial<Handlers>): Desk & { readonly log: ReturnType<typeof memoryLog> } {
  return { handlers: scriptedHandlers(given), log: memoryLog() };
}

async function refused(desk: Desk, method: string, params: unknown, by: Caller = caller): Promise<ErrorBody> {
  const { signal } = new AbortController();
  const answer = await dispatch(desk, { method, params, caller: by, signal });
  assert.ok(!answer.ok);
  return answer.failure.body;
}

describe('dispatch', () => {
  it('answers with the defaults of the schema filled in', async () => {
    const desk = deskOf({
      'tool/list': async ({ limit, offset }) => ({ count: 0, total: 0, limit, offset, items: [] }),
    });
    const { signal } = new AbortController();
    assert.deepEqual(await dispatch(desk, { method: 'tool/list', params: undefined, caller, signal }), {
      ok: true,
      result: { count: 0, total: 0, limit: 50, offset: 0, items: [] },
    });
  });

  it('names every fault of a request with its place, as BAD_REQUEST', async () => {
    const body = await refused(deskOf({}), 'run/start', { session_id: '../x', version: 'one', surprise: 1 });
    assert.equal(body.error, 'bad_request');
    assert.equal(body.error_code, 'BAD_REQUEST');
    const errors = body.details?.['errors'] as { path: string }[];
    assert.deepEqual(errors.map(({ path }) => path).sort(), ['', '/session_id', '/version']);
  });

  for (const params of [[], 'text', 7, [{}]]) {
    it(`takes no ${JSON.stringify(params)} for params`, async () => {
      assert.equal((await refused(deskOf({}), 'session/create', params)).error_code, 'BAD_REQUEST');
    });
  }

  it('GATE-01: refuses an unknown value of an enum as INPUT_INVALID', async () => {
    const body = await refused(deskOf({}), 'session/create', { mode: 'fast' });
    assert.equal(body.error_code, 'INPUT_INVALID');
    assert.equal(errorCodes.INPUT_INVALID.http, 422);
  });

  it('reaches no handler for an id of wrong form', async () => {
    const desk = deskOf({ 'run/show': () => assert.fail('the handler was reached') });
    for (const run_id of ['../report', '%2e%2e', 'a/b', '', 'a'.repeat(129), 'run\u0000']) {
      assert.equal((await refused(desk, 'run/show', { run_id })).error_code, 'BAD_REQUEST', run_id);
    }
  });

  for (const method of ['no/method', 'toString', '__proto__', 'constructor']) {
    it(`knows no method ${method}`, async () => {
      assert.equal((await refused(deskOf({}), method, {})).error_code, 'BAD_REQUEST');
    });
  }

  it('refuses whoever has too small a role', async () => {
    const desk = deskOf({ 'approval/grant': () => assert.fail('the handler was reached') });
    const operator = { ...caller, role: 'operator' } as const;
    const body = await refused(desk, 'approval/grant', { approval_id: 'appr_1' }, operator);
    assert.equal(body.error_code, 'FORBIDDEN');
    assert.equal(body.error, 'forbidden');
  });

  it('puts the place of a failure on top of the body', async () => {
    const details = { run_id: 'run-1', step_id: 's', attempts: 3, cause: 'expired' };
    const desk = deskOf({
      'server/stop': () => Promise.reject(new AppError('APPROVAL_STALE', 'the approval expired', details)),
    });
    assert.deepEqual(await refused(desk, 'server/stop', {}), {
      error: 'conflict',
      error_code: 'APPROVAL_STALE',
      message: 'the approval expired',
      run_id: 'run-1',
      step_id: 's',
      attempts: 3,
      details,
    });
  });

  it('regression 11: says nothing of our own faults but to the log', async () => {
    const desk = deskOf({ 'server/stop': () => Promise.reject(new TypeError('x of /secret/place')) });
    const body = await refused(desk, 'server/stop', {});
    assert.deepEqual(body, {
      error: 'internal_error',
      error_code: 'INTERNAL',
      message: errorCodes.INTERNAL.meaning,
    });
    assert.match(JSON.stringify(desk.log.lines), /\/secret\/place/);
  });

  it('takes an answer that breaks the contract for our own fault', async () => {
    const desk = deskOf({ 'server/stop': (async () => ({ stopping: 'soon' })) as never });
    assert.equal((await refused(desk, 'server/stop', {})).error_code, 'INTERNAL');
    assert.match(JSON.stringify(desk.log.lines), /breaks the contract: \/stopping/);
  });

  it('tells a request that its caller gave up from a failure', async () => {
    const desk = deskOf({
      'run/wait': async (_, __, signal) => {
        await new Promise<void>((resolve) => signal.addEventListener('abort', resolve));
        throw new DOMException('the caller left', 'AbortError');
      },
    });
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = dispatch(desk, { method: 'run/wait', params: { run_id: 'run-1' }, caller, signal });
    controller.abort();
    const answer = await waiting;
    assert.ok(!answer.ok);
    assert.equal(answer.failure.body.error_code, 'CANCELLED');
    assert.equal(answer.failure.rpc, -32800);
    assert.deepEqual(desk.log.lines, []);
  });
});
