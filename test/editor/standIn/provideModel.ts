import * as vscode from 'vscode';

/** What a provider says of a model; the typings of the VS Code that we support from do not have it yet. */
interface ModelInformation {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly version: string;
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
  readonly capabilities: object;
  /** Whether others may use it only after a person agreed; a proposal of VS Code's. */
  readonly requiresAuthorization: { readonly label: string };
}

interface ModelProvider {
  provideLanguageModelChatInformation(): Promise<readonly ModelInformation[]>;
  provideLanguageModelChatResponse(
    model: ModelInformation,
    messages: readonly { readonly content: readonly unknown[] }[],
    options: unknown,
    progress: vscode.Progress<vscode.LanguageModelTextPart>,
    token: vscode.CancellationToken,
  ): Promise<void>;
  provideTokenCount(model: ModelInformation, text: unknown): Promise<number>;
}

interface ModelHost {
  registerLanguageModelChatProvider(vendor: string, provider: ModelProvider): vscode.Disposable;
}

/** The model of the tests: answers the words it was told, one after the other; asked to `wait`, only a stop ends it. */
export function provideModel(vendor: string): vscode.Disposable {
  const host = vscode.lm as unknown as ModelHost;
  return host.registerLanguageModelChatProvider(vendor, {
    provideLanguageModelChatInformation: async () => [echo],
    provideLanguageModelChatResponse: async (_, messages, __, progress, token) => {
      const text = textOf(messages.at(-1)?.content ?? []);
      if (text === 'wait') {
        progress.report(new vscode.LanguageModelTextPart('waiting'));
        await stopped(token);
        return;
      }
      for (const word of text.split(/(?<= )/)) {
        progress.report(new vscode.LanguageModelTextPart(word));
      }
    },
    provideTokenCount: async (_, text) => {
      const said =
        typeof text === 'string' ? text : textOf((text as { content: readonly unknown[] }).content);
      return said.split(' ').length;
    },
  });
}

const echo: ModelInformation = {
  id: 'echo',
  name: 'Echo',
  family: 'stand-in',
  version: '1',
  maxInputTokens: 1000,
  maxOutputTokens: 1000,
  capabilities: {},
  requiresAuthorization: { label: 'Echo' },
};

function stopped(token: vscode.CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    token.onCancellationRequested(() => resolve());
  });
}

function textOf(parts: readonly unknown[]): string {
  return parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
