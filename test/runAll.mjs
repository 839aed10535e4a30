// Runs every bundled test and ends with the line `N passed, N failed`; what opens windows, which mostly waits, runs
// beside the rest, which mostly computes. Arguments are folders or files below test/ to run alone; `--long` runs the long forms of the fuzz, crash and property tests; `--write` puts the
// documents' pictures of the editor into docs/images;
// `--needs` only looks whether the machine has what they need.

import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
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
    const runner = mocha.run(() => {
      tellSlowest(times);
      done(runner.stats);
    });
    const times = timesOf(runner);
  });
}

/** How long the suites of each file take, their set-up included. */
function timesOf(runner) {
  const times = new Map();
  let startMs = 0;
  const isFile = (suite) => suite.parent?.root === true;
  runner.on('suite', (suite) => {
    if (isFile(suite)) {
      startMs = performance.now();
    }
  });
  runner.on('suite end', (suite) => {
    if (isFile(suite)) {
      const name = relative(resolve('dist/test'), suite.file ?? '').replace(/[.]mjs$/, '.ts');
      times.set(name, (times.get(name) ?? 0) + performance.now() - startMs);
    }
  });
  return times;
}

/** Names the files that took longest: where the time of everybody's next run can be saved. */
function tellSlowest(times) {
  const slowest = [...times].sort(([, left], [, right]) => right - left).slice(0, 10);
  const lines = slowest.map(([name, ms]) => `  ${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`);
  process.stdout.write(`The slowest files:\n${lines.join('\n')}\n\n`);
}

/** Runs some folders in a process of their own and tells what it wrote and counted; `tell` is given the words as they come. */
async function runBeside(folders, tell) {
  const words = [...process.execArgv, ...process.argv.slice(1), ...folders];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
      tell(text);
    });
  }
  const code = await new Promise((done) => child.on('close', done));
  const counts = [...said.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  const [passed, failed] = counts === undefined ? [0, 1] : counts.slice(1).map(Number);
  // A process that ends badly without a failed test has failed as a whole.
  return { said, passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/** Runs all tests in two halves at once; the words of the second follow those of the first. */
async function runHalves() {
  const windows = ['editor', 'media'];
  const rest = readdirSync('test', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !windows.includes(entry.name))
    .map(({ name }) => `${name}/`);
  const halves = await Promise.all([
    runBeside(rest, (text) => process.stdout.write(text)),
    runBeside(
      windows.map((name) => `${name}/`),
      () => undefined,
    ),
  ]);
  process.stdout.write(`\nIn windows:\n${halves[1].said}\n`);
  const sum = (key) => halves.reduce((total, half) => total + half[key], 0);
  return { passed: sum('passed'), failed: sum('failed') };
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
const folders = words.filter((word) => !word.startsWith('--'));
const { passed, failed } = folders.length === 0 ? await runHalves() : await runHere(folders);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

/** Runs some folders in this process. */
async function runHere(only) {
  const files = testBundles(only);
  if (!setUp(files)) {
    return { passed: 0, failed: 1 };
  }
  const { passes, failures, tests } = await run(files);
  // A run that finds no test has shown nothing.
  return { passed: passes, failed: failures === 0 && tests === 0 ? 1 : failures };
}
