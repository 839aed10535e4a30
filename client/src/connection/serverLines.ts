import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { HelloResult } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import type { Method, Notification, Notifications, Params, Result } from '#protocol/methods';
import { FolderLine } from './folderLine';
import { lineVoice } from './lineVoice';
import { Listeners } from './listeners';
import type { ServerLine } from './serverLine';

/**
 * One line for each folder of the window. As a line itself it speaks to the current folder: the one of the document
 * that was last looked at, which changes only when another folder is meant.
 */
export class ServerLines implements ServerLine {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #lines = new Map<string, FolderLine>();
  readonly #connected = new Listeners<HelloResult>();
  readonly #disconnected = new Listeners<void>();
  readonly #listening: (readonly [Notification, (payload: never) => void])[] = [];
  #current: string | undefined;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
    context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#greetAnew()));
  }

  readonly onDidConnect = this.#connected.event;
  readonly onDidDisconnect = this.#disconnected.event;

  get isConnected(): boolean {
    return this.#folder()?.isConnected ?? false;
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
      throw new AppError('SERVER_UNREACHABLE', vscode.l10n.t('Open a folder first: plans run in one.'), {
        cause: 'no_folder',
      });
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

  dispose(): void {
    for (const line of this.#lines.values()) {
      line.dispose();
    }
  }

  #folder(): FolderLine | undefined {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
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
    const line = new FolderLine({
      root,
      connect: () => this.#connect(root),
      pause: (ms) => delay(ms),
      voice: lineVoice(this.#log),
    });
    this.#lines.set(root, line);
    line.onDidConnect((hello) => root === this.#current && this.#connected.fire(hello));
    line.onDidDisconnect(() => root === this.#current && this.#disconnected.fire());
    for (const notification of notifications) {
      line.on(notification, (payload) => root === this.#current && this.#tell(notification, payload));
    }
    return line;
  }

  /** Trust came while connections were open: the server is told by a new hello, and views read everything anew. */
  async #greetAnew(): Promise<void> {
    for (const line of [...this.#lines.values()].filter(({ isConnected }) => isConnected)) {
      await line.disconnect();
      await line.connect();
    }
  }

  #tell(notification: Notification, payload: unknown): void {
    for (const [name, listener] of [...this.#listening]) {
      if (name === notification) {
        listener(payload as never);
      }
    }
  }

  /** Loads what a connection needs only now: a window that never needs a server pays nothing. */
  async #connect(root: string) {
    const [{ reachServer }, { languageConnection }] = await Promise.all([
      import('./reachServer'),
      import('./languageConnection'),
    ]);
    const { extensionUri, extension } = this.#context;
    const streams = await reachServer({
      root,
      serverPath: vscode.Uri.joinPath(extensionUri, 'dist/server/main.cjs').fsPath,
      version: String(extension.packageJSON.version),
      isTrusted: vscode.workspace.isTrusted,
      onStart: () => this.#log.info(`starting the server of ${root}`),
    });
    const { actor, role, pid, version } = streams.hello;
    this.#log.info(`connected to the server of ${root}`, { actor, role, pid, version });
    return await languageConnection(streams, { root, log: this.#log });
  }
}

const notifications = [
  'event/appended',
  'approval/changed',
  'run/changed',
  'files/written',
  'output/appended',
] as const satisfies readonly Notification[];
