import type * as vscode from 'vscode';
import type { EditorModel, ModelAnswer, ModelRequest } from '#protocol/editor/models';
import { AppError } from '#protocol/errors';

/** What of the editor's models is needed here; handed in, so that the mapping can be tested without an editor. */
export interface ModelHost {
  selectChatModels(): Thenable<readonly vscode.LanguageModelChat[]>;
  message(role: 'user' | 'assistant', text: string): vscode.LanguageModelChatMessage;
  /** Whether the person lets models be offered at all. */
  isOffered(): boolean;
}

/** The models that the editor offers now; none while the person has switched that off. */
export async function offeredModels(host: ModelHost): Promise<readonly EditorModel[]> {
  const models = host.isOffered() ? await host.selectChatModels() : [];
  return models.map(({ id, vendor, family, name, version, maxInputTokens }) => ({
    model_id: id,
    vendor,
    family,
    name,
    version,
    max_input_tokens: maxInputTokens,
  }));
}

/**
 * Sends one request to a model and waits for the whole answer. The editor asks the person for consent at the first
 * request and remembers it; without consent nothing is sent.
 */
export async function askModel(
  host: ModelHost,
  { model_id, messages, justification }: ModelRequest,
  token: vscode.CancellationToken,
): Promise<ModelAnswer> {
  if (!host.isOffered()) {
    throw new AppError('FORBIDDEN', 'the editor offers no models: its setting holdpoint.models.offer is off');
  }
  const model = (await host.selectChatModels()).find(({ id }) => id === model_id);
  if (model === undefined) {
    throw new AppError('NOT_FOUND', `the editor has no model ${model_id}`, { model_id });
  }
  const sent = messages.map(({ role, text }) => host.message(role, text));
  try {
    const response = await model.sendRequest(sent, { justification }, token);
    const text = await wholeText(response, token);
    const counts = await Promise.all(sent.map((message) => model.countTokens(message, token)));
    const input_tokens = counts.reduce((sum, count) => sum + count, 0);
    return { model_id, text, input_tokens, output_tokens: await model.countTokens(text, token) };
  } catch (error) {
    throw modelFailure(error, model_id, token);
  }
}

/** Half an answer is none: a provider that is called off may go on, or end early instead of refusing. */
async function wholeText(
  response: vscode.LanguageModelChatResponse,
  token: vscode.CancellationToken,
): Promise<string> {
  let text = '';
  for await (const part of response.text) {
    if (token.isCancellationRequested) {
      break;
    }
    text += part;
  }
  if (token.isCancellationRequested) {
    throw cancelled();
  }
  return text;
}

function cancelled(): Error {
  return new DOMException('The request was cancelled.', 'AbortError');
}

/** Names what the editor's models say of their own refusals. */
function modelFailure(error: unknown, model_id: string, token: vscode.CancellationToken): Error {
  if (token.isCancellationRequested) {
    return cancelled();
  }
  const { code, message = String(error) } = error as { readonly code?: unknown; readonly message?: string };
  switch (code) {
    case 'NoPermissions':
      return new AppError('FORBIDDEN', `there is no consent to use the model ${model_id}: ${message}`, {
        model_id,
      });
    case 'Blocked':
      return new AppError('DENIED', `the provider of ${model_id} blocked the request: ${message}`, {
        model_id,
      });
    case 'NotFound':
      return new AppError('NOT_FOUND', `the model ${model_id} is gone: ${message}`, { model_id });
    default:
      return new AppError('INTERNAL', `the model ${model_id} failed: ${message}`, { model_id });
  }
}
