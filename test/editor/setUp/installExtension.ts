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
  return installedIn(extensionsFolder);
}

/** Where our extension lies below a folder of installed extensions. */
export function installedIn(folder: string): string {
  const name = readdirSync(folder).find((entry) => entry.startsWith('holdpoint.holdpoint-'));
  if (name === undefined) {
    throw new Error(`the extension is not installed below ${folder}`);
  }
  return join(folder, name);
}
