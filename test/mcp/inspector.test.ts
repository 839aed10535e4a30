import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverFile } from '#protocol/connection';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

/** The inspector's command line; it reads what it is called from beside the folder where it is run. */
const inspector = dirname(fileURLToPath(import.meta.resolve('@modelcontextprotocol/inspector-cli')));

describe('the inspector of MCP', function () {
  this.timeout(120_000);
  let root: string;
  let server: TestServer;
  const tools = () => [process.execPath, resolve('dist/server/cli.cjs'), 'mcp', '--root', root];

  before(async () => {
    root = temporaryFolder();
    server = await startServer(root);
  });
  after(async () => {
    await server.stop();
    removeFolder(root);
  });

  it('GATE-35: lists and calls tools over stdin, and is told what an operator may not do', async () => {
    const list = await inspect(root, ...tools(), '--method', 'tools/list');
    const names = list.tools.map(({ name }: { name: string }) => name);
    assert.ok(names.includes('propose_plan') && !names.includes('approve'));
    const draft = await call('draft_plan', 'goal=Say hello');
    assert.deepEqual([draft.isError, draft.structuredContent.check.errors], [undefined, []]);
    const refused = await call('approve', 'approval_id=appr_none');
    assert.deepEqual([refused.isError, refused.structuredContent.error_code], [true, 'FORBIDDEN']);
  });

  it('GATE-35: lists tools and resources over HTTP', async () => {
    const url = await until('the HTTP door', () => {
      const text = readFileSync(join(root, '.holdpoint', 'server.json'), 'utf8');
      return serverFile.parse(JSON.parse(text)).base_url ?? undefined;
    });
    const place = [`${url}/mcp`, '--transport', 'http', '--header', `Authorization: Bearer ${server.token}`];
    const { tools: offered } = await inspect(root, ...place, '--method', 'tools/list');
    assert.ok(offered.some(({ name }: { name: string }) => name === 'approve'));
    const { resourceTemplates } = await inspect(root, ...place, '--method', 'resources/templates/list');
    assert.equal(resourceTemplates.length, 3);
  });

  const call = (name: string, argument: string) =>
    inspect(root, ...tools(), '--method', 'tools/call', '--tool-name', name, '--tool-arg', argument);
});

/** What the inspector prints, read as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
async function inspect(root: string, ...words: readonly string[]): Promise<any> {
  const child = spawn(process.execPath, [join(inspector, 'index.js'), ...words], {
    cwd: inspector,
    env: { ...process.env, XDG_RUNTIME_DIR: join(root, '.holdpoint') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, said] = ['', ''];
  child.stdout.on('data', (part) => {
    out += part;
  });
  child.stderr.on('data', (part) => {
    said += part;
  });
  await new Promise((done) => child.once('close', done));
  try {
    return JSON.parse(out);
  } catch {
    return assert.fail(`the inspector said no JSON:\n${out}${said}`);
  }
}
