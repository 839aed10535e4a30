import assert from 'node:assert/strict';
import { connect } from 'node:net';
import fc from 'fast-check';
import { type HttpScene, httpScene, rawBody, testTokens } from './httpScene';

/** Hidden in the body or behind the end of another request: must never be taken for a request of its own. */
const hidden = `GET /api/v1/runs/hidden HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer ${testTokens.approver}\r\n\r\n`;
const chunk = '0\r\n\r\n';
const post = (headers: string, body = '', line = 'POST /api/v1/sessions HTTP/1.1') =>
  `${line}\r\nHost: HOST\r\nAuthorization: Bearer ${testTokens.approver}\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;

/** Requests of which two readers could disagree where they end or whom they are for; all of them are refused. */
const smuggled: Readonly<Record<string, string>> = {
  'a length beside chunks': post(`Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`, chunk + hidden),
  'chunks beside a length': post(`Transfer-Encoding: chunked\r\nContent-Length: 5\r\n`, chunk + hidden),
  'two lengths': post('Content-Length: 0\r\nContent-Length: 200\r\n', hidden),
  'two lengths that agree': post('Content-Length: 2\r\nContent-Length: 2\r\n', `{}${hidden}`),
  'two lengths in one header': post('Content-Length: 0, 200\r\n', hidden),
  'a length with a sign': post('Content-Length: +2\r\n', `{}${hidden}`),
  'a length below zero': post('Content-Length: -1\r\n', hidden),
  'a length in hexadecimal': post('Content-Length: 0x2\r\n', `{}${hidden}`),
  'a length beyond all numbers': post('Content-Length: 99999999999999999999\r\n', hidden),
  'a length that is empty': post('Content-Length: \r\n', hidden),
  'chunks that are none': post('Transfer-Encoding: xchunked\r\n', chunk + hidden),
  'chunks that are not last': post('Transfer-Encoding: chunked, identity\r\n', chunk + hidden),
  'chunks twice': post('Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n', chunk + hidden),
  'chunks behind a control character': post('Transfer-Encoding: \x0bchunked\r\n', chunk + hidden),
  'a space before the colon': post('Transfer-Encoding : chunked\r\n', chunk + hidden),
  'a size of a chunk that is no number': post('Transfer-Encoding: chunked\r\n', `zz\r\n${hidden}`),
  'a size of a chunk below zero': post('Transfer-Encoding: chunked\r\n', `-1\r\n${hidden}`),
  'a size of a chunk beyond all numbers': post(
    'Transfer-Encoding: chunked\r\n',
    `fffffffffffffffff\r\n${hidden}`,
  ),
  'a chunk that is longer than it says': post(
    'Transfer-Encoding: chunked\r\n',
    `1\r\n{}\r\n${chunk}${hidden}`,
  ),
  'a line that goes on in the next': post('X-A: b\r\n Content-Length: 200\r\nX-B: c\r\n', hidden),
  'a first header line that goes on': post(' X: y\r\n', hidden),
  'lines that end in LF alone': post('Content-Length: 0\r\n', hidden).replaceAll('\r\n', '\n'),
  'a CR within a header': post('X-A: b\rContent-Length: 200\r\n', hidden),
  'a NUL within a header': post('X-A: b\0c\r\n', hidden),
  'a NUL within a name': post('X\0A: b\r\n', hidden),
  'a header without a name': post(': b\r\n', hidden),
  'a header without a colon': post('nothing\r\n', hidden),
  'two hosts': post('Host: evil.example\r\nContent-Length: 2\r\n', `{}${hidden}`),
  'two tokens': post(`Authorization: Bearer ${testTokens.viewer}\r\nContent-Length: 2\r\n`, `{}${hidden}`),
  'two origins': post(`Origin: http://HOST\r\norigin: http://HOST\r\nContent-Length: 2\r\n`, `{}${hidden}`),
  'two types of a body': post('content-type: text/plain\r\nContent-Length: 2\r\n', `{}${hidden}`),
  'two kinds of packing': post(
    'Content-Encoding: identity\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n',
    `{}${hidden}`,
  ),
  'an address that names another host': post('', hidden, 'POST http://evil.example/api/v1/sessions HTTP/1.1'),
  'an address that names this host': post('', hidden, 'POST http://HOST/api/v1/sessions HTTP/1.1'),
  'a method of two words': post('', hidden, 'POST POST /api/v1/sessions HTTP/1.1'),
  'a method that there is not': post('', hidden, 'SMUGGLE /api/v1/sessions HTTP/1.1'),
  'a version that there is not': post('', hidden, 'POST /api/v1/sessions HTTP/9.9'),
  'no version': post('', hidden, 'POST /api/v1/sessions'),
  'the preface of HTTP/2': `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${hidden}`,
  'a greeting of TLS': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'a NUL in the address': post('', hidden, 'POST /api/v1/sessions\0/x HTTP/1.1'),
  'a backslash in the address': post('', hidden, 'POST /api/v1\\sessions HTTP/1.1'),
  'an address with bytes that are no ASCII': post('', hidden, 'POST /api/v1/s\xe9ssions HTTP/1.1'),
  'headers beyond the limit': post(`X-A: ${'y'.repeat(70_000)}\r\n`, hidden),
  'very many headers': post('X-A: b\r\n'.repeat(9000), hidden),
};

describe('requests that mean two things', () => {
  let scene: HttpScene;
  let reached = 0;
  before(async () => {
    const limits = { headersMs: 300, requestMs: 600, keepAliveMs: 200 };
    scene = await httpScene(
      {
        'run/show': () => assert.fail('the hidden request was answered'),
        'session/create': () => {
          reached += 1;
          return Promise.reject(new TypeError('nobody may come as far as this'));
        },
      },
      limits,
    );
  });
  after(() => scene.door.close(100));

  const atHost = (text: string) => Buffer.from(text.replaceAll('HOST', `127.0.0.1:${scene.port}`), 'latin1');

  beforeEach(() => {
    reached = 0;
  });

  for (const [name, text] of Object.entries(smuggled)) {
    it(`LOG-12, LOG-13: refuse ${name}, once, in JSON, and answer nothing that is hidden behind it`, async () => {
      const answer = await scene.raw(atHost(text));
      assert.match(answer, /^HTTP\/1\.1 (400|403|405|408|413|431) /, JSON.stringify(answer.slice(0, 300)));
      assert.equal(answer.split('HTTP/1.1 ').length - 1, 1, JSON.stringify(answer));
      assert.ok(rawBody(answer).error);
      assert.match(answer, /\r\nconnection: close\r\n/i);
      assert.equal(reached, 0);
    });
  }

  it('LOG-12: cut off who sends headers or a body too slowly, in JSON', async () => {
    for (const begun of ['GET /health HTTP/1.1\r\nHost: 127', post('Content-Length: 10\r\n', '{')]) {
      const answer = await scene.raw(atHost(begun));
      assert.match(answer, /^HTTP\/1\.1 408 /, begun);
      assert.equal(rawBody(answer).error, 'bad_request');
    }
  });

  it('LOG-12: leave the door open for others, whatever bytes came', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.constantFrom(...Object.values(smuggled)).chain((text) => {
        const whole = Buffer.from(text.slice(0, 2000), 'latin1');
        const place = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }));
        return place.map(([at, value]) => {
          const changed = Uint8Array.from(whole);
          changed[at] = value;
          return changed;
        });
      }),
    );
    const runs = process.env['HOLDPOINT_LONG'] === '1' ? 2000 : 60;
    // A door with its ordinary limits: nothing here waits for one, and a short one may pass before a good request is read.
    const patient = await httpScene({ 'session/create': () => Promise.reject(new TypeError('for nobody')) });
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        await sentAndLeft(patient.port, sent);
        assert.equal((await patient.ask('/health', { token: null })).status, 503);
      }),
      { numRuns: runs },
    );
    await patient.door.close(100);
  }).timeout(300_000);
});

/** Sends bytes and goes away without waiting for an answer, as whoever means harm does. */
function sentAndLeft(port: number, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, () => socket.destroy()));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
  });
}
