import { appendFileSync } from 'node:fs';
import process from 'node:process';
import type { Test } from 'mocha';
import * as vscode from 'vscode';
import type { SuiteLine, SuiteOrder } from '../suiteRecord';

/** What VS Code calls in its extension host: runs the tests it is told to and writes down how each ended. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const { files, record } = JSON.parse(process.env['HOLDPOINT_SUITE'] ?? '') as SuiteOrder;
  const add = (line: SuiteLine) => appendFileSync(record, `${JSON.stringify(line)}\n`);
  try {
    await runFiles(files, add);
  } catch (error) {
    add({ kind: 'test', path: ['loading the tests'], failure: textOf(error) });
  }
  add({ kind: 'end', editor: vscode.version, node: process.version });
}

/** Runs the tests in this process; a hook that fails is written down like a test that fails. */
async function runFiles(files: readonly string[], add: (line: SuiteLine) => void): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, forbidOnly: true, forbidPending: true });
  for (const file of files) {
    mocha.addFile(file);
  }
  await mocha.loadFilesAsync();
  const path = (test: Test) => test.titlePath();
  await new Promise<void>((done) => {
    mocha
      // It prints nothing: whoever reads the record shows the results.
      .reporter(Mocha.reporters.Base)
      .run(() => done())
      .on('pass', (test) => add({ kind: 'test', path: path(test), failure: null }))
      .on('fail', (test, error: unknown) => add({ kind: 'test', path: path(test), failure: textOf(error) }));
  });
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
