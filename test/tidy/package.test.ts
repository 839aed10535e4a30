import { deepStrictEqual, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { zipEntries } from './zipEntries';

/** What is packed beside the bundles; the whole repository is offered and the allow-list must choose. */
const offered = [
  ...['package.json', 'package.nls.json', 'package.nls.ja.json', 'README.md', 'LICENSE', 'CHANGELOG.md'],
  ...['README.ja.md', 'CONTRIBUTING.md', 'esbuild.mjs', 'biome.json', '.vscodeignore', 'tsconfig.json'],
  ...['client', 'server', 'media', 'docs', '.ci'],
];

const expected = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/client/extension.cjs',
  'extension/dist/server/cli.cjs',
  'extension/dist/server/commands.cjs',
  'extension/dist/server/main.cjs',
  'extension/dist/server/sql-wasm.wasm',
  'extension/dist/server/storeWorker.cjs',
  'extension/media/icons/holdpoint.svg',
  'extension/media/l10n/bundle.l10n.ja.json',
  'extension/package.json',
  'extension/package.nls.ja.json',
  'extension/package.nls.json',
  'extension/readme.md',
];

const maxBytes = 2.5 * 1024 * 1024;

/** What `npm run package` asks of vsce. */
function packageArguments(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { package: string } };
  return scripts.package.split(' && vsce ')[1]?.split(' ') ?? [];
}

/** Builds the package in a folder of its own, so that the build in dist/ stays as it is. */
function makePackage(stage: string): Buffer {
  for (const path of offered) {
    cpSync(path, join(stage, path), { recursive: true });
  }
  const node = (args: readonly string[], cwd: string) =>
    execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  node(['esbuild.mjs', '--production', '--no-tests', `--out=${join(stage, 'dist')}`], process.cwd());
  node([resolve('node_modules/@vscode/vsce/vsce'), ...packageArguments()], stage);
  return readFileSync(join(stage, 'holdpoint.vsix'));
}

describe('the package', function () {
  this.timeout(120_000);
  let stage: string;
  let archive: Buffer;

  before(() => {
    stage = mkdtempSync(join(tmpdir(), 'holdpoint-package-'));
    archive = makePackage(stage);
  });

  after(() => rmSync(stage, { recursive: true, force: true }));

  it('holds exactly what is listed', () => {
    deepStrictEqual([...zipEntries(archive)].sort(), expected);
  });

  it('weighs at most 2.5 MB', () => {
    ok(archive.length <= maxBytes, `${archive.length} bytes`);
  });
});
