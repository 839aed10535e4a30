import Mocha from 'mocha';
import { testOf } from './testBundles.mjs';

/** Runs bundles in this process, refusing `.only` and skipped tests; says which files were slowest. */
export async function runFiles(bundles) {
  const mocha = new Mocha({ reporter: 'dot', timeout: 60_000, forbidOnly: true, forbidPending: true });
  for (const bundle of bundles) {
    mocha.addFile(bundle);
  }
  await mocha.loadFilesAsync();
  return await new Promise((done) => {
    const runner = mocha.run(() => {
      tellSlowest([...files.values()]);
      done(runner.stats);
    });
    const files = watchFiles(runner);
  });
}

/** How long the suites of each file take, their set-up included. */
function watchFiles(runner) {
  const files = new Map();
  const entryOf = ({ file = '' }) => {
    const name = testOf(file);
    const entry = files.get(name) ?? { name, ms: 0 };
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
  return files;
}

/** Names the files that took longest, of some with their milliseconds: where the time of everybody's next run can be saved. */
export function tellSlowest(files) {
  const slowest = files.toSorted((left, right) => right.ms - left.ms).slice(0, 10);
  const lines = slowest.map(({ name, ms }) => `  ${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`);
  process.stdout.write(`The slowest files:\n${lines.join('\n')}\n\n`);
}

/** The files that a run has named so. */
export function slowestFiles(said) {
  return [...said.matchAll(/^ +([\d.]+) s {2}(\S+[.]test[.]ts)$/gm)].map(([, seconds, name]) => ({
    name,
    ms: Number(seconds) * 1000,
  }));
}
