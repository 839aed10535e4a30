import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchedFile } from '../../server/src/adapters/storeFile';
import { holdpointAt } from '../support/holdpointCli';
import { type StartOptions, spawnServer, startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

describe('a record that lies elsewhere', function () {
  this.timeout(60_000);
  let root: string;
  let other: string;
  let file: string;
  const servers: TestServer[] = [];
  const start = async (at: string, options?: StartOptions) => {
    const server = await startServer(at, options);
    servers.push(server);
    return server;
  };
  const list = (at: string, db: string) =>
    holdpointAt({ root: at }, 'trace', 'list', '--db', db, '--format', 'json');

  beforeEach(() => {
    root = temporaryFolder();
    other = temporaryFolder();
    mkdirSync(join(other, 'records'));
    file = join(other, 'records', 'mine.db');
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.kill()));
    removeFolder(root);
    removeFolder(other);
  });

  it('LOG-15: is kept in the file that serve names, and found there again', async () => {
    const first = await start(root, { argv: ['--sqlite-db-path', file] });
    const peer = await first.peer();
    const { id } = await peer.request('session/create', { goal: 'elsewhere' });
    peer.close();
    await first.stop();
    assert.ok(existsSync(file));
    assert.equal(existsSync(join(root, '.holdpoint', 'store.db')), false);
    assert.equal(existsSync(`${file}.lock`), false, 'its lock goes with the server');
    const again = await (await start(root, { argv: ['--sqlite-db-path', file] })).peer();
    assert.deepEqual(
      (await again.request('session/list', {})).items.map((session) => session.id),
      [id],
    );
    again.close();
  });

  it('LOG-15: is the one that vacuum makes small, whether its server lives or is started for that', async () => {
    await start(root, { argv: ['--sqlite-db-path', file] });
    const vacuum = (...words: string[]) => holdpointAt({ root }, 'store', 'vacuum', '--json', ...words);
    const wrong = await vacuum('--sqlite-db-path', join(other, 'records', 'another.db'));
    assert.match(wrong.stdout, /the server of this folder keeps its record in/);
    const living = await vacuum();
    assert.equal(JSON.parse(living.stdout).bytes, statSync(file).size);
    const started = await vacuum('--sqlite-db-path', file);
    assert.equal(JSON.parse(started.stdout).bytes, statSync(file).size);
    assert.equal(existsSync(join(root, '.holdpoint', 'store.db')), false);
  });

  it('LOG-15: is the record of one server alone, also of the folder in which it lies', async () => {
    const first = await start(root, { argv: ['--sqlite-db-path', file] });
    const second = await spawnServer(other, { argv: ['--sqlite-db-path', file] }).ended;
    assert.equal(second.code, 1);
    assert.match(
      second.stderr,
      new RegExp(`is the record of another server \\(process ${first.child.pid}\\)`),
    );
    await start(other);
    const third = temporaryFolder();
    const { code, stderr } = await spawnServer(third, {
      argv: ['--sqlite-db-path', join(other, '.holdpoint', 'store.db')],
    }).ended;
    removeFolder(third);
    assert.equal(code, 1);
    assert.match(stderr, /is the record of another server/);
  });

  it('LOG-15: must be a file in a folder that there is', async () => {
    for (const path of [other, join(other, 'missing', 'a.db')]) {
      const { code, stderr } = await spawnServer(root, { argv: ['--sqlite-db-path', path] }).ended;
      assert.equal(code, 1);
      assert.match(stderr, /is no file in a folder that exists/);
    }
  });

  it('FLOW-19: is read through its own server, and refused to everybody else while that one writes it', async () => {
    await start(root, { argv: ['--sqlite-db-path', file] });
    const own = await list(root, file);
    assert.deepEqual([own.exit, own.stdout.trim()], [0, '[]'], own.stderr);
    const foreign = await list(other, file);
    assert.equal(foreign.exit, 1);
    assert.match(foreign.stderr, /is being written by a server \(process \d+\).*holdpoint stop/s);
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    const afterwards = await list(other, file);
    assert.deepEqual([afterwards.exit, afterwards.stdout.trim()], [0, '[]'], afterwards.stderr);
  });

  it('FLOW-19: is read again when it was written meanwhile, by whomever', async () => {
    await (await start(root, { argv: ['--sqlite-db-path', file] })).stop();
    servers.length = 0;
    const verify = watchedFile(file);
    verify();
    copyFileSync(file, `${file}.copy`);
    verify();
    writeFileSync(`${file}-wal`, 'x');
    assert.throws(verify, /was written while it was read: read it again/);
  });
});
