import { readdir, readFile } from 'node:fs/promises';
import { arch, homedir, release, type, userInfo } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Desk } from '../desk';
import { redactDiagnosis } from './redactDiagnosis';

const clientLineCount = 100;
const serverLineCount = 60;

/** Everything that helps to find a fault, as Markdown and fit to be shown to strangers. Asks no server to start. */
export async function makeDiagnosis({ context, line }: Desk): Promise<string> {
  const { version } = context.extension.packageJSON as { readonly version: string };
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const text = [
    '## Holdpoint',
    `- extension ${version}, ${vscode.env.appName} ${vscode.version} (${vscode.env.appHost})`,
    `- Node ${process.version}, ${type()} ${release()} ${arch()}, remote: ${vscode.env.remoteName ?? 'no'}`,
    `- workspace ${vscode.workspace.isTrusted ? 'trusted' : 'not trusted'}, folders: ${roots.length}`,
    ...line.states().map((state) => `- ${state}`),
    ...(await serverStatus(line)),
    section('Log of the editor', await logLines(context.logUri.fsPath, clientLineCount)),
    ...(await Promise.all(
      roots.map(async (root) =>
        section(
          `Log of the server of ${root}`,
          lastLines(await textOf(join(root, '.holdpoint', 'logs', 'server.log')), serverLineCount),
        ),
      ),
    )),
  ].join('\n');
  return redactDiagnosis(text, { home: homedir(), user: userInfo().username, roots });
}

async function serverStatus(line: Desk['line']): Promise<readonly string[]> {
  if (!line.isConnected) {
    return [];
  }
  try {
    const { root: _root, ...status } = await line.request('server/status', {});
    return [`- status ${JSON.stringify(status)}`];
  } catch (error) {
    return [`- status unknown: ${String(error)}`];
  }
}

function section(title: string, lines: readonly string[]): string {
  return ['', `### ${title}`, '```', ...lines.map((each) => each.replaceAll('```', "'''")), '```'].join('\n');
}

async function logLines(folder: string, count: number): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const lines: string[] = [];
  for (const name of names.filter((each) => each.endsWith('.log')).sort()) {
    lines.push(...lastLines(await textOf(join(folder, name)), count));
  }
  return lines.slice(-count);
}

async function textOf(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}

function lastLines(text: string, count: number): readonly string[] {
  return text.trimEnd().split('\n').slice(-count);
}
