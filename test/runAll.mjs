// Runs every bundled test and ends with the line `N passed, N failed`; what opens a browser or windows of VS Code
// runs beside the rest. Arguments are folders or files below test/ to run alone; `--long` runs the long
// forms of the fuzz, crash and property tests; `--write` puts the documents' pictures of the editor into docs/images;
// `--needs` only looks whether the machine has what they need; `--ready` takes a browser and a VS Code to be there.

import { missingNeeds } from './running/missingNeeds.mjs';
import { runFiles } from './running/runFiles.mjs';
import { runJobs } from './running/runJobs.mjs';
import { setUp, testBundles } from './running/testBundles.mjs';

const missing = missingNeeds();
if (missing.length > 0) {
  process.stderr.write(`${missing.join('\n')}\n`);
  process.exit(1);
}
const words = process.argv.slice(2);
if (words.includes('--needs')) {
  process.exit(0);
}
if (words.includes('--long')) {
  process.env.HOLDPOINT_LONG = '1';
}
if (words.includes('--write')) {
  process.env.HOLDPOINT_WRITE_IMAGES = '1';
}
const folders = words.filter((word) => !word.startsWith('--'));
const { passed, failed } = folders.length === 0 ? await runJobs() : await runHere(folders);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

/** Runs some folders in this process. */
async function runHere(only) {
  const bundles = testBundles(only);
  if (!setUp(bundles)) {
    return { passed: 0, failed: 1 };
  }
  const { passes, failures, tests } = await runFiles(bundles);
  // A run that finds no test has shown nothing.
  return { passed: passes, failed: failures === 0 && tests === 0 ? 1 : failures };
}
