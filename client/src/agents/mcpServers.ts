import * as vscode from 'vscode';
import { commandLine } from '../tasks/commandLine';

/** The id under which the manifest declares what {@link McpServers} provides. */
export const mcpProvider = 'holdpoint.mcp';

/**
 * Tells the editor how to start the door of agents: one for each folder, from the extension's own bundle. None before
 * the workspace is trusted, for the server that it starts may take runs up again.
 */
export class McpServers implements vscode.McpServerDefinitionProvider<vscode.McpStdioServerDefinition> {
  readonly #context: vscode.ExtensionContext;
  readonly #changed = new vscode.EventEmitter<void>();

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    context.subscriptions.push(
      this.#changed,
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#changed.fire()),
    );
  }

  readonly onDidChangeMcpServerDefinitions = this.#changed.event;

  provideMcpServerDefinitions(): vscode.McpStdioServerDefinition[] {
    const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
    const local = folders.filter(({ uri }) => uri.scheme === 'file');
    return local.map((folder) => this.#definition(folder, local.length > 1));
  }

  #definition(
    { name, uri }: vscode.WorkspaceFolder,
    isOneOfSeveral: boolean,
  ): vscode.McpStdioServerDefinition {
    const { program, args, env } = commandLine(this.#context, ['--root', uri.fsPath, 'mcp']);
    const label = isOneOfSeveral ? `Holdpoint (${name})` : 'Holdpoint';
    const version = String(this.#context.extension.packageJSON.version);
    const made = new vscode.McpStdioServerDefinition(label, program, [...args], { ...env }, version);
    made.cwd = uri;
    return made;
  }
}
