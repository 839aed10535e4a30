import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import { makePackage } from '../support/makePackage';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { cartWorkspace, removeCart } from './cartWorkspace';
import { installedIn } from './setUp/installExtension';
import { mustRun } from './setUp/runProgram';
import { readRecord, type SuiteOrder, suiteFiles, suiteProgram } from './suiteRecord';

// Runs in a desktop VS Code what npm test runs in its server: the same compiled tests, the same package. Ends with the
// line `N passed, N failed`.

const scratch = temporaryFolder();
const folder = cartWorkspace();
try {
  process.exitCode = (await runOnDesktop()) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await removeCart(folder);
  removeFolder(scratch);
}

async function runOnDesktop(): Promise<boolean> {
  const vscodeExecutablePath = await desktopProgram();
  const extensions = join(scratch, 'extensions');
  const profile = ['--extensions-dir', extensions, '--user-data-dir', join(scratch, 'data')];
  mkdirSync(extensions);
  mkdirSync(join(scratch, 'package'));
  const archive = makePackage(join(scratch, 'package'));
  const [command = '', ...words] = resolveCliArgsFromVSCodeExecutablePath(vscodeExecutablePath, {
    reuseMachineInstall: true,
  });
  mustRun(command, [...words, '--install-extension', archive, ...profile]);
  const order: SuiteOrder = { files: suiteFiles(), record: join(scratch, 'record.jsonl') };
  const code = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: installedIn(extensions),
    extensionTestsPath: suiteProgram,
    extensionTestsEnv: { HOLDPOINT_SUITE: JSON.stringify(order) },
    launchArgs: [folder, ...profile, '--disable-workspace-trust', '--disable-gpu'],
  });
  return showResults(order.record) && code === 0;
}

/** The VS Code that VSCODE_EXECUTABLE names, else a downloaded one. */
async function desktopProgram(): Promise<string> {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named !== undefined) {
    return named;
  }
  try {
    return await downloadAndUnzipVSCode({
      version: 'stable',
      cachePath: '.cache/vscode-desktop',
      timeout: 30_000,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `A desktop VS Code could not be downloaded (${reason}). Set VSCODE_EXECUTABLE to the program of an installed one; npm test runs the same tests without.`,
    );
  }
}

function showResults(record: string): boolean {
  const lines = readRecord(record);
  const tests = lines.filter((line) => line.kind === 'test');
  const failures = tests.filter(({ failure }) => failure !== null);
  for (const { path } of tests) {
    process.stdout.write(`${path.join(' › ')}\n`);
  }
  for (const { path, failure } of failures) {
    process.stdout.write(`FAILED ${path.join(' › ')}\n${failure}\n`);
  }
  // A suite that found no test or came to no end has shown nothing.
  const hasEnded = lines.some((line) => line.kind === 'end') && tests.length > 0;
  const failed = failures.length + (hasEnded ? 0 : 1);
  process.stdout.write(`${tests.length - failures.length} passed, ${failed} failed\n`);
  return failed === 0;
}
