import { deepStrictEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import * as vscode from 'vscode';
import { McpServers } from '../../../client/src/agents/mcpServers';
import { holdpointExtension, workspaceFolder } from './holdpointExtension';
import { ownConnection } from './ownConnection';

const tools = ['draft_plan', 'propose_plan', 'query_traces', 'get_run_report'];
const plan = 'schema: plan/1\ntitle: Look\nsteps:\n  - {id: look, uses: list_dir, with: {path: .}}\n';

describe('the tools for language models in the editor', () => {
  const call = async (name: string, input: object) => {
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    const [part] = content;
    ok(part instanceof vscode.LanguageModelTextPart);
    return JSON.parse(part.value);
  };

  it('are there, each with its schema', () => {
    const found = vscode.lm.tools.filter(({ name }) => tools.includes(name));
    deepStrictEqual(found.map(({ name }) => name).sort(), [...tools].sort());
    for (const { description, inputSchema } of found) {
      ok(description.length > 40);
      equal((inputSchema as { readonly type?: unknown }).type, 'object');
    }
  });

  it('draft a plan that has no errors, and store nothing', async () => {
    const own = await ownConnection();
    const before = (await own.request('session/list', {})).total;
    const { text, check } = await call('draft_plan', { goal: 'Say hello', verify: ['node', '--version'] });
    deepStrictEqual(check.errors, []);
    match(text, /^schema: plan\/1/);
    equal((await own.request('session/list', {})).total, before);
    own.close();
  });

  it('tell what is wrong with a plan before anybody is asked', async () => {
    await rejects(call('propose_plan', { text: 'schema: plan/1\n' }), /PLAN_INVALID/);
  });

  // Here every dialog is answered as by somebody who agrees; a journey shows them to a person.
  it('GATE-35: propose a plan, which waits in the queue and has run nothing', async () => {
    const own = await ownConnection();
    const before = (await own.request('run/list', {})).total;
    const proposed = await call('propose_plan', { text: plan, goal: 'To look', safety_profile: 'strict' });
    equal(proposed.status, 'requested');
    equal(proposed.approval.digest.slice(0, 7), 'sha256:');
    const { approval_id, session_id } = proposed;
    equal((await own.request('approval/show', { approval_id })).status, 'requested');
    equal((await own.request('session/show', { session_id })).safety_profile, 'strict');
    equal((await own.request('run/list', {})).total, before);
    const next = await call('propose_plan', { text: plan.replace('Look', 'Look again'), session_id });
    deepStrictEqual([next.session_id, next.version], [session_id, 2]);
    own.close();
  });

  it('tell what happened in runs, and name what there is not', async () => {
    const own = await ownConnection();
    const { id: session_id } = await own.request('session/create', {});
    const { version } = await own.request('plan/import', { session_id, text: plan });
    await own.request('plan/approve', { session_id, version });
    const { run_id } = await own.request('run/start', { session_id });
    equal((await own.request('run/wait', { run_id })).status, 'succeeded');
    const { report } = await call('get_run_report', { run_id });
    equal(report.run_id, run_id);
    const { items } = await call('query_traces', { q: '{ span.holdpoint.step.id = "look" }' });
    ok(items.length > 0);
    own.close();
    await rejects(call('get_run_report', { run_id: 'run_none' }), /NOT_FOUND/);
    await rejects(call('query_traces', { q: '{ ' }), /QUERY_INVALID/);
  });
});

describe('the MCP servers that the editor is told of', () => {
  it('start by what the definition names, for the official client', async () => {
    const { extensionUri } = holdpointExtension();
    const extension = { packageJSON: { version: '7.0.0' } };
    const context = { extensionUri, extension, subscriptions: [] } as unknown as vscode.ExtensionContext;
    const [server, ...others] = new McpServers(context).provideMcpServerDefinitions();
    ok(server !== undefined);
    deepStrictEqual(others, []);
    equal(server.label, 'Holdpoint');
    equal(server.version, '7.0.0');
    equal(server.cwd?.fsPath, workspaceFolder().fsPath);
    const agent = new Client({ name: 'test agent', version: '1' });
    const { command, args, env } = server;
    await agent.connect(
      new StdioClientTransport({ command, args, env: env as Record<string, string>, stderr: 'ignore' }),
    );
    const offered = (await agent.listTools()).tools.map(({ name }) => name);
    deepStrictEqual(
      tools.filter((name) => !offered.includes(name)),
      [],
    );
    await agent.close();
  });
});
