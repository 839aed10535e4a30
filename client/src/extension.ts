import * as vscode from 'vscode';
import { registerLanguageTools } from './agents/languageTools';
import { McpServers, mcpProvider } from './agents/mcpServers';
import { subjectOf } from './choices/subjectOf';
import { commandTable } from './commandTable';
import { ServerLines } from './connection/serverLines';
import type { Desk } from './desk';
import { AllApprovals } from './folders/allApprovals';
import { AllRuns } from './folders/allRuns';
import { FileSessions } from './journey/fileSessions';
import { restorePanels } from './panels/restorePanels';
import { rememberChoicesIn } from './review/keptChoices';
import { previewScheme } from './review/previewUri';
import { ReviewDocuments } from './review/reviewDocuments';
import { ShownTexts } from './shown/shownTexts';
import { StoredDocuments, storedScheme } from './shown/storedDocuments';
import { tellInLanguage } from './shown/told';
import { Attention } from './status/attention';
import { StatusItem } from './status/statusItem';
import { PlanTasks } from './tasks/planTasks';
import { PlanTests } from './testing/planTests';
import { SidePanel } from './trees/sidePanel';

/** Called when something of Holdpoint is first used, not before: registers what the editor offers. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  await tellInLanguage(vscode.env.language);
  const desk = makeDesk(context);
  const { line, problems, queue, runs, sidePanel } = desk;
  const documents = new ReviewDocuments(line);
  const fail = (error: unknown) => showLater(error, line);
  context.subscriptions.push(
    vscode.workspace.onDidChangeTextDocument(({ document }) => problems.delete(document.uri)),
    line.plans.onDidDiagnose((uri) => problems.delete(uri)),
    restorePanels(desk),
    documents,
    vscode.workspace.registerFileSystemProvider(previewScheme, documents, { isReadonly: true }),
    vscode.workspace.registerTextDocumentContentProvider(storedScheme, new StoredDocuments(desk.line)),
    new StatusItem(queue, runs),
    new Attention(queue, sidePanel),
    new PlanTests(desk),
    vscode.tasks.registerTaskProvider('holdpoint', new PlanTasks(context)),
    registerLanguageTools(line),
    vscode.lm.registerMcpServerDefinitionProvider(mcpProvider, new McpServers(context)),
    ...Object.entries(commandTable).map(([id, act]) =>
      vscode.commands.registerCommand(id, (word?: unknown) => {
        line.at(subjectOf(word).root);
        return act(desk, word).catch(fail);
      }),
    ),
  );
  void import('./sample/greetSample').then(({ greetSample }) => greetSample(context)).catch(fail);
}

function makeDesk(context: vscode.ExtensionContext): Desk {
  const log = vscode.window.createOutputChannel('Holdpoint', { log: true });
  const line = new ServerLines(context, log);
  const problems = vscode.languages.createDiagnosticCollection('holdpoint');
  const failed = (error: unknown) => log.warn(`a view could not be brought up to date: ${String(error)}`);
  const queue = new AllApprovals(line, failed);
  const runs = new AllRuns(line, failed);
  const memento = context.workspaceState;
  rememberChoicesIn(memento);
  const sidePanel = new SidePanel({ folders: line, queue, memento, failed });
  const texts = new ShownTexts();
  context.subscriptions.push(log, line, problems, queue, runs, sidePanel, texts);
  const fileSessions = new FileSessions(memento);
  return { context, problems, line, log, queue, runs, sidePanel, texts, fileSessions, seen: new Set() };
}

async function showLater(error: unknown, line: ServerLines): Promise<void> {
  const { showFailure } = await import('./failures');
  await showFailure(error, line);
}
