import { deepStrictEqual, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../support/until';
import { workspaceFolder } from './holdpointExtension';

const flow = `flow:
  entry: look
  nodes:
    look:
      type: read_file
      setting: { path: package.json }
    again:
      type: read_file
      setting: { path: "{{ $ctx.steps.look.output }}" }
  edges:
    - look >> again
`;
const playbook = 'name: Mend\nsteps:\n  - name: Install\n    command: [npm, ci, "--prefix=${folder}"]\n';

describe('flow files and playbooks in the editor', () => {
  const files = {
    'review.flow.yaml': flow,
    'mend.playbook.yaml': playbook,
  };
  const file = (name: keyof typeof files) => vscode.Uri.joinPath(workspaceFolder(), name);

  before(async () => {
    for (const [name, text] of Object.entries(files))
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(workspaceFolder(), name), Buffer.from(text));
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of Object.keys(files) as (keyof typeof files)[])
      await vscode.workspace.fs.delete(file(name));
  });

  /** What a provider answers, asked until the server that has just been started knows the file. */
  const asked = <T>(command: string, ...words: readonly unknown[]) =>
    until(
      command,
      async () => {
        const found = await vscode.commands.executeCommand<T[] | undefined>(command, ...words);
        return found !== undefined && found.length > 0 && found;
      },
      30_000,
    );

  it('lead from an edge to its node, and show nodes in the outline', async () => {
    const uri = file('review.flow.yaml');
    await vscode.window.showTextDocument(uri);
    const symbols = await asked<vscode.DocumentSymbol>('vscode.executeDocumentSymbolProvider', uri);
    const nodes = symbols[0]?.children.find(({ name }) => name === 'nodes')?.children ?? [];
    deepStrictEqual(
      nodes.map(({ name }) => name),
      ['look', 'again'],
    );
    const [definition] = await asked<vscode.Location>(
      'vscode.executeDefinitionProvider',
      uri,
      new vscode.Position(10, 7),
    );
    deepStrictEqual(definition?.range.start.line, 3);
  });

  it('take another name for a node everywhere', async () => {
    const uri = file('review.flow.yaml');
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      uri,
      new vscode.Position(10, 7),
      'see',
    );
    deepStrictEqual(
      edit
        .get(uri)
        .map(({ range }) => range.start.line)
        .sort((a, b) => a - b),
      [1, 3, 8, 10],
    );
  });

  it('have lenses: a flow what can be done with it, a playbook what is wrong with it', async () => {
    const titles = async (name: keyof typeof files) => {
      await vscode.window.showTextDocument(file(name));
      const lenses = await asked<vscode.CodeLens>('vscode.executeCodeLensProvider', file(name));
      return lenses.map(({ command }) => command?.title);
    };
    ok((await titles('review.flow.yaml')).includes('Run'));
    ok((await titles('mend.playbook.yaml')).includes('No problems'));
  });
});
