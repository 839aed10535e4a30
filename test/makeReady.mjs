// Sees to all that the tests need, before the first of them: what can be checked without running is checked, and
// meanwhile everything is built and a browser and a VS Code are there. The floors are not checked here: a test of the tests does.

import { spawn } from 'node:child_process';

const lines = [
  [
    ['node_modules/typescript-native/bin/tsc', '-b'],
    ['node_modules/@biomejs/biome/bin/biome', 'check', '.'],
    ['node_modules/knip/bin/knip.js'],
  ],
  [['esbuild.mjs'], ['dist/test/editor/setUp.child.mjs']],
];
const ends = await Promise.all(lines.map(runInTurn));
process.exit(ends.every(Boolean) ? 0 : 1);

/** Runs programs one after the other up to the first that fails; whether all succeeded. */
async function runInTurn(programs) {
  for (const words of programs) {
    if (!(await runWhole(words))) {
      return false;
    }
  }
  return true;
}

/** Runs a program of Node's and shows what it wrote in one piece once it has ended; whether it succeeded. */
async function runWhole(words) {
  const startMs = performance.now();
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  }
  const code = await new Promise((done) => child.on('close', done));
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${words.join(' ')}${code === 0 ? '' : ` ended with ${code}`}\n${said}`);
  return code === 0;
}
