// Runs every bundled test and ends with the line `N passed, N failed`. Arguments are folders or files below
// test/ to run alone; `--long` runs the long forms of the fuzz, crash and property tests; `--write` puts the
// documents' pictures of the editor into docs/images;
// `--needs` only looks whether the machine has what they need.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import Mocha from 'mocha';

/** What must be on the machine, each with what to do when it is not. */
function missingNeeds() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const needs = [
    [
      major > 20 || (major === 20 && minor >= 19),
      `Node 20.19 or newer is needed, this is ${process.version}.`,
    ],
    [
      spawnSync('git', ['--version']).status === 0,
      'git is needed and was not found on the PATH. On Debian: apt-get install git',
    ],
  ];
  return needs.filter(([ok]) => !ok).map(([, sentence]) => sentence);
}

/** The bundles of the tests that exist, so that a bundle left over from a removed test never runs. */
function testBundles(only) {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.test.ts') && !path.startsWith('editor/suite/'))
    .filter((path) => only.length === 0 || only.some((part) => path.startsWith(part.replace(/^test\//, ''))))
    .sort()
    .map((path) => resolve('dist/test', path.replace(/[.]ts$/, '.mjs')));
}

/** Sees to a browser for the views' tests and a VS Code for the editor's, where such tests are to run. */
function setUp(files) {
  const has = (folder) => files.some((file) => file.startsWith(resolve('dist/test', folder)));
  if (!has('editor') && !has('media')) {
    return true;
  }
  const words = ['dist/test/editor/setUp.child.mjs', ...(has('editor') ? [] : ['--browser'])];
  return spawnSync(process.execPath, words, { stdio: 'inherit' }).status === 0;
}

/** Runs the bundles in one process; refuses `.only` and skipped tests. */
async function run(files) {
  const mocha = new Mocha({ reporter: 'dot', timeout: 30_000, forbidOnly: true, forbidPending: true });
  for (const file of files) {
    mocha.addFile(file);
  }
  await mocha.loadFilesAsync();
  return await new Promise((done) => {
    const runner = mocha.run(() => done(runner.stats));
  });
}

const missing = missingNeeds();
if (missing.length > 0) {
  process.stderr.write(`${missing.join('\n')}\n`);
  process.exit(1);
}
if (process.argv.includes('--needs')) {
  process.exit(0);
}
const words = process.argv.slice(2);
if (words.includes('--long')) {
  process.env.HOLDPOINT_LONG = '1';
}
if (words.includes('--write')) {
  process.env.HOLDPOINT_WRITE_IMAGES = '1';
}
const files = testBundles(words.filter((word) => !word.startsWith('--')));
if (!setUp(files)) {
  process.stdout.write('0 passed, 1 failed\n');
  process.exit(1);
}
const { passes, failures, tests } = await run(files);
// A run that finds no test has shown nothing.
const failed = failures === 0 && tests === 0 ? 1 : failures;
process.stdout.write(`${passes} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
