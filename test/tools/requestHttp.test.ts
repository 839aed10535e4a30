import assert from 'node:assert/strict';
import { scriptedNetwork } from '../../server/src/adapters/network';
import type { HttpResponse } from '../../server/src/runtime/ports';
import { perform, refusals, toolContext } from './toolContext';

const url = 'https://example.org/x';
const ask = async (inputs: object, answer: Partial<HttpResponse> | Error, more = {}) => {
  const network = scriptedNetwork(() => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const result = await perform('http.request', { url, ...inputs }, toolContext({ network, ...more }));
  return { result, requests: network.requests };
};

describe('http.request', () => {
  it('sends text as it is and anything else as JSON', async () => {
    const { requests } = await ask({ method: 'post', body: { a: 1 }, headers: { 'X-A': 'b' } }, {});
    const [sent] = requests;
    assert.deepEqual([sent?.method, sent?.url, sent?.body], ['POST', url, '{"a":1}']);
    assert.deepEqual(sent?.headers, { 'X-A': 'b', 'content-type': 'application/json' });
    const { requests: plain } = await ask({ method: 'PUT', body: 'a=1' }, {});
    assert.deepEqual([plain[0]?.body, plain[0]?.headers], ['a=1', {}]);
  });
  it('gives status, headers without cookies, body and what JSON says', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'set-cookie': 'id=secret' };
    const { result } = await ask({}, { headers, body: '{"a":[1]}' });
    assert.deepEqual(result.output, {
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"a":[1]}',
      json: { a: [1] },
      truncated: false,
    });
  });
  it('takes a redirect for an answer', async () => {
    assert.equal((await ask({}, { status: 302, headers: { location: '/y' } })).result.ok, true);
  });
  it('fails from status 400 on, by class', async () => {
    const classes = await Promise.all(
      [400, 401, 403, 404, 408, 429, 500, 503].map(async (status) => {
        const { result } = await ask({}, { status, body: 'why' });
        assert.equal((result.output as { body: string }).body, 'why');
        return result.ok || result.errorClass;
      }),
    );
    assert.deepEqual(classes, [
      'tool_error',
      'auth',
      'auth',
      'tool_error',
      'network',
      'rate_limit',
      'network',
      'network',
    ]);
  });
  it('fails by class when nobody answers', async () => {
    const check = async (error: Error, expected: string, more = {}) => {
      const { result } = await ask({}, error, more);
      assert.equal(result.ok || `${result.errorClass}: ${result.message}`, expected);
    };
    await check(new Error('connect ECONNREFUSED'), 'network: the request failed: connect ECONNREFUSED');
    await check(new DOMException('x', 'TimeoutError'), 'timeout: nobody answered in time');
    await check(new Error('x'), 'cancelled: the request was cancelled', { signal: AbortSignal.abort() });
  });
  it('refuses what is no plain request, without repeating the URL', () => {
    const check = (inputs: object, expected: readonly string[]) =>
      assert.deepEqual(refusals('http.request', { url, ...inputs }), expected);
    check({ url: 'nonsense' }, ['url: is not a URL']);
    check({ url: 'file:///etc/passwd' }, ['url: is neither http nor https']);
    check({ url: 'https://ada:pa55@example.org/' }, ['url: holds a user name or password; use a header']);
    check({ body: 'x' }, ['body: goes with POST, PUT, PATCH and DELETE only']);
    check({ method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) }, ['body: is larger than 1 MiB']);
    check({ headers: { 'x-a': 'b\r\nx: y' } }, ['headers.x-a: holds characters that no header may have']);
    assert.equal(refusals('http.request', { url, headers: { Host: 'other' } }).length, 1);
    assert.equal(refusals('http.request', { url, method: 'CONNECT' }).length, 1);
  });
});
