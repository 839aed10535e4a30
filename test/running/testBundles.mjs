import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';

const bundled = resolve('dist/test');

/** The tests that exist below some folders, or that some paths name, as paths below test/. */
export function testFiles(only) {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.test.ts') && !path.startsWith('editor/suite/'))
    .filter((path) => only.some((part) => path.startsWith(part.replace(/^test\//, ''))))
    .sort();
}

/** The bundles of the tests that exist, so that a bundle left over from a removed test never runs. */
export function testBundles(only) {
  return testFiles(only).map((path) => resolve(bundled, path.replace(/[.]ts$/, '.mjs')));
}

/** The test that a bundle was made from, below test/. */
export function testOf(bundle) {
  return relative(bundled, bundle)
    .replaceAll('\\', '/')
    .replace(/[.]mjs$/, '.ts');
}

/** Sees to a browser for the views' tests and a VS Code for the editor's, where such tests are to run; whether they are there. */
export function setUp(bundles) {
  const has = (folder) => bundles.some((bundle) => bundle.startsWith(resolve(bundled, folder)));
  // Whoever started this run may have seen to it already.
  if (process.argv.includes('--ready') || !(has('editor') || has('media'))) {
    return true;
  }
  const words = ['dist/test/editor/setUp.child.mjs', ...(has('editor') ? [] : ['--browser'])];
  return spawnSync(process.execPath, words, { stdio: 'inherit' }).status === 0;
}
