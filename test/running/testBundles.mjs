import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';

const bundled = resolve('dist/test');

/** The bundles of the tests that exist, so that a bundle left over from a removed test never runs. */
export function testBundles(only) {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.test.ts') && !path.startsWith('editor/suite/'))
    .filter((path) => only.length === 0 || only.some((part) => path.startsWith(part.replace(/^test\//, ''))))
    .sort()
    .map((path) => resolve(bundled, path.replace(/[.]ts$/, '.mjs')));
}

/** The test that a bundle was made from, below test/. */
export function testOf(bundle) {
  return relative(bundled, bundle)
    .replaceAll('\\', '/')
    .replace(/[.]mjs$/, '.ts');
}

/** Sees to a browser for the views' tests and a VS Code for the editor's, where such tests are to run. */
export function setUp(bundles) {
  const has = (folder) => bundles.some((bundle) => bundle.startsWith(resolve(bundled, folder)));
  if (has('editor')) {
    return setUpWith([]);
  }
  return !has('media') || setUpBrowser();
}

/** Sees to a browser alone. */
export function setUpBrowser() {
  return setUpWith(['--browser']);
}

function setUpWith(words) {
  // Whoever started this run may have seen to it already.
  if (process.argv.includes('--ready')) {
    return true;
  }
  const { status } = spawnSync(process.execPath, ['dist/test/editor/setUp.child.mjs', ...words], {
    stdio: 'inherit',
  });
  return status === 0;
}
