import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { connect as secureConnect } from 'node:tls';
import { generate } from 'selfsigned';
import { outsideOptions } from '../../server/src/main/http/outsideOptions';
import { Newcomers } from '../../server/src/transports/http/gate/newcomers';
import { HttpPlace } from '../../server/src/transports/http/httpPlace';
import { baseUrl } from '../support/baseUrl';
import { holdpointAt } from '../support/holdpointCli';
import { spawnServer, startServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

/** An address of this machine that is not the usual one of the loopback, as another machine would reach it. */
const host = '127.0.0.2';

describe('the HTTP door for other machines', function () {
  this.timeout(60_000);
  let root: string;
  let certificate: string;
  let files: readonly string[];

  before(async () => {
    root = temporaryFolder();
    const altNames = [{ type: 7, ip: host }] as const;
    const made = await generate([{ name: 'commonName', value: host }], {
      keySize: 2048,
      extensions: [{ name: 'subjectAltName', altNames: [...altNames] }],
    });
    certificate = made.cert;
    writeFileSync(join(root, 'cert.pem'), made.cert);
    writeFileSync(join(root, 'key.pem'), made.private);
    files = ['--tls-cert', join(root, 'cert.pem'), '--tls-key', join(root, 'key.pem')];
  });
  after(() => removeFolder(root));

  /** The status of a request over TLS to a server that is known by the certificate. */
  const ask = (url: string, more: RequestOptions = {}) =>
    new Promise<number>((resolve, reject) => {
      const asked = request(url, { ca: certificate, ...more }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      asked.once('error', reject);
      asked.end();
    });

  it('LOG-13: answers over TLS alone, under its one name, and only who shows a token', async () => {
    const server = await startServer(root, { argv: ['--host', host, ...files] });
    try {
      const url = await baseUrl(server);
      assert.match(url, /^https:\/\/127\.0\.0\.2:\d+$/);
      const headers = { authorization: `Bearer ${server.token}` };
      assert.equal(await ask(`${url}/api/v1/runs`, { headers }), 200);
      assert.equal(await ask(`${url}/api/v1/runs`), 401);
      // The client takes the name it asks for as the one that the certificate should bear.
      const asOther = { headers: { host: 'evil.example' }, checkServerIdentity: () => undefined };
      assert.equal(await ask(`${url}/health`, asOther), 403);
      assert.equal(await ask(`${url}/health`, { headers: { origin: 'https://evil.example' } }), 403);
      await assert.rejects(ask(`${url}/health`, { ca: [] }), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      await assert.rejects(fetch(url.replace('https:', 'http:')));
      await assert.rejects(ask(url.replace(host, '127.0.0.1')), { code: 'ECONNREFUSED' });
      const env = { NODE_EXTRA_CA_CERTS: join(root, 'cert.pem'), HOLDPOINT_TOKEN: server.token };
      const listed = await holdpointAt({ root, env }, 'session', 'list', '--base-url', url, '--json');
      assert.equal(listed.exit, 0, listed.stderr);
    } finally {
      await server.stop();
    }
  });

  it('says which file is none, and starts nothing', async () => {
    writeFileSync(join(root, 'words.pem'), 'words');
    for (const [argv, said] of [
      [
        ['--tls-cert', join(root, 'words.pem'), '--tls-key', join(root, 'key.pem')],
        /words\.pem is no file in PEM/,
      ],
      [
        ['--tls-cert', join(root, 'gone.pem'), '--tls-key', join(root, 'key.pem')],
        /gone\.pem cannot be read \(ENOENT\)/,
      ],
    ] as const) {
      const end = await spawnServer(root, { argv: ['--host', host, ...argv] }).ended;
      assert.notEqual(end.code, 0);
      assert.match(end.stderr, said);
    }
  });

  it('lets nobody keep a place who agrees on no key', async () => {
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) => readFileSync(join(root, name), 'utf8'));
    const place = new HttpPlace({ host, certificate: cert ?? '', key: key ?? '' });
    const server = place.newServer({ handshakeTimeout: 100 }, () => undefined);
    await once(server.listen(0, host), 'listening');
    const { port } = server.address() as AddressInfo;
    const silent = connect(port, host);
    silent.on('error', () => undefined);
    await once(silent, 'close');
    await new Promise((closed) => server.close(closed));
  });

  it('cuts off who has shown no token, and who has shown one never', async () => {
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) => readFileSync(join(root, name), 'utf8'));
    const place = new HttpPlace({ host, certificate: cert ?? '', key: key ?? '' });
    const places = new Newcomers({ connections: 2, newcomers: 1 });
    const server = place.newServer({ handshakeTimeout: 60_000 }, (incoming, outgoing) => {
      places.know(incoming.socket);
      outgoing.end('seen');
    });
    server.on('connection', (line) => places.greet(line));
    await once(server.listen(0, host), 'listening');
    const { port } = server.address() as AddressInfo;
    const lineTo = async () => {
      const line = secureConnect({ port, host, ca: certificate });
      line.on('error', () => undefined);
      await once(line, 'secureConnect');
      return line;
    };
    const known = await lineTo();
    known.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(known, 'data');
    const first = await lineTo();
    const hasGone = new Promise((gone) => first.once('close', gone));
    const second = await lineTo();
    await hasGone;
    known.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(known, 'data');
    for (const line of [known, second]) line.destroy();
    await new Promise((closed) => server.close(closed));
  });

  it('needs a name of its own and both files', () => {
    assert.equal(outsideOptions('127.0.0.1', undefined, undefined), null);
    assert.match(String(outsideOptions('0.0.0.0', 'c', 'k')), /is no name/);
    assert.match(
      String(outsideOptions('build.example', 'c', undefined)),
      /not served without --tls-cert and --tls-key/,
    );
    assert.match(String(outsideOptions('localhost', 'c', 'k')), /this one needs no TLS/);
  });

  it('is named as clients name it', () => {
    const place = (name: string) => new HttpPlace({ host: name, certificate: '', key: '' });
    assert.deepEqual(place('Build.Example').hosts(8443), ['build.example:8443']);
    assert.deepEqual(place('build.example').hosts(443), ['build.example', 'build.example:443']);
    assert.equal(place('fd00::1').url(8443), 'https://[fd00::1]:8443');
    assert.deepEqual(new HttpPlace(null).origins(80).includes('http://localhost:80'), true);
  });
});
