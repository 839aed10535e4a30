import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Caller, Method, Params, Result } from '#protocol/methods';
import { memoryEditors } from '../../../server/src/adapters/editors/connectedEditors';
import { scriptedModels } from '../../../server/src/adapters/editors/editorModels';
import { nodeSettings } from '../../../server/src/adapters/settings';
import { type Composition, compose } from '../../../server/src/compose';
import { createRedactor } from '../../../server/src/core/redact/redactor';
import { Restriction } from '../../../server/src/main/restriction';
import { makeStateFolder, type StateFolder } from '../../../server/src/main/state/stateFolder';
import { dispatch } from '../../../server/src/transports/dispatch';
import { memoryLog } from '../../support/memoryLog';

/** The real server of a real folder with its real store, asked in this process. */
export interface InProcess {
  readonly root: string;
  readonly state: StateFolder;
  readonly parts: Composition;
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;
  close(): Promise<void>;
}

/** Long plans need more steps than the profiles allow: a person's own policy says so. */
const userPolicy = 'schema: policy/1\nlimits:\n  max_steps: 100000\n';

/** Composes a server for a folder that is new, or that an earlier one has left. */
export async function inProcess(root: string): Promise<InProcess> {
  const home = join(root, '..', 'home');
  mkdirSync(join(home, '.config', 'holdpoint'), { recursive: true });
  writeFileSync(join(home, '.config', 'holdpoint', 'policy.yaml'), userPolicy);
  const state = makeStateFolder(root);
  const settings = nodeSettings({ env: {}, home, platform: 'linux' });
  let isClosing = false;
  const parts = await compose({
    root,
    state,
    storeWorker: resolve('dist/server/storeWorker.cjs'),
    queryWorker: resolve('dist/server/queryWorker.cjs'),
    settings,
    redactor: createRedactor(settings.knownSecrets()),
    restriction: new Restriction(false),
    editors: memoryEditors(),
    models: scriptedModels((text) => text),
    server: {
      version: '0.0.0',
      pid: process.pid,
      startedMs: Date.now(),
      clients: () => 0,
      stop: () => undefined,
      // A run that is cut off by the end of its server breaks off by design.
      fault: (error) => {
        if (!isClosing) {
          process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        }
      },
    },
  });
  return {
    root,
    state,
    parts,
    request: (method, params) => ask(parts, method, params),
    close: () => {
      isClosing = true;
      return parts.close();
    },
  };
}

/** A new workspace below a folder. */
export function newWorkspace(folder: string): string {
  const root = join(mkdtempSync(join(folder, 'workspace-')), 'slot');
  mkdirSync(root);
  return root;
}

const caller: Caller = { actor: 'user:bench', source: 'cli', role: 'approver', client_message_id: null };

async function ask<M extends Method>(parts: Composition, method: M, params: Params<M>): Promise<Result<M>> {
  const log = memoryLog();
  const { signal } = new AbortController();
  const answer = await dispatch({ handlers: parts.handlers, log }, { method, params, caller, signal });
  if (!answer.ok) {
    const { error_code, message } = answer.failure.body;
    throw new Error(`${method}: ${error_code} ${message} ${JSON.stringify(log.lines)}`);
  }
  return answer.result as Result<M>;
}
