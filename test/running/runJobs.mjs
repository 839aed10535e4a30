import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { slowestFiles, tellSlowest } from './runFiles.mjs';
import { setUp, testBundles, testFiles } from './testBundles.mjs';

/** What opens windows or pages of a browser: each file sees to its own and shares nothing with its neighbours. */
const inBrowser = ['editor/', 'media/'];

/** The folders that take longest: last, they would keep one core busy alone. */
const longest = ['attack/', 'endToEnd/', 'discord/', 'cli/'];

/** How many journeys may be unsteady at once; where more fail, something is broken. */
const mostAgain = 3;

/**
 * Runs all tests, each job in a process of its own, one more at a time than the machine has cores, since each waits now
 * and then. One begins with the folders that need no browser, the others with the files that do; then they help each
 * other out.
 */
export async function runJobs() {
  // All jobs want it, and only one can see to it.
  if (!setUp(testBundles(inBrowser))) {
    return { passed: 0, failed: 1 };
  }
  const folders = foldersWithoutBrowser();
  const files = inBrowser.flatMap((folder) => testFiles([folder]));
  const ends = [];
  const work = async (...queues) => {
    for (const queue of queues) {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        ends.push(await runJob(name));
      }
    }
  };
  const lanes = Array.from({ length: availableParallelism() }, () => work(files, folders));
  await Promise.all([work(folders, files), ...lanes]);
  tellSlowest(ends.flatMap(({ said }) => slowestFiles(said)));
  const again = await runAgain(ends.filter(({ failed }) => failed > 0));
  const sum = (key) => [...ends, ...again].reduce((total, end) => total + end[key], 0);
  return { passed: sum('passed'), failed: sum('failed') };
}

function foldersWithoutBrowser() {
  const folders = readdirSync('test', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${name}/`)
    .filter((folder) => !inBrowser.includes(folder) && testFiles([folder]).length > 0);
  return [...new Set([...longest, ...folders])];
}

/**
 * Runs the journeys that failed once more, each whole, in windows of their own and with nothing beside them, and says so: a
 * real VS Code on a machine that is busy drops a click now and then. Answers what that changes in the counts.
 */
async function runAgain(failed) {
  const journeys = failed.filter(({ name }) => name.startsWith('editor/journeys/'));
  if (journeys.length === 0 || journeys.length > mostAgain) {
    return [];
  }
  process.stdout.write(
    `\nOnce more, with nothing beside them: ${journeys.map(({ name }) => name).join(', ')}\n`,
  );
  const changes = [];
  let steady = 0;
  for (const first of journeys) {
    const second = await runJob(first.name);
    steady += second.failed > 0 ? 1 : 0;
    changes.push({ passed: second.passed - first.passed, failed: second.failed - first.failed });
  }
  const unsteady = journeys.length - steady;
  process.stdout.write(`${unsteady} of ${journeys.length} unsteady: failed at first and passed alone\n\n`);
  return changes;
}

/** Runs a file or a folder in a process of its own and tells how it ended, and all it wrote where a test failed. */
async function runJob(name) {
  const startMs = performance.now();
  const asked = process.argv.slice(1).filter((word) => word !== '--ready');
  const words = [...process.execArgv, ...asked, '--ready', name];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  }
  const code = await new Promise((done) => child.on('close', done));
  const counts = [...said.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  const [passed, counted] = counts === undefined ? [0, 1] : counts.slice(1).map(Number);
  // A process that ends badly without a failed test has failed as a whole.
  const failed = code !== 0 && counted === 0 ? 1 : counted;
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1).padStart(6);
  // Without the form of the last line of all, which is the sum.
  process.stdout.write(
    `${seconds} s  ${name}: ${passed} passed${failed === 0 ? '' : `, ${failed} FAILED\n${said}`}\n`,
  );
  return { name, said, passed, failed };
}
