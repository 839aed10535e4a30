import Mocha from 'mocha';
import { testOf } from './testBundles.mjs';

/** Runs bundles in this process, refusing `.only` and skipped tests; says which files were slowest, and which failed. */
export async function runFiles(bundles) {
  const mocha = new Mocha({ reporter: 'dot', timeout: 60_000, forbidOnly: true, forbidPending: true });
  for (const bundle of bundles) {
    mocha.addFile(bundle);
  }
  await mocha.loadFilesAsync();
  return await new Promise((done) => {
    const runner = mocha.run(() => {
      tellSlowest(files);
      tellFailed(files);
      done(runner.stats);
    });
    const files = watchFiles(runner);
  });
}

/** How long the suites of each file take, their set-up included, and how many of its tests pass and fail. */
function watchFiles(runner) {
  const files = new Map();
  const entryOf = ({ file = '' }) => {
    const name = testOf(file);
    const entry = files.get(name) ?? { name, ms: 0, passed: 0, failed: 0 };
    files.set(name, entry);
    return entry;
  };
  let startMs = 0;
  const isOutermost = (suite) => suite.parent?.root === true;
  runner.on('suite', (suite) => {
    if (isOutermost(suite)) {
      startMs = performance.now();
    }
  });
  runner.on('suite end', (suite) => {
    if (isOutermost(suite)) {
      entryOf(suite).ms += performance.now() - startMs;
    }
  });
  runner.on('pass', (test) => {
    entryOf(test).passed += 1;
  });
  runner.on('fail', (test) => {
    entryOf(test).failed += 1;
  });
  return files;
}

/** Names the files that took longest: where the time of everybody's next run can be saved. */
function tellSlowest(files) {
  const slowest = [...files.values()].sort((left, right) => right.ms - left.ms).slice(0, 10);
  const lines = slowest.map(({ name, ms }) => `  ${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`);
  process.stdout.write(`The slowest files:\n${lines.join('\n')}\n\n`);
}

/** Names the files to run again, each on a line of the form that `failedFiles` reads. */
function tellFailed(files) {
  for (const { name, passed, failed } of files.values()) {
    if (failed > 0) {
      process.stdout.write(`${name}: ${passed} passed, ${failed} failed\n`);
    }
  }
}

/** The files with failed tests that a run has named. */
export function failedFiles(said) {
  return [...said.matchAll(/^(\S+[.]test[.]ts): (\d+) passed, (\d+) failed$/gm)].map(
    ([, name, passed, failed]) => ({ name, passed: Number(passed), failed: Number(failed) }),
  );
}
