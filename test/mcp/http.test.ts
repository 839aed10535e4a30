import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { serverFile } from '#protocol/connection';
import { holdpoint } from '../support/holdpointCli';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';
import { called, lookingPlan, refused, toolNames } from './agentScene';

const question = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

describe('agents over Streamable HTTP', () => {
  let root: string;
  let server: TestServer;
  let url: string;
  let operatorToken: string;
  const agents: Client[] = [];

  before(async () => {
    root = temporaryFolder();
    server = await startServer(root);
    url = await until('the HTTP door', () => {
      const text = readFileSync(join(root, '.holdpoint', 'server.json'), 'utf8');
      return serverFile.parse(JSON.parse(text)).base_url ?? undefined;
    });
    const made = await holdpoint(root, 'token', 'create', '--name', 'claude', '--role', 'operator');
    operatorToken = made.stdout.trim();
  });
  afterEach(async () => {
    await Promise.all(agents.splice(0).map((agent) => agent.close()));
  });
  after(async () => {
    await server.stop();
    removeFolder(root);
  });

  const agentWith = async (token: string) => {
    const agent = new Client({ name: 'test agent', version: '1' });
    agents.push(agent);
    const headers = { authorization: `Bearer ${token}` };
    await agent.connect(
      new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit: { headers } }),
    );
    return agent;
  };

  it('GATE-35: lets an operator propose and nobody but an approver decide', async () => {
    const operator = await agentWith(operatorToken);
    const { approval_id, session_id } = await called(operator, 'propose_plan', { text: lookingPlan });
    assert.equal((await called(operator, 'show_plan', { session_id, version: 1 })).created_by, 'user:claude');
    assert.ok(!(await toolNames(operator)).includes('approve'));
    assert.equal((await refused(operator, 'approve', { approval_id })).error_code, 'FORBIDDEN');
    assert.equal((await refused(operator, 'reject', { approval_id, reason: 'no' })).error_code, 'FORBIDDEN');
    const approver = await agentWith(server.token);
    assert.ok((await toolNames(approver)).includes('approve'));
    const granted = await called(approver, 'approve', { approval_id });
    assert.deepEqual([granted.status, granted.source], ['granted', 'mcp']);
    assert.equal(
      (await refused(approver, 'reject', { approval_id, reason: 'no' })).error_code,
      'ALREADY_DECIDED',
    );
    const { run_id } = await called(operator, 'start_run', { session_id });
    await called(operator, 'wait_for_run', { run_id });
    const { contents } = await operator.readResource({ uri: `holdpoint://runs/${run_id}` });
    assert.match(JSON.stringify(contents), /look/);
  });

  it('lists what there is to read page by page', async () => {
    const agent = await agentWith(server.token);
    const peer = await server.peer();
    for (let made = 0; made < 51; made += 1) {
      const { id } = await peer.request('session/create', {});
      await peer.request('plan/import', { session_id: id, text: lookingPlan });
    }
    const { total } = await peer.request('session/list', {});
    peer.close();
    const uris = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await agent.request({
        method: 'resources/list',
        params: cursor === undefined ? {} : { cursor },
      });
      for (const { uri } of page.resources) {
        uris.add(uri);
      }
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    assert.equal([...uris].filter((uri) => uri.startsWith('holdpoint://plans/')).length, total);
  });

  it('LOG-13: asks for a token, and takes it from no page and under no foreign name', async () => {
    const ask = (headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        const body = JSON.stringify(question);
        const accept = 'application/json, text/event-stream';
        const sent = request(
          `${url}/mcp`,
          { method: 'POST', headers: { accept, 'content-type': 'application/json', ...headers } },
          (answer) => {
            answer.resume();
            answer.once('end', () => resolve(answer.statusCode ?? 0));
          },
        );
        sent.once('error', reject);
        sent.end(body);
      });
    const authorization = `Bearer ${operatorToken}`;
    assert.equal(await ask({ authorization }), 200);
    assert.equal(await ask({}), 401);
    assert.equal(await ask({ authorization: 'Bearer x' }), 401);
    assert.equal(await ask({ authorization, origin: 'https://example.org' }), 403);
    assert.equal(await ask({ authorization, host: 'example.org' }), 403);
    assert.equal(await ask({ authorization, 'content-type': 'text/plain' }), 400);
    const got = await fetch(`${url}/mcp`, { headers: { authorization } });
    assert.equal(got.status, 405);
  });
});
