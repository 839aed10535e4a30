import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { holdpoint, holdpointAt } from '../support/holdpointCli';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';
import { called, lookingPlan, refused, toolNames } from './agentScene';

interface Servers {
  readonly holdpoint: { readonly command: string; readonly args: readonly string[] };
}

/** The settings of clients, as far as the guide prints them. */
interface Settings {
  readonly servers?: Servers;
  readonly mcpServers?: Servers;
}

describe('agents on stdin and stdout', () => {
  let root: string;
  const agents: Client[] = [];

  before(() => {
    root = temporaryFolder();
  });
  afterEach(async () => {
    await Promise.all(agents.splice(0).map((agent) => agent.close()));
  });
  after(async () => {
    await holdpoint(root, 'stop');
    removeFolder(root);
  });

  const agentAt = (...words: readonly string[]) => agentBy(['mcp', ...words]);
  const agentBy = async (words: readonly string[]) => {
    const agent = new Client({ name: 'test agent', version: '1' });
    agents.push(agent);
    await agent.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [resolve('dist/server/cli.cjs'), ...words],
        cwd: root,
        env: { PATH: process.env['PATH'] ?? '', XDG_RUNTIME_DIR: join(root, '.holdpoint') },
        stderr: 'ignore',
      }),
    );
    return agent;
  };

  it('GATE-35: drafts, checks and proposes a plan, reads runs and asks the record, without being an approver', async () => {
    const agent = await agentAt();
    const draft = await called(agent, 'draft_plan', {
      goal: 'Say hello',
      write: [{ path: 'hello.txt', content: 'hello ${inputs.x}\n' }],
      verify: ['node', '--version'],
    });
    assert.deepEqual(draft.check.errors, []);
    const proposed = await called(agent, 'propose_plan', { text: draft.text });
    assert.equal(proposed.status, 'requested');
    assert.equal(proposed.approval.status, 'requested');
    const again = await called(agent, 'request_approval', { session_id: proposed.session_id });
    assert.equal(again.approval_id, proposed.approval_id);
    const plan = await called(agent, 'show_plan', { session_id: proposed.session_id, version: 1 });
    assert.equal(plan.created_by, 'agent:test-agent');
    const queue = await called(agent, 'list_approvals', { state: 'requested' });
    assert.deepEqual(
      queue.items.map(({ approval_id }: { approval_id: string }) => approval_id),
      [proposed.approval_id],
    );
    const found = await called(agent, 'search_events', { session_id: proposed.session_id });
    assert.ok(
      found.items.some(
        ({ source, actor }: { source: string; actor: string }) =>
          source === 'mcp' && actor === 'agent:test-agent',
      ),
    );
    assert.equal((await called(agent, 'list_runs')).total, 0);
    assert.deepEqual((await called(agent, 'query_traces', { q: '{ }' })).items, []);
    assert.equal(
      (await refused(agent, 'start_run', { session_id: proposed.session_id })).error_code,
      'APPROVAL_REQUIRED',
    );
  });

  it('GATE-35: refuses an operator who approves, and offers it no such tool', async () => {
    const agent = await agentAt('--role', 'operator');
    const { approval_id } = await called(agent, 'propose_plan', { text: lookingPlan });
    const offered = await toolNames(agent);
    assert.ok(
      offered.includes('propose_plan') && !offered.includes('approve') && !offered.includes('reject'),
    );
    for (const [name, given] of [
      ['approve', { approval_id }],
      ['reject', { approval_id, reason: 'no' }],
    ] as const) {
      const { error_code, next_step } = await refused(agent, name, given);
      assert.equal(error_code, 'FORBIDDEN');
      assert.match(next_step ?? '', /person/);
    }
    assert.equal((await called(agent, 'show_approval', { approval_id })).status, 'requested');
  });

  it('GATE-35: runs what a person approved as far as its next hold point, and tells what is drafted', async () => {
    const agent = await agentAt();
    const { text } = await called(agent, 'draft_plan', {
      goal: 'Greet',
      write: [{ path: 'greeting.txt', content: 'hello\u202e\n' }],
    });
    const { session_id, approval_id } = await called(agent, 'propose_plan', { text });
    const granted = await holdpointAt({ root }, 'approvals', 'grant', approval_id, '--json');
    assert.equal(granted.exit, 0, granted.stderr + granted.stdout);
    const { run_id } = await called(agent, 'start_run', { session_id });
    const preview = await until('the draft of the change', async () => {
      const waiting = await called(agent, 'wait_for_run', { run_id });
      assert.equal(waiting.status, 'awaiting_approval');
      const { items } = await called(agent, 'preview_changes', { run_id });
      if (items.length === 0) {
        const queue = await called(agent, 'list_approvals', { state: 'requested', run_id });
        for (const one of queue.items) {
          await holdpointAt({ root }, 'approvals', 'grant', one.approval_id);
        }
      }
      return items[0];
    });
    assert.equal(preview.path, 'greeting.txt');
    assert.ok(!existsSync(join(root, 'greeting.txt')));
    const shown = await agent.callTool({ name: 'preview_changes', arguments: { run_id } });
    const [part] = shown.content;
    const told = part?.type === 'text' ? part.text : '';
    assert.match(told, /hello\\u202e/);
    assert.deepEqual(JSON.parse(told), shown.structuredContent);
    const report = await agent.readResource({ uri: `holdpoint://runs/${run_id}/report` });
    assert.equal(report.contents[0]?.mimeType, 'text/markdown');
    const { resources } = await agent.listResources();
    assert.ok(resources.some(({ uri }) => uri === `holdpoint://runs/${run_id}`));
    assert.ok(resources.some(({ uri }) => uri === `holdpoint://plans/${session_id}/1`));
    await called(agent, 'cancel_run', { run_id });
  });

  it('lets a viewer look and an approver decide as the person, and says what there is to read and to ask', async () => {
    const operator = await agentAt();
    const { approval_id, approval } = await called(operator, 'propose_plan', { text: lookingPlan });
    const viewer = await agentAt('--role', 'viewer');
    assert.ok(!(await toolNames(viewer)).includes('propose_plan'));
    assert.equal((await refused(viewer, 'propose_plan', { text: lookingPlan })).error_code, 'FORBIDDEN');
    const approver = await agentAt('--role', 'approver');
    const granted = await called(approver, 'approve', { approval_id, digest: approval.digest });
    assert.equal(granted.source, 'mcp');
    assert.match(granted.actor, /^user:/);
    const { resourceTemplates } = await approver.listResourceTemplates();
    assert.equal(resourceTemplates.length, 3);
    await assert.rejects(approver.readResource({ uri: 'holdpoint://runs/run_none' }), /not found/i);
    const prompt = await approver.getPrompt({ name: 'draft_plan', arguments: { goal: 'tidy "up"' } });
    assert.match(JSON.stringify(prompt.messages), /tidy/);
  });

  it('names what is wrong with a plan, a query and a call', async () => {
    const agent = await agentAt();
    const plan = await refused(agent, 'propose_plan', { text: 'schema: plan/1\n' });
    assert.equal(plan.error_code, 'PLAN_INVALID');
    assert.equal((await refused(agent, 'query_traces', { q: '{ ' })).error_code, 'QUERY_INVALID');
    assert.equal((await refused(agent, 'list_runs', { nothing: 1 })).error_code, 'BAD_REQUEST');
    assert.equal((await refused(agent, 'no_such_tool')).error_code, 'NOT_FOUND');
  });

  it('finds the server again after it was restarted', async () => {
    const agent = await agentAt();
    await called(agent, 'list_runs');
    const restarted = await holdpoint(root, 'restart');
    assert.equal(restarted.exit, 0, restarted.stderr);
    assert.ok((await called(agent, 'list_runs')).total >= 0);
  });

  for (const client of ['vscode', 'claude']) {
    it(`is started as docs/mcp.md tells ${client} to`, async () => {
      const guide = readFileSync('docs/mcp.md', 'utf8');
      const block = new RegExp(`<!-- mcp: ${client} -->\n\`\`\`json\n([\\s\\S]*?)\`\`\``).exec(guide);
      const { servers, mcpServers = servers } = JSON.parse(block?.[1] ?? '') as Settings;
      assert.equal(mcpServers?.holdpoint.command, 'holdpoint');
      const words = mcpServers.holdpoint.args.map((word) => word.replace(/^\$.*workspaceFolder.$/, root));
      assert.ok((await toolNames(await agentBy(words))).includes('propose_plan'));
    });
  }

  it('sends agents of a server elsewhere to that server', async () => {
    const end = await holdpoint(root, 'mcp', '--base-url', 'http://127.0.0.1:1');
    assert.equal(end.exit, 2);
    assert.match(end.stderr, /\/mcp/);
  });
});
