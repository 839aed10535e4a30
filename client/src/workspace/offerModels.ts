import * as vscode from 'vscode';
import { modelRequest } from '#protocol/editor/models';
import type { Connection } from '../connection/connection';
import { askModel, type ModelHost, offeredModels } from './languageModels';

/** Answers what the server asks of the editor's language models; it asks only where a step of a plan wants one. */
export function offerModels(connection: Connection): void {
  connection.answer('model/offered', async () => ({ models: await offeredModels(host) }));
  connection.answer('model/ask', (params, token) => askModel(host, modelRequest.parse(params), token));
}

const host: ModelHost = {
  selectChatModels: () => vscode.lm.selectChatModels(),
  message: (role, text) =>
    role === 'user'
      ? vscode.LanguageModelChatMessage.User(text)
      : vscode.LanguageModelChatMessage.Assistant(text),
  isOffered: () =>
    vscode.workspace.isTrusted &&
    vscode.workspace.getConfiguration('holdpoint').get<boolean>('models.offer', true),
};
