import assert from 'node:assert/strict';
import { type HttpScene, httpScene, rawBody, testTokens } from './httpScene';

const emptyList = { count: 0, total: 0, limit: 50, offset: 0, items: [] };

describe('the HTTP door, spoken to byte by byte', () => {
  let scene: HttpScene;
  const auth = `Authorization: Bearer ${testTokens.approver}\r\n`;

  before(async () => {
    scene = await httpScene({ 'run/report': () => assert.fail('a report was read') });
  });

  after(() => scene.door.close(100));

  const request = (line: string, headers = '') =>
    scene.raw(
      `${line} HTTP/1.1\r\nHost: 127.0.0.1:${scene.port}\r\nConnection: close\r\n${auth}${headers}\r\n`,
    );

  const climbs = [
    '/runs/../report',
    '/runs/%2e%2e/report',
    '/runs/%2E./report',
    '/runs/.%2e/report',
    '/runs/..%2freport',
    '/runs/%252e%252e/report',
    '/runs/%25252e%25252e/report',
    '/api/v1/runs/../../../etc/passwd',
    '/runs/..\\report',
    '/runs/..%5creport',
    '/runs/%00',
    '/runs/./report',
    '/runs/a/..',
    '/runs/%zz/report',
    '/runs/%ff/report',
    '/runs/%c0%ae%c0%ae/report',
  ];
  for (const path of climbs) {
    it(`LOG-13, regression 10: answers ${path} with 400 and reads nothing`, async () => {
      const answer = await request(`GET ${path}`);
      assert.match(answer, /^HTTP\/1\.1 400 /);
      assert.equal(rawBody(answer).error, 'bad_request');
    });
  }

  it('answers to the loopback names only, so that no name bound anew leads here', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${scene.port}`,
      '127.0.0.1',
      `127.0.0.2:${scene.port}`,
    ]) {
      const answer = await scene.raw(
        `GET /health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${auth}\r\n`,
      );
      assert.match(answer, /^HTTP\/1\.1 403 /, host);
    }
    const named = await scene.raw(
      `GET /api/v1/x HTTP/1.1\r\nHost: LOCALHOST:${scene.port}\r\nConnection: close\r\n${auth}\r\n`,
    );
    assert.match(named, /^HTTP\/1\.1 404 /);
  });

  it('answers to no page of another origin', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost', 'vscode-webview://x']) {
      assert.match(await request('GET /runs', `Origin: ${origin}\r\n`), /^HTTP\/1\.1 403 /, origin);
    }
    assert.match(await request('GET /runs', 'Sec-Fetch-Site: cross-site\r\n'), /^HTTP\/1\.1 403 /);
  });

  const broken: readonly [string, string, number][] = [
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['two lengths', 'POST /runs HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    [
      'a length beside chunks',
      'POST /runs HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['a space before the colon', 'GET /runs HTTP/1.1\r\nHost : x\r\n\r\n', 400],
    ['headers without end', `GET /runs HTTP/1.1\r\nHost: x\r\nA: ${'y'.repeat(70_000)}\r\n\r\n`, 431],
    ['no host', 'GET /runs HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a tunnel', 'CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n', 405],
  ];
  for (const [name, text, status] of broken) {
    it(`LOG-12: answers ${name} with ${status} in JSON`, async () => {
      const answer = await scene.raw(text);
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.match(rawBody(answer).error, /bad_request|method_not_allowed/);
    });
  }

  it('refuses to carry requests elsewhere', async () => {
    assert.match(await request('GET http://evil.example/runs'), /^HTTP\/1\.1 400 /);
    assert.match(await request('OPTIONS *'), /^HTTP\/1\.1 400 /);
  });
});

describe('the log of requests', () => {
  it('LOG-14: says of each request how it was answered, without its query', async () => {
    const scene = await httpScene({ 'run/index': async () => emptyList });
    await scene.ask('/runs?status=failed');
    await scene.ask('/runs?status=failed&token=hidden', { token: 'wrong' });
    await scene.door.close(100);
    assert.deepEqual(
      scene.lines.map(({ latency_ms, ...line }) => [line, latency_ms >= 0]),
      [
        [{ event: 'http_request', method: 'GET', path: '/runs', status: 200, auth_ok: true }, true],
        [{ event: 'http_auth_failure', method: 'GET', path: '/runs', status: 401, auth_ok: false }, true],
      ],
    );
  });

  it('tells who guesses tokens to wait, and lets a right one through meanwhile', async () => {
    const scene = await httpScene({ 'run/index': async () => emptyList }, { strangers: 2 });
    const answers = [];
    for (let n = 0; n < 3; n += 1) {
      answers.push(await scene.ask('/runs', { token: `guess${n}` }));
    }
    assert.deepEqual(
      answers.map((one) => one.status),
      [401, 401, 429],
    );
    assert.match(answers[2]?.headers.get('retry-after') ?? '', /^\d+$/);
    assert.equal((await scene.ask('/runs')).status, 200);
    await scene.door.close(100);
  });
});
