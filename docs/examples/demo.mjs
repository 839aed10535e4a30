// `npm run demo`: the main job on a small project, from a failing test to a passing one. Ends with exit code 0 only
// if every part of the story happened as it is told.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unasked } from './demoAnswers.mjs';
import { git, makeScratch, readCart, runTests, testLines } from './demoCart.mjs';
import { HoldpointCommand } from './demoCommand.mjs';
import { ScriptedGates } from './demoGates.mjs';
import { chapter, printLines, say } from './demoVoice.mjs';

const { stdin, stdout, stderr } = process;
/** The result as JSON goes into a file, not onto the screen. */
const quiet = ['-o', '../result.json'];
const hasPerson = stdin.isTTY === true && stdout.isTTY === true && stderr.isTTY === true;

// Ctrl-C ends the command that runs; the demo then stops its server and says so.
process.on('SIGINT', () => undefined);

try {
  const { folder, cart } = makeScratch();
  await tellStory(folder, cart);
} catch (error) {
  say(`\nThe demo did not go as told: ${error.message}`);
  process.exitCode = 1;
}

async function tellStory(folder, cart) {
  say('Holdpoint demo: a plan changes real code, and nothing happens before it is approved.\n');
  say(`A small shop is copied into a git repository of its own:\n  ${cart}`);
  say(
    hasPerson
      ? 'You decide at the hold points; above each question stands what the story suggests.'
      : 'There is no terminal: at each hold point the demo says what a person would be asked\nand decides by its script.',
  );
  const holdpoint = new HoldpointCommand(cart, hasPerson);
  try {
    showFailingTests(cart);
    const gates = new ScriptedGates(holdpoint);
    const session = await runFirstVersion(holdpoint, gates);
    showFailure(holdpoint, cart, session);
    const { run_id: failedRun } = holdpoint.ask('session', 'show', session);
    await runSecondVersion(holdpoint, gates, session);
    showPassingTests(cart);
    await showRecord(holdpoint, folder);
    showEnd(holdpoint, session, failedRun);
  } finally {
    holdpoint.stop();
    say(`\nNo server is left running. Look around in ${folder}\nRemove it with: ${removal(folder)}`);
  }
}

function showFailingTests(cart) {
  chapter('Tests fail', 'The README promises a discount and fair rounding. The code does not keep it.');
  const { isGreen, lines } = runTests(cart);
  printLines('node --test', lines);
  expect(!isGreen, 'the tests had to fail before anything was changed');
}

async function runFirstVersion(holdpoint, gates) {
  chapter(
    'Plan version 1',
    'It reads, searches, drafts three files and a patch, writes them and runs the tests.',
  );
  const plan = '../volumeDiscount.v1.yaml';
  const exit = hasPerson
    ? await holdpoint.show('run', plan, ...quiet)
    : await runScripted(holdpoint, gates, await importFirst(holdpoint, plan), 1);
  expect(exit === 1, `version 1 had to fail at the tests; the command ended with exit code ${exit}`);
  return holdpoint.ask('session', 'list').items[0].id;
}

async function importFirst(holdpoint, plan) {
  const { id } = holdpoint.ask('session', 'create', '--goal', 'Ten pieces are ten per cent cheaper');
  const exit = await holdpoint.show('plan', 'import', id, plan);
  expect(exit === 0, 'the plan was not imported');
  say('  That is all it may do; "ask" means that it stops there. Nothing has run yet.');
  return id;
}

/** Approves a version and carries it out, answering wherever it stops; answers with the last exit code. */
async function runScripted(holdpoint, gates, session, version) {
  gates.approvePlan(session, version);
  let exit = await holdpoint.show('run', '--resume', session, ...quiet);
  while (exit === 5) {
    await gates.answerWaiting();
    const { run_id: run } = holdpoint.ask('session', 'show', session);
    say();
    exit = await holdpoint.show('run', '--resume', run, ...quiet);
  }
  return exit;
}

function showFailure(holdpoint, cart, session) {
  chapter('It failed', 'The discount works, the rounding does not. What the tests said:');
  const { items } = holdpoint.ask('artifacts', 'list', session);
  const result = items.find(({ step_id, kind }) => step_id === 'test' && kind === 'result');
  const { lines, failed } = testLines(
    JSON.parse(holdpoint.read('artifacts', 'get', result.sha256)).output.stdout,
  );
  for (const line of lines.filter((text) => text.startsWith('FAILED'))) {
    say(`  ${line}`);
  }
  expect(failed > 0, 'the tests had to fail after version 1');
  const price = readCart(cart, 'src/price.mjs');
  expect(price.includes('quantity >= 10'), 'the approved hunk is not in src/price.mjs');
  expect(!price.includes(unasked), 'the rejected hunk is in src/price.mjs');
  say('\n  In src/price.mjs is the hunk that was approved; the rejected one never got there.');
  const { needs_replan } = holdpoint.ask('explain', session);
  expect(needs_replan === true, 'the session had to want a new plan version');
  say('  The run stopped. The session takes nothing but a new plan version now.');
}

async function runSecondVersion(holdpoint, gates, session) {
  chapter('Plan version 2', 'The same plan, and a patch for the rounding.');
  await holdpoint.show('plan', 'import', session, '../volumeDiscount.v2.yaml');
  await holdpoint.show('plan', 'diff', session, '1', '2');
  const { carried } = holdpoint.ask('plan', 'diff', session, '1', '2');
  expect(carried.includes('apply-price'), 'finished steps had to be carried over');
  say(`  ${carried.length} steps did not change: they keep their results and do not run again.`);
  const exit = hasPerson
    ? await holdpoint.show('run', '--resume', session, ...quiet)
    : await runScripted(holdpoint, gates, session, 2);
  expect(exit === 0, `version 2 had to succeed; the command ended with exit code ${exit}`);
}

function showPassingTests(cart) {
  chapter('Tests pass', 'Run once more, past Holdpoint, to be sure:');
  const { isGreen, lines } = runTests(cart);
  printLines('node --test', lines);
  expect(isGreen, 'the tests had to pass in the end');
  const price = readCart(cart, 'src/price.mjs');
  expect(price.includes('Math.round') && !price.includes(unasked), 'src/price.mjs is not as approved');
  printLines('git diff --stat', git(cart, 'diff', '--stat', '--', 'src', '*.md').trimEnd().split('\n'));
}

async function showRecord(holdpoint, folder) {
  chapter('The record', 'Every step, decision and approval of the second run:');
  expect((await holdpoint.show('trace', 'show')) === 0, 'the trace cannot be shown');
  say('\n  Nobody has changed the record since:');
  expect((await holdpoint.show('audit', 'verify')) === 0, 'the record does not verify');
  const report = join(folder, 'report.html');
  writeFileSync(report, holdpoint.read('report', 'latest', '--format', 'html'));
  say(
    `\n  The report of the run, a page that opens offline:\n  $ holdpoint report latest --format html > ../report.html\n    ${report}`,
  );
}

function showEnd(holdpoint, session, failedRun) {
  chapter('The way back', 'Undo the second run, then the first. Each lists its files and asks first:');
  const { run_id: run } = holdpoint.ask('session', 'show', session);
  say(`  holdpoint rollback ${run}\n  holdpoint rollback ${failedRun}`);
  say(`\n  where holdpoint is\n  ${holdpoint.spelling}`);
  say('\nEverything happened as told.');
}

function expect(isTrue, sentence) {
  if (!isTrue) {
    throw new Error(sentence);
  }
}

function removal(folder) {
  return process.platform === 'win32' ? `rmdir /s /q "${folder}"` : `rm -r "${folder}"`;
}
