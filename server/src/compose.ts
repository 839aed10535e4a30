import { join } from 'node:path';
import { AppError } from '#protocol/errors';
import type { Handlers } from '#protocol/methods';
import { systemClock, systemIds } from './adapters/clock';
import { diskContent } from './adapters/content';
import { gitCli } from './adapters/git/gitCli';
import { nodeNetwork } from './adapters/network';
import { nodeHashes } from './adapters/nodeHashes';
import { nodeProcesses } from './adapters/processes/nodeProcesses';
import { queryThread } from './adapters/queries/queryThread';
import { diskRunDirectories } from './adapters/runs/runDirectories';
import { worktreeSlots } from './adapters/slots';
import { openStore } from './adapters/store/openStore';
import { nodeWorkspace } from './adapters/workspace/nodeWorkspace';
import { resolvePath } from './adapters/workspace/resolvePath';
import type { Redactor } from './core/redact/redactor';
import type { Restriction } from './main/restriction';
import type { StateFolder } from './main/state/stateFolder';
import { type StoppableProcesses, stoppableProcesses } from './main/stoppableProcesses';
import { Bus } from './runtime/bus';
import type { Context, ServerInfo } from './runtime/context';
import { createHandlers } from './runtime/handlers';
import type { Editors, Models, Ports, Settings } from './runtime/ports';
import { type QueryLimits, usualLimits } from './runtime/ports/queryPort';
import { queriesWithSpans } from './runtime/queries/shownSpans';
import { recover } from './runtime/recover';
import { Runs } from './runtime/run/runs';
import { createTools } from './tools/toolTable';

/** What a composed server is made of; `close` ends its children and its store. */
export interface Composition {
  readonly handlers: Handlers;
  readonly context: Context;
  /** Brings the record to rest after a server that died; a store that takes no writes is left as it is. */
  recover(): Promise<void>;
  close(): Promise<void>;
}

/** What composing needs to know of the process around it. */
export interface ComposeOptions {
  readonly root: string;
  readonly state: StateFolder;
  /** The bundle of the store's thread. */
  readonly storeWorker: string;
  /** The bundle of the thread that answers queries. */
  readonly queryWorker: string;
  readonly settings: Settings;
  readonly redactor: Redactor;
  readonly server: ServerInfo;
  /** What must not happen before somebody with trust has come. */
  readonly restriction: Restriction;
  /** Where lists of runs and run logs are read. */
  readonly repository?: 'file' | 'sqlite';
  /** What one question over all spans may cost, where it is chosen. */
  readonly queryLimits?: QueryLimits;
  readonly editors: Editors;
  readonly models: Models;
  /** What children of steps may see of; the server's own by default. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Puts the parts of a server together; the only place that knows every adapter. */
export async function compose(options: ComposeOptions): Promise<Composition> {
  const { root, state, settings, redactor, server, restriction } = options;
  const content = diskContent(state.content);
  const treePorts = (directory: string) => ({
    workspace: nodeWorkspace(directory),
    processes: stoppableProcesses(
      nodeProcesses({
        resolveCwd: (cwd) => directoryInside(directory, cwd),
        source: options.environment,
        ownPath: process.env['PATH'] ?? '',
      }),
    ),
    git: gitCli(directory, { content }),
  });
  const lent: StoppableProcesses[] = [];
  const own = treePorts(root);
  const { workspace, processes, git } = restriction.over(own);
  const slots = worktreeSlots(root, {
    folder: join(state.folder, 'slots'),
    quietEnvironment: () => git.quietEnvironment(),
    ports: (directory) => {
      const ports = treePorts(directory);
      lent.push(ports.processes);
      return restriction.over(ports);
    },
  });
  const store = await openStore({
    file: state.store,
    workerFile: options.storeWorker,
    onSpans: (count) => queries.written(count),
  });
  const queries = queryThread({
    workerFile: options.queryWorker,
    lend: () => store.lend(),
    limits: options.queryLimits ?? usualLimits,
  });
  const ports: Ports = {
    clock: systemClock(),
    ids: systemIds(),
    store,
    queries: queriesWithSpans(queries, store),
    content,
    artifacts: diskContent(state.artifacts),
    workspace,
    home: workspace,
    processes,
    network: nodeNetwork(),
    git,
    settings,
    slots: restriction.overSlots(slots),
    editors: options.editors,
    models: options.models,
    hashes: nodeHashes,
    runDirectories: diskRunDirectories(root),
  };
  const context: Context = {
    ports,
    tools: createTools(),
    disabledTools: new Set(),
    repository: options.repository ?? 'sqlite',
    redactor,
    bus: new Bus(),
    server,
  };
  const runs = new Runs(context);
  return {
    handlers: createHandlers(context, runs),
    context,
    recover: async () => {
      const { read_only_reason } = await ports.store.status();
      if (read_only_reason === null) {
        await recover(context, runs);
      }
    },
    close: async () => {
      await queries.close();
      await store.close();
      await Promise.all([own.processes, ...lent].map((each) => each.stopAll()));
    },
  };
}

async function directoryInside(root: string, cwd: string): Promise<string> {
  const { fact, real } = await resolvePath(root, cwd);
  if (!fact.inside || fact.kind !== 'directory') {
    throw new AppError('DENIED', `${cwd}: is not a directory of the workspace`, { path: cwd });
  }
  return real;
}
