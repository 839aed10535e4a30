import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { until } from '../../support/until';
import type { SuiteLine, SuiteOrder } from '../suiteRecord';

/** What VS Code calls in its extension host for the benchmark: wakes the extension under test, uses it and writes down what that took. */
export async function run(): Promise<void> {
  const { record } = JSON.parse(process.env['HOLDPOINT_SUITE'] ?? '') as SuiteOrder;
  const add = (line: SuiteLine) => appendFileSync(record, `${JSON.stringify(line)}\n`);
  const figure = (name: string, value: number) => add({ kind: 'figure', name, value });
  const found = vscode.extensions.all.find(({ id }) => id.startsWith('holdpoint.'));
  if (found === undefined) {
    throw new Error('no extension to measure');
  }
  const startMs = performance.now();
  await found.activate();
  figure('activationMs', performance.now() - startMs);
  figure('toldMs', await activationTold(found.id));
  await usePlan(found.id === 'holdpoint.holdpoint');
  const collect = collector();
  collect();
  figure('heapBytes', process.memoryUsage().heapUsed);
  figure('residentBytes', process.memoryUsage().rss);
  add({ kind: 'end', editor: vscode.version, node: process.version });
}

/** What the editor itself says loading the extension and its `activate()` took: the sum of three counts of whole milliseconds. */
async function activationTold(id: string): Promise<number> {
  // The report is there as soon as it was shown once: its columns are `Extension | Eager | Load Code | Call Activate | Finish Activate`.
  await vscode.commands.executeCommand('perfview.show');
  const report = vscode.Uri.from({ scheme: 'perf', path: 'Startup Performance' });
  return await until('what the editor says of the activation', async () => {
    const document = await vscode.workspace.openTextDocument(report);
    const row = document
      .getText()
      .split('\n')
      .find((line) => line.startsWith(`| ${id} `));
    const costs = row?.split('|').slice(3, 6).map(Number) ?? [];
    return costs.length === 3 && costs.every(Number.isFinite)
      ? costs.reduce((sum, cost) => sum + cost)
      : undefined;
  });
}

/** Opens a plan; where it is ours to check, waits until its problems are shown. */
async function usePlan(isOurs: boolean): Promise<void> {
  const [file] = await vscode.workspace.findFiles('*.plan.yaml');
  if (file === undefined) {
    throw new Error('no plan to open');
  }
  await vscode.window.showTextDocument(file);
  if (isOurs) {
    await vscode.commands.executeCommand('holdpoint.plan.validate', file);
    await until('problems', () => vscode.languages.getDiagnostics(file).length > 0, 60_000);
  }
}

/** The engine's collector, which it shows only to who asks at run time. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
