import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makePackage } from '../../support/makePackage';
import { installedHost } from './installHost';
import { mustRun } from './runProgram';

/** Where the extension lies that the tests use: unpacked by VS Code from the package that ships. */
export const extensionsFolder = resolve('dist/package/extensions');

/** Makes the package and has VS Code install it. */
export function installExtension(): void {
  const stage = mkdtempSync(join(tmpdir(), 'holdpoint-package-'));
  rmSync(extensionsFolder, { recursive: true, force: true });
  mkdirSync(extensionsFolder, { recursive: true });
  const { node, program } = installedHost();
  try {
    const words = ['--install-extension', makePackage(stage), '--extensions-dir', extensionsFolder];
    mustRun(node, [program, ...words, '--server-data-dir', join(stage, 'data'), '--force']);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** The folder of the installed extension itself. */
export function installedExtension(): string {
  const name = readdirSync(extensionsFolder).find((entry) => entry.startsWith('holdpoint.holdpoint-'));
  if (name === undefined) {
    throw new Error(
      `No extension is installed below ${extensionsFolder}: run node dist/test/editor/setUp.child.mjs`,
    );
  }
  return join(extensionsFolder, name);
}
