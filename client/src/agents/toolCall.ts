import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import { harmlessJson } from '#protocol/shown/harmlessJson';
import type { ServerLine } from '../connection/serverLine';
import type { AgentTool } from './agentTool';

/** One call of a tool by a model. */
export interface ToolCall {
  readonly line: ServerLine;
  readonly input: unknown;
  readonly token: vscode.CancellationToken;
}

/** What is said while a tool works, and what a person is asked before. */
export async function prepareCall(
  { doing, consent }: AgentTool,
  { line, input, token }: ToolCall,
): Promise<vscode.PreparedToolInvocation> {
  const wanted = await told(() => consent?.(line, input, token));
  return {
    invocationMessage: doing(),
    ...(wanted && {
      confirmationMessages: { title: wanted.title, message: shown(wanted.message, wanted.given) },
    }),
  };
}

/** Carries a call out: the answer is data in which nothing is hidden. */
export async function answerCall(
  { answer }: AgentTool,
  { line, input, token }: ToolCall,
): Promise<vscode.LanguageModelToolResult> {
  const text = harmlessJson(await told(() => answer(line, input, token)));
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}

/** A refusal reaches the model with its code and details. */
async function told<T>(act: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof AppError) {
      const { code, message, details } = error;
      throw new Error(harmlessJson({ error_code: code, message, details }));
    }
    throw error instanceof Error && error.name === 'AbortError' ? new vscode.CancellationError() : error;
  }
}

/** What a model gave is text in this message, never a link or a picture. */
function shown(message: string, given: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(`${message}\n\n`).appendCodeblock(given, 'plaintext');
}
