import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { provideModel } from './provideModel';

/** Stands in for what others bring to the editor: a model that wants consent, and a model's call of a tool. */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    provideModel('stand-in'),
    vscode.commands.registerCommand('standIn.callTool', callTool),
  );
}

/** Calls the tool that `call.json` of the folder names, and leaves what came of it in `answer.json`. */
async function callTool(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const { name, input } = JSON.parse(readFileSync(`${folder}/call.json`, 'utf8'));
  const answer = await answerOf(name, input);
  // Whoever waits for it never finds half of it.
  writeFileSync(`${folder}/answer.json.new`, JSON.stringify(answer));
  renameSync(`${folder}/answer.json.new`, `${folder}/answer.json`);
}

async function answerOf(name: string, input: object): Promise<object> {
  try {
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    const texts = content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''));
    return { answer: JSON.parse(texts.join('')) };
  } catch (error) {
    return { refusal: String(error) };
  }
}
