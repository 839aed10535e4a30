import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { failedFiles } from './runFiles.mjs';
import { setUpBrowser } from './testBundles.mjs';

const inWindows = 'editor';

/** How many journeys may be unsteady at once; where more fail, something is broken. */
const mostAgain = 3;

/** Runs all tests in two halves at once; the words of the second follow those of the first. */
export async function runHalves() {
  // Both halves want it, and only one can see to it.
  if (!setUpBrowser()) {
    return { passed: 0, failed: 1 };
  }
  const rest = readdirSync('test', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== inWindows)
    .map(({ name }) => `${name}/`);
  const halves = await Promise.all([
    runBeside(rest, (text) => process.stdout.write(text)),
    runBeside([`${inWindows}/`], () => undefined),
  ]);
  process.stdout.write(`\nIn windows:\n${halves[1].said}\n`);
  const again = await runAgain(failedFiles(halves[1].said));
  const sum = (key) => [...halves, again].reduce((total, half) => total + half[key], 0);
  return { passed: sum('passed'), failed: sum('failed') };
}

/**
 * Runs the journeys that failed once more, each whole, in windows of their own and with nothing beside them, and says so: a
 * real VS Code on a machine that is busy drops a click now and then. Answers what that changes in the counts.
 */
async function runAgain(failed) {
  const journeys = failed.filter(({ name }) => name.startsWith('editor/journeys/'));
  if (journeys.length === 0 || journeys.length > mostAgain) {
    return { passed: 0, failed: 0 };
  }
  const names = journeys.map(({ name }) => name);
  process.stdout.write(`\nOnce more, with nothing beside them: ${names.join(', ')}\n`);
  const second = await runBeside(names, (text) => process.stdout.write(text));
  const steady = journeys.length - failedFiles(second.said).length;
  process.stdout.write(`${steady} of ${journeys.length} unsteady: failed at first and passed alone\n\n`);
  const before = (key) => journeys.reduce((total, one) => total + one[key], 0);
  return { passed: second.passed - before('passed'), failed: second.failed - before('failed') };
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
