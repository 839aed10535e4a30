import { execFile } from 'node:child_process';
import * as vscode from 'vscode';

/** One call of the bundled command line: the program, its arguments, and what the editor's Node needs to run it. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How to call the command line that ships with the extension: argument lists only, so that no shell reads a file name. */
export function commandLine(context: vscode.ExtensionContext, args: readonly string[]): CommandLine {
  const bundle = vscode.Uri.joinPath(context.extensionUri, 'dist/server/cli.cjs').fsPath;
  return { program: process.execPath, args: [bundle, ...args], env: { ELECTRON_RUN_AS_NODE: '1' } };
}

/** What a call printed and how it left; `exitCode` is null when it could not start or did not end in time. */
export interface CallResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const timeoutMs = 30_000;
const maxOutputBytes = 64 * 1024 * 1024;

/** Runs a call to its end in the background and returns what it printed. */
export function callCommandLine(call: CommandLine, cwd: string): Promise<CallResult> {
  const options = {
    cwd,
    env: { ...process.env, ...call.env },
    timeout: timeoutMs,
    maxBuffer: maxOutputBytes,
    windowsHide: true,
  };
  return new Promise((done) => {
    execFile(call.program, [...call.args], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      done({ exitCode, stdout, stderr: stderr || (error?.message ?? '') });
    });
  });
}
