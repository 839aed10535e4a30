import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

/** A clone in a folder with a space in its name, as far as the demo needs one. */
function cloneIn(folder: string): string {
  const clone = join(folder, 'my clone');
  for (const path of ['package.json', 'dist/server', 'docs/examples']) {
    cpSync(path, join(clone, path), { recursive: true });
  }
  return clone;
}

function runDemo(clone: string, temporary: string): { status: number | null; text: string } {
  mkdirSync(temporary);
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'docs/examples/demo.mjs')], {
    cwd: temporary,
    env,
    encoding: 'utf8',
    input: '',
  });
  return { status, text: `${stdout}${stderr}`.replaceAll('\r\n', '\n') };
}

/** The lines that tell the story, in their order; what commands print stands behind a bar. */
function told(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^\d[.] | {2}-- Hold point/.test(line));
}

/** Lines of the README's excerpt that the demo did not print, or not in that order; `...` stands for what is left out. */
function missingFrom(text: string): readonly string[] {
  const excerpt = /^<!-- demo -->\n```text\n([\s\S]*?)^```\n<!-- end of demo -->/m.exec(
    readFileSync('README.md', 'utf8'),
  )?.[1];
  const expected = (excerpt ?? 'no excerpt').trimEnd().split('\n');
  const printed = text.split('\n');
  let next = 0;
  return expected
    .filter((line) => line !== '' && line.trim() !== '...')
    .filter((line) => {
      const at = printed.indexOf(line, next);
      next = at === -1 ? next : at + 1;
      return at === -1;
    });
}

describe('the demo without a terminal', function () {
  this.timeout(120_000);
  let folder: string;
  let clone: string;

  before(() => {
    folder = temporaryFolder();
    clone = cloneIn(folder);
  });
  after(() => removeFolder(folder));

  it('goes from failing to passing tests, from a path with spaces', () => {
    const { status, text } = runDemo(clone, join(folder, 'for now'));
    strictEqual(status, 0, text);
    deepStrictEqual(told(text), [
      '1. Tests fail',
      '2. Plan version 1',
      '  -- Hold point 1: plan version 1',
      '  -- Hold point 2: step apply-price',
      '  -- Hold point 3: step apply-cart',
      '  -- Hold point 4: step apply-changelog',
      '  -- Hold point 5: step apply-readme',
      '  -- Hold point 6: step apply-price',
      '  -- Hold point 7: step test',
      '3. It failed',
      '4. Plan version 2',
      '  -- Hold point 8: plan version 2',
      '  -- Hold point 9: step apply-rounding',
      '  -- Hold point 10: step test',
      '5. Tests pass',
      '6. The record',
      '7. The way back',
    ]);
    match(text, /The demo answers: h, then y, then n \(Nobody asked for another currency format\)/);
    match(text, /FAILED amounts are rounded half up: 10 !== 11/);
    match(text, /11 steps did not change/);
    match(text, /^ {2}[|] - invoke_workflow Volume discount \[OK\]/m);
    match(text, /^ {2}[|] ok: \d+ event\(s\)/m);
    match(text, /holdpoint rollback run-\d{8}-\d{6}-[0-9a-f]{6}/);

    const scratch = /^Remove it with: \S.* "(.*)"$/m.exec(text)?.[1] ?? '';
    match(readFileSync(join(scratch, 'report.html'), 'utf8'), /badge succeeded/);
    const price = readFileSync(join(scratch, 'cart/src/price.mjs'), 'utf8');
    ok(price.includes('quantity >= 10') && price.includes('Math.round') && price.includes('toFixed(2)'));
    ok(!price.includes('toLocaleString'));
    ok(!existsSync(join(scratch, 'cart/.holdpoint/server.json')), 'the server is stopped');
    deepStrictEqual(missingFrom(text), []);
  });

  it('ends with what went wrong when the story does not happen', () => {
    const tests = join(clone, 'docs/examples/cart/test/cart.test.mjs');
    writeFileSync(tests, "import { test } from 'node:test';\ntest('asks for nothing', () => undefined);\n");
    const { status, text } = runDemo(clone, join(folder, 'once more'));
    strictEqual(status, 1);
    match(text, /The demo did not go as told: the tests had to fail before anything was changed/);
    match(text, /No server is left running/);
  });
});

describe('the suggestions of the demo at a terminal', () => {
  function shown(text: string): readonly string[] {
    const suggestions = pathToFileURL('docs/examples/demoSuggestions.mjs').href;
    const words = ['--import', suggestions, '-e', `process.stderr.write(${JSON.stringify(text)})`];
    const { stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    return stderr.split('\n').filter((line) => line.startsWith('  * '));
  }

  it('stand below what a hold point shows', () => {
    deepStrictEqual(shown('Hold point: step test - Run\n  $ node --test\n'), [
      '  * suggested here: y (exactly this command)',
    ]);
    const hunk = "+  return (amount / 100).toLocaleString('de-DE');";
    deepStrictEqual(shown(`Hold point: step apply-price - Write\n${hunk}\n`), [
      '  * suggested here: h (hunk by hunk), then y, then n: nobody asked for another currency format',
    ]);
    deepStrictEqual(shown(`  sha256:${'0'.repeat(64)}\n`), [
      '  * suggested here: y (only the plan; each write will ask again)',
    ]);
  });

  it('stay away from everything else', () => {
    deepStrictEqual(shown('> test\n  ok test (12 ms)\n'), []);
  });
});
