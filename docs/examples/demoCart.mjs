// The project of the demo: a copy of `cart` in a git repository of its own, and its tests.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const examples = fileURLToPath(new URL('.', import.meta.url));

/** Copies the project and both plan versions into a new temporary folder and commits the project there. */
export function makeScratch() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'holdpoint-demo-')));
  const cart = join(folder, 'cart');
  cpSync(join(examples, 'cart'), cart, { recursive: true });
  for (const version of ['v1', 'v2']) {
    const name = `volumeDiscount.${version}.yaml`;
    cpSync(join(examples, name), join(folder, name));
  }
  git(cart, 'init', '--quiet');
  git(cart, 'config', 'core.autocrlf', 'false');
  git(cart, 'config', 'commit.gpgsign', 'false');
  git(cart, 'config', 'user.name', 'Holdpoint demo');
  git(cart, 'config', 'user.email', 'demo@example.invalid');
  git(cart, 'add', '--all');
  git(cart, 'commit', '--quiet', '--no-verify', '--message', 'The shop as it is');
  return { folder, cart };
}

/** What git prints; a git that fails ends the demo. */
export function git(cwd, ...words) {
  const { status, stdout, stderr, error } = spawnSync('git', words, { cwd, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`git ${words.join(' ')} failed: ${error?.message ?? stderr}`);
  }
  return stdout;
}

/** Runs the tests of the project, past Holdpoint, to see for ourselves. */
export function runTests(cart) {
  const env = { ...process.env };
  delete env.NODE_TEST_CONTEXT;
  const words = ['--test', '--test-reporter=tap'];
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: cart, encoding: 'utf8', env });
  return { isGreen: status === 0, ...testLines(stdout) };
}

/** The results in what the test runner wrote: a line per test, with what differed where one failed. */
export function testLines(text) {
  const tests = [...text.matchAll(/^(not ok|ok) \d+ - (.*)$([\s\S]*?)^ {2}[.]{3}$/gm)];
  const lines = tests.map(([, result, name, rest]) => {
    const difference = /^\s*(.+ !== .+)$/m.exec(rest)?.[1];
    return `${result === 'ok' ? 'ok    ' : 'FAILED'} ${name}${difference ? `: ${difference}` : ''}`;
  });
  return { lines, failed: lines.filter((line) => line.startsWith('FAILED')).length };
}

/** The text of a file of the project. */
export function readCart(cart, path) {
  return readFileSync(join(cart, path), 'utf8');
}
