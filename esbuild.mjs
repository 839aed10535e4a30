// Bundles everything that ships and every test. `--watch` rebuilds on change; `--tests=DIR` builds only the
// tests below test/DIR; `--no-tests` leaves them out.
import { copyFile, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import * as esbuild from 'esbuild';

const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}`));
const tests = option('tests=')?.slice('--tests='.length) ?? '';

const common = { bundle: true, sourcemap: true, target: 'es2023', logLevel: 'warning' };
const node = { ...common, platform: 'node', format: 'cjs', outExtension: { '.js': '.cjs' } };
const present = (paths) => paths.filter((path) => existsSync(path));
const builds = [
  { ...node, external: ['vscode'], entryPoints: present(['client/src/extension.ts']), outdir: 'dist/client' },
  {
    ...node,
    entryPoints: present(['server/src/main.ts', 'server/src/cli.ts', 'server/src/storeWorker.ts', 'server/src/commands.ts']),
    outdir: 'dist/server',
    external: ['./commands.cjs'],
    minifySyntax: true,
  },
];
if (!option('no-tests')) {
  builds.push({
    ...node,
    packages: 'external',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    entryPoints: [`test/${tests ? `${tests}/` : ''}**/*.test.ts`, `test/${tests ? `${tests}/` : ''}**/*.child.ts`],
    outbase: 'test',
    outdir: 'dist/test',
  });
}
await mkdir('dist/server', { recursive: true });
await Promise.all(
  builds
    .filter((build) => build.entryPoints.length > 0)
    .map((build) =>
      option('watch') ? esbuild.context(build).then((context) => context.watch()) : esbuild.build(build),
    ),
);
await copyFile('node_modules/sql.js/dist/sql-wasm.wasm', 'dist/server/sql-wasm.wasm');
