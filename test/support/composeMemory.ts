import { AppError, type ErrorBody } from '#protocol/errors';
import type { Caller, Handlers, Method, Params, Result } from '#protocol/methods';
import { type FakeClock, fakeClock, fakeIds } from '../../server/src/adapters/clock';
import { memoryContent } from '../../server/src/adapters/content';
import { memoryEditors } from '../../server/src/adapters/editors/connectedEditors';
import { scriptedModels } from '../../server/src/adapters/editors/editorModels';
import { memoryGit } from '../../server/src/adapters/git/memoryGit';
import { memorySlots } from '../../server/src/adapters/memorySlots';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import { scriptedNetwork } from '../../server/src/adapters/network';
import { nodeHashes } from '../../server/src/adapters/nodeHashes';
import {
  type ScriptedProgram,
  scriptedProcesses,
} from '../../server/src/adapters/processes/scriptedProcesses';
import { memoryRunDirectories } from '../../server/src/adapters/runs/runDirectories';
import { memorySettings } from '../../server/src/adapters/settings';
import { type MemoryWorkspace, memoryWorkspace } from '../../server/src/adapters/workspace/memoryWorkspace';
import { createRedactor } from '../../server/src/core/redact/redactor';
import { Bus } from '../../server/src/runtime/bus';
import type { Context } from '../../server/src/runtime/context';
import { createHandlers } from '../../server/src/runtime/handlers';
import type { ProcessRequest } from '../../server/src/runtime/ports';
import { localQueries } from '../../server/src/runtime/queries/localQueries';
import { queryEngine } from '../../server/src/runtime/queries/queryEngine';
import { recover } from '../../server/src/runtime/recover';
import { Runs } from '../../server/src/runtime/run/runs';
import type { Store } from '../../server/src/runtime/storePort';
import { createTools } from '../../server/src/tools/toolTable';
import { dispatch } from '../../server/src/transports/dispatch';
import { type MemoryLog, memoryLog } from './memoryLog';

/** What the world of a test holds before anything happens. */
export interface MemoryWorld {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly program?: (
    request: ProcessRequest,
  ) => ScriptedProgram | undefined | Promise<ScriptedProgram | undefined>;
  /** Names of programs that this machine does not have. */
  readonly missingPrograms?: readonly string[];
  readonly policy?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly disabledTools?: readonly string[];
  /** The files of run directories by name, and whether runs are looked up there. */
  readonly runDirectories?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly repository?: 'file' | 'sqlite';
  /** A record that an earlier server left behind. */
  readonly store?: Store;
  readonly clock?: FakeClock;
  /** An earlier server that died: its record, bytes, files and time go on. */
  readonly after?: MemoryServer;
}

/** The whole server on memory twins: the same handlers, asked through the same dispatch. */
export interface MemoryServer {
  readonly context: Context;
  readonly handlers: Handlers;
  readonly runs: Runs;
  readonly clock: FakeClock;
  readonly workspace: MemoryWorkspace;
  readonly editors: ReturnType<typeof memoryEditors>;
  readonly log: MemoryLog;
  /** Faults of ours that no request saw. */
  readonly faults: readonly unknown[];
  /** Asks as `user:test` over the command line, or as somebody else; refusals are thrown as they were raised. */
  request<M extends Method>(method: M, params: Params<M>, caller?: Partial<Caller>): Promise<Result<M>>;
  refusal(method: Method, params: unknown, caller?: Partial<Caller>): Promise<ErrorBody>;
  recover(): Promise<void>;
}

const somebody: Caller = { actor: 'user:test', source: 'cli', role: 'approver', client_message_id: null };

/** Composes a server for tests: nothing of it touches the machine, time stands still until the test moves it. */
export function composeMemory(world: MemoryWorld = {}): MemoryServer {
  const faults: unknown[] = [];
  const context = memoryContext(world, faults);
  const runs = new Runs(context);
  const handlers = createHandlers(context, runs);
  const log = memoryLog();
  const ask = (method: string, params: unknown, caller: Partial<Caller> = {}) => {
    const { signal } = new AbortController();
    return dispatch({ handlers, log }, { method, params, caller: { ...somebody, ...caller }, signal });
  };
  return {
    context,
    handlers,
    runs,
    clock: context.ports.clock,
    workspace: context.ports.workspace,
    editors: context.ports.editors,
    log,
    faults,
    request: async (method, params, caller) => {
      const answer = await ask(method, params, caller);
      if (answer.ok) {
        return answer.result as Result<typeof method>;
      }
      const { error_code, message, details } = answer.failure.body;
      const hidden = error_code === 'INTERNAL' ? `: ${JSON.stringify(log.lines)}` : '';
      throw new AppError(error_code === 'CANCELLED' ? 'INTERNAL' : error_code, message + hidden, details);
    },
    refusal: async (method, params, caller) => {
      const answer = await ask(method, params, caller);
      if (answer.ok) {
        throw new Error(`${method} was answered: ${JSON.stringify(answer.result)}`);
      }
      return answer.failure.body;
    },
    recover: async () => {
      await recover(context, runs);
    },
  };
}

/** A context on memory twins. */
export function memoryContext(world: MemoryWorld = {}, faults: unknown[] = []) {
  const left = world.after?.context.ports;
  const clock = world.clock ?? world.after?.clock ?? fakeClock();
  const content = left?.content ?? memoryContent();
  const workspace = world.after?.workspace ?? memoryWorkspace(world.files);
  const store = world.store ?? left?.store ?? memoryStore();
  const settings = memorySettings({
    ...(world.policy === undefined ? {} : { policy: world.policy }),
    ...(world.secrets === undefined ? {} : { secrets: world.secrets }),
  });
  return {
    ports: {
      clock,
      ids: left?.ids ?? fakeIds(),
      store,
      queries: localQueries(queryEngine({ store, nowUs: () => clock.nowUs() }), store),
      content,
      artifacts: left?.artifacts ?? memoryContent(),
      workspace,
      home: workspace,
      slots: memorySlots(),
      editors: memoryEditors(),
      models: scriptedModels((text) => text),
      hashes: nodeHashes,
      runDirectories: memoryRunDirectories(world.runDirectories),
      processes: scriptedProcesses(world.program ?? (() => ({})), undefined, world.missingPrograms),
      network: scriptedNetwork(() => ({})),
      git: memoryGit(workspace, content),
      settings,
    },
    tools: createTools(),
    disabledTools: new Set(world.disabledTools),
    repository: world.repository ?? 'sqlite',
    redactor: createRedactor(settings.knownSecrets()),
    bus: new Bus(),
    server: {
      version: '0.0.0',
      pid: 1,
      startedMs: clock.now(),
      clients: () => 0,
      stop: () => undefined,
      fault: (error: unknown) => void faults.push(error),
    },
  } satisfies Context;
}
