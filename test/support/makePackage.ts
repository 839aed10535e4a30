import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What is packed beside the bundles; the whole repository is offered and the allow-list must choose. */
const offered = [
  ...['package.json', 'package.nls.json', 'package.nls.ja.json', 'README.md', 'LICENSE', 'CHANGELOG.md'],
  ...[
    'README.ja.md',
    'CONTRIBUTING.md',
    'esbuild.mjs',
    'joinEntry.mjs',
    'biome.json',
    '.vscodeignore',
    'tsconfig.json',
  ],
  ...['client', 'server', 'media', 'docs', '.ci'],
];

/** Builds what `npm run package` builds in a folder of its own, so that the build in dist/ stays as it is; gives the path of the package. */
export function makePackage(stage: string): string {
  for (const path of offered) {
    cpSync(path, join(stage, path), { recursive: true });
  }
  const node = (args: readonly string[], cwd: string) =>
    execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  node(['esbuild.mjs', '--production', '--no-tests', `--out=${join(stage, 'dist')}`], process.cwd());
  node([resolve('node_modules/@vscode/vsce/vsce'), ...packageArguments()], stage);
  return join(stage, 'holdpoint.vsix');
}

/** What `npm run package` asks of vsce. */
function packageArguments(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { package: string } };
  return scripts.package.split(' && vsce ')[1]?.split(' ') ?? [];
}
