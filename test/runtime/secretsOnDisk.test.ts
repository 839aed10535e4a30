import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

const secret = 'planted-secret-value-7';

const plan = JSON.stringify({
  schema: 'plan/1',
  title: `Use ${secret}`,
  profile: 'dev',
  steps: [
    { id: 'draft', uses: 'write_file_preview', with: { path: 'out.txt', content: `key ${secret}\n` } },
    { id: 'apply', uses: 'write_file_apply', needs: ['draft'], with: { preview: '${steps.draft.output}' } },
    {
      id: 'print',
      uses: 'shell.run',
      needs: ['apply'],
      with: {
        argv: [
          process.execPath,
          '-e',
          'console.log(process.argv[1]); console.error(process.argv[1]); process.exit(1)',
          '${secrets.KEY}',
        ],
      },
    },
  ],
});

describe('a planted secret on a real server', function () {
  this.timeout(30_000);
  let root: string;
  let server: TestServer | undefined;

  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(async () => {
    await server?.kill();
    removeFolder(root);
  });

  it('GATE-21: lies in no byte below .holdpoint but the private content store', async () => {
    writeFileSync(join(root, 'in.txt'), 'x');
    server = await startServer(root, { env: { HOLDPOINT_SECRET_KEY: secret } });
    const peer = await server.peer();
    const { id: session_id } = await peer.request('session/create', { safety_profile: 'dev', goal: secret });
    await peer.request('plan/import', { session_id, text: plan, file_name: 'plan.json' });
    const { run_id } = await peer.request('run/start', { session_id });
    assert.equal((await peer.request('run/wait', { run_id })).status, 'failed');
    assert.equal(readFileSync(join(root, 'out.txt'), 'utf8'), `key ${secret}\n`);
    await peer.refusal('run/start', { session_id: secret });
    peer.close();
    assert.equal((await server.stop()).code, 0);
    const files = filesBelow(join(root, '.holdpoint'));
    assert.ok(files.some((path) => path.endsWith('store.db')));
    const holding = files
      .filter((path) => readFileSync(path).includes(secret))
      .map((path) => relative(join(root, '.holdpoint'), path).split(/[\\/]/)[0]);
    assert.deepEqual([...new Set(holding)], ['content']);
    const open = files.filter(
      (path) => relative(root, path).includes('content') && (statSync(path).mode & 0o077) !== 0,
    );
    assert.deepEqual(process.platform === 'win32' ? [] : open, []);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
}
