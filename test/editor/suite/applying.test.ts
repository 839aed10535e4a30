import { deepStrictEqual, equal, rejects } from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { until } from '../../support/until';
import { holdpointExtension, workspaceFolder } from './holdpointExtension';
import { type OwnConnection, ownConnection, untilEditorIsThere } from './ownConnection';

/** Approved to the byte: blanks at ends of lines, no newline at the end, what formatters love to change. */
const wanted = 'export const  price = 2   \n\n\n\nexport   const tax=3;  ';
const old = 'export const price = 1;\n';

const plan = (path: string) =>
  JSON.stringify({
    schema: 'plan/1',
    title: `Change ${path}`,
    steps: [
      { id: 'draft', uses: 'write_file_preview', with: { path, content: wanted } },
      {
        id: 'apply',
        uses: 'write_file_apply',
        needs: ['draft'],
        with: { preview: `\${steps.draft.output}` },
      },
    ],
  });

describe('applying a change to a file that is open in the editor', () => {
  const file = (name: string) => vscode.Uri.joinPath(workspaceFolder(), name);
  const onDisk = (name: string) => readFileSync(file(name).fsPath, 'utf8');
  const settings = () => vscode.workspace.getConfiguration('files');
  let own: OwnConnection;
  let formatter: vscode.Disposable;

  /** A run that waits for its write to be approved. */
  const waiting = async (name: string) => {
    const { id: session_id } = await own.request('session/create', { safety_profile: 'standard' });
    const { version } = await own.request('plan/import', {
      session_id,
      text: plan(name),
      file_name: 'p.json',
    });
    await own.request('plan/approve', { session_id, version });
    const { run_id } = await own.request('run/start', { session_id });
    const approval = await until('the request', async () => {
      const { items } = await own.request('approval/list', { run_id, state: 'requested' });
      return items[0];
    });
    return { run_id, approval_id: approval.approval_id };
  };
  const granted = async ({ run_id, approval_id }: { run_id: string; approval_id: string }) => {
    await own.request('approval/grant', { approval_id });
    const { status } = await own.request('run/wait', { run_id });
    equal(status, 'succeeded');
  };
  const open = async (name: string) => {
    writeFileSync(file(name).fsPath, old);
    const document = await vscode.workspace.openTextDocument(file(name));
    await vscode.window.showTextDocument(document, { preview: false });
    return document;
  };
  /** The names of the files that came to the front from now on. */
  const shownInFront = () => {
    const names: string[] = [];
    const listening = vscode.window.onDidChangeActiveTextEditor((editor) => {
      names.push(editor === undefined ? 'none' : vscode.workspace.asRelativePath(editor.document.uri));
    });
    return { names, dispose: () => listening.dispose() };
  };
  const type = async (document: vscode.TextDocument, text: string) => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), text);
    equal(await vscode.workspace.applyEdit(edit), true);
    equal(document.isDirty, true);
  };
  const unsaved = (approval_id: string, expected: readonly string[]) =>
    until('the server to know what is unsaved', async () => {
      const check = await own.request('approval/check', { approval_id });
      return JSON.stringify(check.unsaved) === JSON.stringify(expected);
    });

  before(async () => {
    await settings().update('trimTrailingWhitespace', true, vscode.ConfigurationTarget.Workspace);
    await settings().update('insertFinalNewline', true, vscode.ConfigurationTarget.Workspace);
    await vscode.workspace
      .getConfiguration('editor')
      .update('formatOnSave', true, vscode.ConfigurationTarget.Workspace);
    formatter = vscode.languages.registerDocumentFormattingEditProvider('typescript', {
      provideDocumentFormattingEdits: (document) => [
        vscode.TextEdit.replace(
          new vscode.Range(0, 0, document.lineCount, 0),
          document.getText().replaceAll(/ +/g, ' '),
        ),
      ],
    });
    writeFileSync(file('any.plan.yaml').fsPath, 'schema: plan/1\ntitle: Any\nsteps: []\n');
    await holdpointExtension().activate();
    own = await ownConnection();
    await vscode.workspace.openTextDocument(file('any.plan.yaml'));
    await untilEditorIsThere(own);
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  after(async () => {
    own?.close();
    formatter?.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows the new text at once, with exactly the approved bytes on disk whatever acts on save', async () => {
    const document = await open('shown.ts');
    await granted(await waiting('shown.ts'));
    await until('the new text', () => document.getText() === wanted);
    equal(document.isDirty, false);
    equal(onDisk('shown.ts'), wanted);
  });

  it('gives the old text back on Undo, as an unsaved edit', async () => {
    const document = await open('undone.ts');
    await granted(await waiting('undone.ts'));
    await until('the new text', () => document.getText() === wanted);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    equal(document.getText(), old);
    equal(document.isDirty, true);
    equal(onDisk('undone.ts'), wanted);
    await vscode.commands.executeCommand('redo');
    equal(document.getText(), wanted);
  });

  it('is refused while the file has unsaved changes, which stay; after they are given up it goes on', async () => {
    const document = await open('held.ts');
    const run = await waiting('held.ts');
    await type(document, '// mine\n');
    await unsaved(run.approval_id, ['held.ts']);
    await rejects(own.request('approval/grant', { approval_id: run.approval_id }), (error: Error) => {
      deepStrictEqual(
        (error as unknown as { data: { error_code: string } }).data.error_code,
        'STATE_CONFLICT',
      );
      return true;
    });
    equal(onDisk('held.ts'), old);
    equal(document.getText(), `// mine\n${old}`);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await unsaved(run.approval_id, []);
    await granted(run);
    equal(onDisk('held.ts'), wanted);
  });

  it('is drafted again on the text that the person saved instead', async () => {
    const document = await open('saved.ts');
    const run = await waiting('saved.ts');
    await type(document, '// mine\n');
    await unsaved(run.approval_id, ['saved.ts']);
    await document.save();
    await unsaved(run.approval_id, []);
    const { stale } = await own.request('approval/check', { approval_id: run.approval_id });
    deepStrictEqual(
      stale.map(({ path, cause }) => [path, cause]),
      [['saved.ts', 'changed']],
    );
    await own.request('approval/renew', { approval_id: run.approval_id });
    const next = await until('the new request', async () => {
      const { items } = await own.request('approval/list', { run_id: run.run_id, state: 'requested' });
      return items.find(({ approval_id }) => approval_id !== run.approval_id);
    });
    await granted({ run_id: run.run_id, approval_id: next.approval_id });
    await until('the new text', () => document.getText() === wanted && !document.isDirty);
    equal(onDisk('saved.ts'), wanted);
  });

  it('leaves in front what the person has there where the editor does not notice the write, and shows it when they come', async () => {
    mkdirSync(file('real').fsPath);
    symlinkSync(file('real').fsPath, file('linked').fsPath, 'junction');
    const behind = await open('linked/behind.ts');
    const inFront = await open('linked/inFront.ts');
    const seen = shownInFront();
    await granted(await waiting('real/behind.ts'));
    await granted(await waiting('real/inFront.ts'));
    await until('the file in front to show the new text', () => inFront.getText() === wanted);
    seen.dispose();
    deepStrictEqual(seen.names, []);
    await vscode.window.showTextDocument(behind);
    await until('the file behind to show the new text', () => behind.getText() === wanted);
    equal(behind.isDirty, false);
    equal(onDisk('real/behind.ts'), wanted);
  });
});
