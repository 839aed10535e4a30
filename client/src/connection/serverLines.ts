import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { HelloResult } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import type { Method, Notification, Notifications, Params, Result } from '#protocol/methods';
import type { Folders } from '../folders/folders';
import { connectFolder, versionOf } from './connectFolder';
import { FolderLine } from './folderLine';
import { lineVoice } from './lineVoice';
import { Listeners } from './listeners';
import { ServedPlans } from './servedPlans';
import type { ServerLine } from './serverLine';

/**
 * One line for each folder of the window. As a line itself it speaks to the current folder: the one of the document
 * that was last looked at, which changes only when another folder is meant.
 */
export class ServerLines implements ServerLine, Folders {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #lines = new Map<string, FolderLine>();
  readonly #connected = new Listeners<HelloResult>();
  readonly #disconnected = new Listeners<void>();
  readonly #roots = new Listeners<void>();
  /** The plans that are open in this window. */
  readonly plans: ServedPlans;
  readonly #listening: (readonly [Notification, (payload: never) => void])[] = [];
  #current: string | undefined;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
    context.subscriptions.push(
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.#greetAnew()),
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        this.#forget(removed);
        this.#roots.fire();
      }),
    );
    this.plans = new ServedPlans((root) => this.#line(root));
  }

  readonly onDidConnect = this.#connected.event;
  readonly onDidDisconnect = this.#disconnected.event;
  readonly onDidChangeRoots = this.#roots.event;

  get isConnected(): boolean {
    return this.#folder()?.isConnected ?? false;
  }

  get roots(): readonly string[] {
    return localFolders().map(({ uri }) => uri.fsPath);
  }

  get root(): string | undefined {
    return this.#folder()?.root;
  }

  lineTo(root: string): ServerLine {
    return this.#line(root);
  }

  nameOf(root: string): string {
    return localFolders().find(({ uri }) => uri.fsPath === root)?.name ?? root;
  }

  noFolder(): AppError {
    return noFolder();
  }

  /** The line of a folder that a person means, which becomes the current one; the current one where it is gone. */
  at(root: string | undefined): ServerLine {
    if (root !== undefined && this.roots.includes(root)) {
      this.#choose(root);
    }
    return this.current;
  }

  /** The line of the current folder: what a panel keeps, so that it goes on speaking to the server it is about. */
  get current(): ServerLine {
    return this.#folder() ?? this;
  }

  /** The line of the folder that a document lies in, which becomes the current one. */
  of(uri: vscode.Uri | undefined): ServerLine {
    const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
    if (folder !== undefined && folder.uri.scheme === 'file') {
      this.#choose(folder.uri.fsPath);
    }
    return this.current;
  }

  async request<M extends Method>(
    method: M,
    params: Params<M>,
    token?: vscode.CancellationToken,
  ): Promise<Result<M>> {
    const line = this.#folder();
    if (line === undefined) {
      throw noFolder();
    }
    return await line.request(method, params, token);
  }

  on<N extends Notification>(
    notification: N,
    listener: (payload: Notifications[N]) => void,
  ): vscode.Disposable {
    const entry = [notification, listener] as const;
    this.#listening.push(entry);
    return {
      dispose: () => {
        const at = this.#listening.indexOf(entry);
        if (at >= 0) {
          this.#listening.splice(at, 1);
        }
      },
    };
  }

  /** Ends the server of the current folder and starts a new one; refused while runs are at work. */
  async restart(): Promise<void> {
    const line = this.#folder();
    if (line === undefined) {
      throw noFolder();
    }
    if (!vscode.workspace.isTrusted) {
      throw new AppError('FORBIDDEN', 'a server is restarted in trusted workspaces only', {
        cause: 'untrusted_workspace',
      });
    }
    const { stopServer } = await import('./server/stopServer');
    const { root } = line;
    await stopServer({ root, version: versionOf(this.#context), beforeStop: () => line.disconnect() });
    await line.connect();
  }

  /** How each line of the window stands, in words. */
  states(): readonly string[] {
    return [...this.#lines.values()].map(({ root, hello }) =>
      hello === undefined
        ? `${root}: not connected`
        : `${root}: connected as ${hello.role} to process ${hello.pid}, version ${hello.version}, protocol ${hello.protocol}`,
    );
  }

  dispose(): void {
    this.plans.dispose();
    for (const line of this.#lines.values()) {
      line.dispose();
    }
  }

  #folder(): FolderLine | undefined {
    const folders = localFolders();
    const active = vscode.window.activeTextEditor?.document.uri;
    const first = (active && vscode.workspace.getWorkspaceFolder(active)) ?? folders[0];
    const isThere = folders.some(({ uri }) => uri.fsPath === this.#current);
    this.#current = isThere ? this.#current : first?.uri.fsPath;
    return this.#current === undefined ? undefined : this.#line(this.#current);
  }

  #choose(root: string): void {
    if (root === this.#current) {
      return;
    }
    this.#current = root;
    const line = this.#line(root);
    this.#disconnected.fire();
    if (line.hello !== undefined) {
      this.#connected.fire(line.hello);
    }
  }

  #line(root: string): FolderLine {
    const known = this.#lines.get(root);
    if (known !== undefined) {
      return known;
    }
    const context = this.#context;
    const log = this.#log;
    const onDiagnosed = (uri: vscode.Uri) => this.plans.diagnosed(uri);
    const line: FolderLine = new FolderLine({
      root,
      connect: () => connectFolder(root, { context, log, onDiagnosed, line: () => line }),
      pause: (ms) => delay(ms),
      now: () => performance.now(),
      voice: lineVoice(log),
    });
    this.#lines.set(root, line);
    line.onDidConnect((hello) => root === this.#current && this.#connected.fire(hello));
    line.onDidDisconnect(() => this.plans.forget(root));
    line.onDidDisconnect(() => root === this.#current && this.#disconnected.fire());
    for (const notification of notifications) {
      line.on(notification, (payload) => root === this.#current && this.#tell(notification, payload));
    }
    return line;
  }

  #forget(folders: readonly vscode.WorkspaceFolder[]): void {
    for (const { uri } of folders) {
      this.#lines.get(uri.fsPath)?.dispose();
      this.#lines.delete(uri.fsPath);
    }
  }

  /** Trust came while connections were open or opening: the server is told by a new hello, and views read anew. */
  async #greetAnew(): Promise<void> {
    const known = [...this.#lines.values()].filter(({ isWanted }) => isWanted);
    for (const line of known) {
      try {
        await line.disconnect();
        await line.connect();
      } catch (error) {
        this.#log.warn(`the server of ${line.root} was not told of the trust: ${String(error)}`);
      }
    }
  }

  #tell(notification: Notification, payload: unknown): void {
    for (const [name, listener] of [...this.#listening]) {
      if (name === notification) {
        listener(payload as never);
      }
    }
  }
}

const notifications = [
  'event/appended',
  'approval/changed',
  'run/changed',
  'files/written',
  'output/appended',
] as const satisfies readonly Notification[];

function localFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

function noFolder(): AppError {
  const text = vscode.l10n.t('Open a folder first: plans run in one.');
  return new AppError('SERVER_UNREACHABLE', text, { cause: 'no_folder' });
}
