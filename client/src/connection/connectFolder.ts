import * as vscode from 'vscode';
import { folderOf, isPlanDocument } from '../workspace/planDocument';
import type { Connection } from './connection';
import type { ServerLine } from './serverLine';

/** What a connection to the server of one folder needs of the window. */
export interface FolderWorld {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Told which documents the server has just looked through. */
  readonly onDiagnosed: (uri: vscode.Uri) => void;
  /** The line that the connection is for: it stays while connections come and go. */
  readonly line: () => ServerLine;
}

/**
 * Opens a connection to the server of a folder, started if it is not there. What this needs is loaded only now: a window
 * that never needs a server pays nothing.
 */
export async function connectFolder(
  root: string,
  { context, log, onDiagnosed, line }: FolderWorld,
): Promise<Connection> {
  const [{ reachServer }, { queryLimits }, { languageConnection }, { attachEditor }] = await Promise.all([
    import('./server/reachServer'),
    import('./server/queryLimits'),
    import('./languageConnection'),
    import('../workspace/attachEditor'),
  ]);
  const settings = vscode.workspace.getConfiguration('holdpoint');
  const streams = await reachServer({
    root,
    serverPath: vscode.Uri.joinPath(context.extensionUri, 'dist/server/main.mjs').fsPath,
    version: versionOf(context),
    isTrusted: vscode.workspace.isTrusted,
    otlpEndpoint: settings.get('otlpEndpoint', '').trim(),
    queryLimits: queryLimits(settings.get('querySeconds'), settings.get('querySpans')),
    onStart: () => log.info(`starting the server of ${root}`),
  });
  const { actor, role, pid, version } = streams.hello;
  log.info(`connected to the server of ${root}`, { actor, role, pid, version });
  const connection = await languageConnection(streams, {
    root,
    log,
    onDiagnosed,
    isOwn: (document) => isPlanDocument(document) && folderOf(document) === root,
  });
  attachEditor(connection, { line: line(), log });
  return connection;
}

/** The version of this extension. */
export function versionOf(context: vscode.ExtensionContext): string {
  return String(context.extension.packageJSON.version);
}
