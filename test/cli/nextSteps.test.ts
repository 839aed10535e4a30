import { deepStrictEqual, doesNotMatch, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, type ErrorCode } from '#protocol/errors';
import { startServer } from '../../server/src/cli/door/startServer';
import { failedOutcome } from '../../server/src/cli/failure';
import { fileFault } from '../../server/src/cli/fileFault';
import { japaneseUsage } from '../../server/src/cli/terminal/japaneseUsage';
import { englishMessages } from '../../server/src/cli/terminal/messages';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { runScripted } from './scriptedWorld';

/** What was not understood, and of which command the help is named. */
const notUnderstood: readonly (readonly [readonly string[], RegExp, string])[] = [
  [['nonsense'], /^error: unknown command 'nonsense'\n/, 'holdpoint'],
  [['plan', 'nonsense'], /^error: unknown command 'nonsense'\n/, 'holdpoint plan'],
  [['plan', 'show'], /^error: missing required argument 'session'\n/, 'holdpoint plan show'],
  [['rollback', 'a', 'b'], /^error: too many arguments for 'rollback'/, 'holdpoint rollback'],
  [['run', '--nope'], /^error: unknown option '--nope'\n/, 'holdpoint run'],
  [['flow', 'run', 'a.yaml'], /^error: required option '--goal <text>'/, 'holdpoint flow run'],
  [['logs', 'search'], /^error: missing required argument 'session'\n/, 'holdpoint logs search'],
  [['rnu'], /\(Did you mean run\?\)\n/, 'holdpoint'],
];

/** What is missing, and the command that lists what there is. */
const missing: readonly (readonly [string, string])[] = [
  ['there is no session s', 'See what there is: holdpoint session list'],
  ['session s has no plan v3', 'See what there is: holdpoint plan list SESSION'],
  ['plan v1 has no step s', 'See what there is: holdpoint plan show SESSION'],
  ['there is no run yet', 'Begin with one: holdpoint run FILE'],
  ['there is no run run-1', 'See what there is: holdpoint runs list'],
  ['there is no trace abc', 'See what there is: holdpoint trace list'],
  ['there is no preview prev_1', 'See what there is: holdpoint approvals list --all'],
  ['there is no token ci', 'See what there is: holdpoint token list'],
  ['there is no webhook ci', 'See what there is: holdpoint webhooks list'],
];

const failureText = (code: ErrorCode, message: string, details = {}) =>
  failedOutcome(new AppError(code, message, details), englishMessages).text;

describe('a refusal of the command line', () => {
  let root: string;
  before(() => {
    root = temporaryFolder();
  });
  after(() => removeFolder(root));

  it('names the help of the very command that was not understood, in both languages', async () => {
    for (const [words, said, command] of notUnderstood) {
      const english = await runScripted(words, { root });
      match(english.stderr, said);
      match(english.stderr, new RegExp(`\\nHow it is used: ${command} --help\\n$`));
      const japanese = await runScripted([...words, '--locale', 'ja'], { root });
      match(japanese.stderr, /^エラー: /);
      match(japanese.stderr, new RegExp(`\\n使い方: ${command} --help\\n$`));
      doesNotMatch(japanese.stderr, /error|Did you mean|missing|unknown|Expected/);
      deepStrictEqual([english.exit, japanese.exit], [2, 2]);
    }
  });

  it('takes the language from the environment, and leaves what it does not know as it is', async () => {
    const { stderr } = await runScripted(['plan', 'show'], { root, env: { LANG: 'ja_JP.UTF-8' } });
    match(stderr, /^エラー: 引数 'session' がありません\n/);
    strictEqual(japaneseUsage('something new'), 'something new');
  });

  it('shows the help of a noun without a verb, and nothing more', async () => {
    const { exit, stderr } = await runScripted(['plan'], { root });
    strictEqual(exit, 2);
    match(stderr, /^Usage: holdpoint plan/);
    doesNotMatch(stderr, /How it is used/);
  });

  it('names the list in which to look for what is missing', () => {
    for (const [message, next] of missing) {
      strictEqual(failureText('NOT_FOUND', message), `${message}\nNext: ${next}`);
    }
    strictEqual(failureText('NOT_FOUND', 'there is no file a.db'), 'there is no file a.db');
  });

  it('says of a server what can be done about that one', () => {
    const text = 'no server answers at http://127.0.0.1:1/api/v1: connect ECONNREFUSED';
    match(
      failureText('SERVER_UNREACHABLE', text, { address: 'http://127.0.0.1:1/api/v1' }),
      /Look where that server/,
    );
    match(failureText('SERVER_UNREACHABLE', 'no server lives for /w'), /Leave --no-start out/);
    match(failureText('SERVER_UNREACHABLE', 'the server of /w did not start'), /server[.]log/);
    const refused = 'cannot start a server in /w: EACCES: permission denied, mkdir';
    match(failureText('SERVER_UNREACHABLE', refused), /\nNext: Make this folder writable/);
  });

  it('sends to the repair of the record only where that helps', () => {
    const damaged = failureText('STORE_UNAVAILABLE', 'damaged', { next_step: 'holdpoint store repair' });
    match(damaged, /\nNext: Mend it: holdpoint stop, then holdpoint store repair$/);
    strictEqual(
      failureText('STORE_UNAVAILABLE', 'full; free some space', { next_step: 'x' }),
      'full; free some space',
    );
  });

  it('says that what should be the folder of the server is a file', async () => {
    const own = temporaryFolder();
    try {
      writeFileSync(join(own, '.holdpoint'), '');
      const started = startServer({ path: join(own, 'main.mjs'), root: own }, () =>
        Promise.resolve(undefined),
      );
      await rejects(started, /[.]holdpoint is not a directory of its own; remove it and start again$/);
    } finally {
      removeFolder(own);
    }
  });

  it('says a mistake in one value once', () => {
    const message = '/limit: Too big: expected number to be <=500';
    const errors = [{ path: '/limit', message: 'Too big: expected number to be <=500' }];
    strictEqual(failureText('BAD_REQUEST', message, { errors }), message);
    const two = [...errors, { path: '/offset', message: 'Too small' }];
    const both = `${message}; /offset: Too small`;
    strictEqual(failureText('BAD_REQUEST', both, { errors: two }), both);
  });

  it('FLOW-25: says once, and with no place in a file, that inputs do not fit', async () => {
    const plan = join(root, 'takes.yaml');
    writeFileSync(
      plan,
      `schema: plan/1
title: Takes inputs
inputs: {type: object, properties: {n: {type: integer}, s: {type: string}}, required: [s]}
steps: [{id: a, uses: list_dir, with: {path: .}}]
`,
    );
    const { exit, stdout, stderr } = await runScripted(['run', plan, '--set', 'n=x'], { root });
    deepStrictEqual([exit, stdout], [2, '']);
    strictEqual(
      stderr,
      `the inputs do not fit the plan
  WRONG_TYPE Expected an integer, found string. (/n)
  MISSING_KEY Expected the input 's'. (/s)
`,
    );
    const { stdout: document } = await runScripted(['run', plan, '--set', 'n=x', '--json'], { root });
    deepStrictEqual(JSON.parse(document).details.errors[0], {
      ...{ code: 'WRONG_TYPE', path: '/n', line: 0, column: 0 },
      message: 'Expected an integer, found string.',
    });
  });

  it('says the mistakes of a plan that a server refused once, each with its place', () => {
    const errors = [
      { code: 'BAD_GOTO', path: '/steps/0/on_error', line: 3, column: 9, message: 'no target.' },
      { code: 'SYNTAX', path: '', line: 4, column: 1, message: 'no end.' },
    ];
    const listed = '  3:9: BAD_GOTO no target. (/steps/0/on_error)\n  4:1: SYNTAX no end.';
    for (const [message, head] of [
      [
        'the plan has 2 errors:\np.yaml:3:9 BAD_GOTO no target.\np.yaml:4:1 SYNTAX no end.',
        'the plan has 2 errors',
      ],
      ['policy is invalid, nothing runs: 3:9 no target.; 4:1 no end.', 'policy is invalid, nothing runs'],
      ['inputs are wrong: /steps/0/on_error: no target.; /: no end.', 'inputs are wrong'],
      ['the plan cannot be used', 'the plan cannot be used'],
    ] as const) {
      const lines = failureText('PLAN_INVALID', message, { errors }).split('\n');
      deepStrictEqual(lines.slice(0, 3).join('\n'), `${head}\n${listed}`);
    }
  });

  it('names the hash that an artifact is got by before any server is asked', async () => {
    const { exit, stderr } = await runScripted(['artifacts', 'get', '93ee2459db11'], { root });
    strictEqual(exit, 2);
    match(stderr, /^93ee2459db11 is no SHA-256 of 64 digits; holdpoint artifacts list shows them\n$/);
  });

  it('says a path once', async () => {
    const { exit, stderr } = await runScripted(['audit', 'verify', 'missing.ndjson'], { root });
    strictEqual(exit, 2);
    strictEqual(stderr, `cannot read ${join(root, 'missing.ndjson')}: ENOENT: no such file or directory\n`);
    strictEqual(
      fileFault(new Error("EXDEV: cross-device link, rename '/a' -> '/b'")),
      'EXDEV: cross-device link',
    );
    strictEqual(fileFault(new Error('something else')), 'something else');
  });

  it('refuses a plan that is too large by the limit that holds everywhere', async () => {
    const path = join(root, 'large.yaml');
    writeFileSync(path, '');
    truncateSync(path, 4 * 1024 * 1024 + 1);
    const { exit, stderr } = await runScripted(['plan', 'validate', 'large.yaml'], { root });
    strictEqual(exit, 2);
    match(stderr, /^large[.]yaml: 4194305 bytes are more than a plan may have \(4194304\)\n/);
  });

  it('lists every command under a heading, the help as well', async () => {
    const { stdout } = await runScripted(['--help'], { root });
    const headings = [...stdout.matchAll(/^(\S.*):$/gm)].map(([, heading]) => heading);
    deepStrictEqual(headings, [
      'Options',
      'To begin with',
      'Plans and runs',
      'What may happen, and the way back',
      'What happened',
      'The record',
      'The server, and other ways in',
    ]);
    ok(stdout.indexOf('  help [command]') < stdout.indexOf('Plans and runs:'));
  });
});
