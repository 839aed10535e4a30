import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import type { HelloResult } from '#protocol/connection';
import { AppError, type ErrorBody } from '#protocol/errors';
import { methods } from '#protocol/methods';
import { reachServer } from '../../client/src/connection/server/reachServer';
import { memoryContent } from '../../server/src/adapters/content';
import { memoryGit } from '../../server/src/adapters/git/memoryGit';
import { memorySlots } from '../../server/src/adapters/memorySlots';
import { scriptedProcesses } from '../../server/src/adapters/processes/scriptedProcesses';
import { memoryWorkspace } from '../../server/src/adapters/workspace/memoryWorkspace';
import { Restriction } from '../../server/src/main/restriction';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

const plan = `schema: plan/1
title: Look
goal: To be looked at
steps:
  - id: look
    title: Look at a file
    uses: read_file
    with: { path: a.txt }
`;

interface Window {
  readonly hello: HelloResult;
  readonly connection: MessageConnection;
  refusal(method: string, params: unknown): Promise<ErrorBody>;
}

describe('a workspace that is not trusted', () => {
  const open: MessageConnection[] = [];
  let root: string;

  const window = async (isTrusted: boolean): Promise<Window> => {
    const options = { root, serverPath: resolve('dist/server/main.mjs'), version: '0', isTrusted };
    const streams = await reachServer({ ...options, onStart: () => undefined });
    const connection = createMessageConnection(streams.reader, streams.writer);
    connection.listen();
    open.push(connection);
    return {
      hello: streams.hello,
      connection,
      refusal: async (method, params) => {
        try {
          await connection.sendRequest(method, params);
        } catch (error) {
          return (error as { data: ErrorBody }).data;
        }
        throw new Error(`${method} was answered`);
      },
    };
  };

  beforeEach(() => {
    root = temporaryFolder();
    execFileSync('git', ['init', '-q'], { cwd: root });
  });
  afterEach(async () => {
    const last = open.at(-1);
    await last?.sendRequest('server/stop', {}).catch(() => undefined);
    for (const connection of open.splice(0)) {
      connection.dispose();
    }
    removeFolder(root);
  });

  it('GATE-34: can be looked at and checked; every method that does more is refused', async () => {
    const { hello, connection, refusal } = await window(false);
    assert.equal(hello.role, 'viewer');
    const checked: { ok: boolean } = await connection.sendRequest('plan/validate', { text: plan });
    assert.equal(checked.ok, true);
    await connection.sendRequest('trace/list', {});
    const acting = Object.entries(methods).filter(([, { role }]) => role !== 'viewer');
    assert.ok(acting.length > 20);
    for (const [method] of acting) {
      const { error_code, message } = await refusal(method, {});
      assert.equal(error_code, 'FORBIDDEN', method);
      assert.match(message, /not trusted; trust it first/);
    }
    await window(true);
  });

  it('GATE-34: starts no program at all: git, whose configuration could name one, is not asked', async () => {
    const trap = join(root, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\ntouch ${join(root, 'sprung')}\n`, { mode: 0o755 });
    for (const key of ['core.fsmonitor', 'core.sshCommand', 'core.pager']) {
      execFileSync('git', ['config', key, trap], { cwd: root });
    }
    const { connection } = await window(false);
    await connection.sendRequest('plan/validate', { text: plan });
    await connection.sendRequest('server/status', {});
    const exclude = readFileSync(join(root, '.git', 'info', 'exclude'), 'utf8');
    assert.doesNotMatch(exclude, /holdpoint/);
    assert.equal(existsSync(join(root, 'sprung')), false);
    await window(true);
  });

  it('has its full rights from the moment it is trusted, on the same server', async () => {
    const limited = await window(false);
    const full = await window(true);
    assert.equal(full.hello.pid, limited.hello.pid);
    assert.equal(full.hello.role, 'approver');
    assert.match(readFileSync(join(root, '.git', 'info', 'exclude'), 'utf8'), /[.]holdpoint/);
    await full.connection.sendRequest('session/create', { goal: 'to act' });
    const { error_code } = await limited.refusal('session/create', { goal: 'to act' });
    assert.equal(error_code, 'FORBIDDEN');
    await window(true);
  });
});

describe('the restriction of a server', () => {
  const ports = () => {
    const workspace = memoryWorkspace({ 'a.txt': 'a' });
    return {
      workspace,
      processes: scriptedProcesses(() => ({})),
      git: memoryGit(workspace, memoryContent()),
    };
  };
  const isForbidden = (error: unknown) => error instanceof AppError && error.code === 'FORBIDDEN';

  it('refuses every program and every write until it is lifted', async () => {
    const restriction = new Restriction(true);
    const own = ports();
    const { workspace, git, processes } = restriction.over(own);
    const request = {
      argv: ['true'],
      cwd: '.',
      env: {},
      timeoutMs: null,
      maxOutputBytes: 1,
      signal: new AbortController().signal,
    } as const;
    const slots = restriction.overSlots(memorySlots());
    const acts = [
      () => processes.run(request),
      () => git.head(),
      () => git.snapshot('c'),
      () => git.commit(['a.txt'], 'm'),
      () => git.excludeState(),
      () => workspace.apply([]),
      () => workspace.sweep([]),
      () => slots.add('s', { base: null, branch: null }),
      () => slots.open('/s'),
    ];
    for (const act of acts) {
      await assert.rejects(act, isForbidden);
    }
    assert.equal(await processes.canIsolateNetwork(), false);
    assert.equal((await workspace.read('a.txt'))?.bytes.length, 1);
    restriction.lift();
    await workspace.apply([]);
    assert.equal(await git.head(), undefined);
    assert.equal((await processes.run(request)).exitCode, 0);
  });
});
