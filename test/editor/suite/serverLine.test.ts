import { equal, match, notEqual, ok } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { until } from '../../support/until';
import { holdpointExtension, workspaceFolder } from './holdpointExtension';
import { ownConnection, untilEditorIsThere } from './ownConnection';

const broken = `schema: plan/1
title: Broken
goal: To be found out
steps:
  - id: look
    title: Look around
    uses: list_dir
    needs: [nowhere]
    with: { path: . }
`;
const patienceMs = 30_000;

describe('the line to the server in the editor', () => {
  const file = () => vscode.Uri.joinPath(workspaceFolder(), 'line.plan.yaml');
  const found = () =>
    vscode.languages.getDiagnostics(file()).filter(({ message }) => message.includes('nowhere'));

  /** The process that serves now, once the editor is connected to it as well. */
  const serverPid = async () => {
    const own = await ownConnection();
    await untilEditorIsThere(own);
    const { pid } = await own.request('server/status', {});
    own.close();
    return pid;
  };
  const edit = async (text: string) => {
    const document = await vscode.workspace.openTextDocument(file());
    const change = new vscode.WorkspaceEdit();
    change.replace(file(), new vscode.Range(0, 0, document.lineCount, 0), text);
    equal(await vscode.workspace.applyEdit(change), true);
  };

  before(async () => {
    await holdpointExtension().activate();
    writeFileSync(file().fsPath, broken);
    await vscode.window.showTextDocument(file());
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(file());
  });

  it('tells what is wrong with a plan as soon as it is opened, and as it is typed', async () => {
    await until('the problem', () => found().length === 1, patienceMs);
    await edit(broken.replace('    needs: [nowhere]\n', ''));
    await until('no problem', () => found().length === 0, patienceMs);
    await edit(broken);
    await until('the problem again', () => found().length === 1, patienceMs);
  });

  it('brings a server back that was killed, and what is typed then is checked by the new one', async () => {
    const killed = await serverPid();
    process.kill(killed, 'SIGKILL');
    const pid = await serverPid();
    notEqual(pid, killed);
    await edit(broken.replace('nowhere', 'nowhere_else'));
    await until('the new problem', () => found()[0]?.message.includes('nowhere_else'), patienceMs);
  });

  it('restarts its server on command', async () => {
    const old = await serverPid();
    await vscode.commands.executeCommand('holdpoint.server.restart');
    notEqual(await serverPid(), old);
  });

  it('puts diagnostics on the clipboard that name neither the folder nor the token', async () => {
    await vscode.commands.executeCommand('holdpoint.diagnostics.copy');
    const text = await vscode.env.clipboard.readText();
    match(text, /^## Holdpoint\n- extension \d/);
    match(text, /connected as approver to process \d+/);
    ok(!text.includes(workspaceFolder().fsPath));
    ok(!/\b[0-9a-f]{64}\b/.test(text));
  });
});
