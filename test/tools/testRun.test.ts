import assert from 'node:assert/strict';
import {
  type ScriptedProgram,
  scriptedProcesses,
} from '../../server/src/adapters/processes/scriptedProcesses';
import { memoryWorkspace } from '../../server/src/adapters/workspace/memoryWorkspace';
import { detectTestCommand } from '../../server/src/tools/commands/detectTestCommand';
import { outputTail } from '../../server/src/tools/commands/outputTail';
import { ranNoTests } from '../../server/src/tools/commands/ranNoTests';
import { factsOf, perform, toolContext } from './toolContext';

const run = (inputs: object, program: ScriptedProgram, files: Record<string, string> = {}, more = {}) => {
  const processes = scriptedProcesses(() => program);
  const context = toolContext({ processes, workspace: memoryWorkspace(files), ...more });
  return perform('test.run', inputs, context).then((result) => ({ result, requests: processes.requests }));
};

describe('test.run', () => {
  it('is green when the runner is', async () => {
    const { result } = await run({ argv: ['npm', 'test'] }, { stdout: '\n  3 passing (5ms)\n' });
    const { success, no_tests, skipped } = result.output as Record<string, unknown>;
    assert.deepEqual([result.ok, success, no_tests, skipped], [true, true, false, false]);
  });
  it('is red when the runner is', async () => {
    const { result } = await run({ argv: ['npm', 'test'] }, { exitCode: 1, stdout: '1 failing' });
    assert.deepEqual([result.ok || result.errorClass, result.exitCode], ['exit_code', 1]);
  });
  it('is red when no test ran, unless tests are not required, and never a success', async () => {
    const none = { stdout: '  0 passing (1ms)\n' };
    const { result } = await run({ argv: ['mocha'] }, none);
    assert.deepEqual(
      [result.ok || result.errorClass, result.ok || result.message],
      ['check', 'no tests were found'],
    );
    const { result: lenient } = await run({ argv: ['mocha'], require_tests: false }, none);
    const { success, skipped } = lenient.output as Record<string, unknown>;
    assert.deepEqual([lenient.ok, success, skipped], [true, false, true]);
    const { result: pytest } = await run({ argv: ['python', '-m', 'pytest'] }, { exitCode: 5 });
    assert.deepEqual([pytest.ok || pytest.errorClass, pytest.exitCode], ['check', 5]);
  });
  it('sees the closing line of an output that is longer than what is kept', async () => {
    const { result } = await run(
      { argv: ['x'] },
      { stdout: `${'.'.repeat(200_000)}\n# tests 0\n` },
      {},
      { maxOutputBytes: 10 },
    );
    assert.equal(result.ok, false);
  });
  it('completes its command from the workspace before anything is judged', async () => {
    const { requests } = await run(
      {},
      { stdout: 'ok' },
      { 'package.json': '{"scripts": {"test": "mocha"}}' },
    );
    assert.deepEqual(
      requests.map(({ argv }) => argv),
      [['npm', 'test']],
    );
    assert.deepEqual(factsOf('test.run', { argv: ['npm', 'test'] }).commands, [
      { argv: ['npm', 'test'], cwd: '.' },
    ]);
  });
  it('says so when there is nothing to run', async () => {
    const { result, requests } = await run({}, {});
    assert.deepEqual(
      [result.ok || result.message, requests.length],
      ['no test command was given or detected', 0],
    );
    const { result: lenient } = await run({ require_tests: false }, {});
    assert.deepEqual([lenient.ok, (lenient.output as { skipped: boolean }).skipped], [true, true]);
  });
  it('keeps the class of a run that could not end', async () => {
    const { result } = await run(
      { argv: ['x'] },
      { hangs: true, stdout: '# tests 0\n' },
      {},
      { timeoutMs: 5 },
    );
    assert.equal(result.ok || result.errorClass, 'timeout');
  });
});

describe('detecting a test command', () => {
  const check = (files: Record<string, string>, expected: string | undefined) =>
    it(`finds ${expected ?? 'nothing'} by ${Object.keys(files).join(', ') || 'nothing'}`, async () => {
      const found = await detectTestCommand(memoryWorkspace(files));
      assert.equal(found?.argv.join(' '), expected);
    });

  check({}, undefined);
  check({ 'package.json': '{"scripts":{"test":"x"}}' }, 'npm test');
  check({ 'package.json': '{"scripts":{"test":"x"}}', 'pnpm-lock.yaml': '' }, 'pnpm test');
  check({ 'package.json': '{"scripts":{"test":"x"}}', 'yarn.lock': '' }, 'yarn test');
  check(
    { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}' },
    undefined,
  );
  check({ 'package.json': '{"devDependencies":{"jest":"1"}}' }, 'npx --no-install jest');
  check({ 'package.json': '{"dependencies":{"vitest":"1"}}' }, 'npx --no-install vitest run');
  check({ 'package.json': '{"devDependencies":{"mocha":"1"}}' }, 'npx --no-install mocha');
  check({ 'package.json': 'null', 'go.mod': '' }, 'go test ./...');
  check({ 'package.json': '{', 'Cargo.toml': '' }, 'cargo test');
  check({ 'pytest.ini': '' }, 'python -m pytest -q');
  check({ 'pyproject.toml': '[tool.pytest.ini_options]\n' }, 'python -m pytest -q');
  check({ 'tests/test_a.py': '' }, 'python -m unittest discover');
  check({ 'pom.xml': '' }, 'mvn -B test');
  check({ 'pom.xml': '', mvnw: '' }, './mvnw -B test');
  check({ 'build.gradle.kts': '', gradlew: '' }, './gradlew test');
  check({ 'build.gradle': '' }, 'gradle test');
  check({ 'spec/a_spec.rb': '' }, 'rspec');
  check({ '.rspec': '', Gemfile: "gem 'rspec'" }, 'bundle exec rspec');
  check({ Rakefile: 'Rake::TestTask.new' }, 'rake test');
});

describe('a run without tests', () => {
  const check = (text: string, expected: boolean, exitCode = 0, argv = ['x']) =>
    it(`${expected ? 'is' : 'is not'} ${JSON.stringify(text)} with code ${exitCode} of ${argv[0]}`, () =>
      assert.equal(ranNoTests(argv, exitCode, text), expected));

  const none = [
    'no tests ran in 0.01s',
    '\u001b[33m============ no tests ran in 0.01s ============\u001b[0m',
    'Ran 0 tests in 0.000s\n\nOK',
    'NO TESTS RAN',
    '\n\n  0 passing (1ms)\n',
    'No tests found, exiting with code 0',
    'No test files found, exiting with code 1',
    '# tests 0\n# suites 0\n# pass 0',
    'ℹ tests 0\nℹ pass 0\r\n',
    'Tests:       0 total',
    '?   \texample.org/x\t[no test files]\n?   \texample.org/y\t[no test files]',
    'testing: warning: no tests to run\nPASS\nok  \texample.org/x\t0.002s [no tests to run]',
    'running 0 tests\n\ntest result: ok. 0 passed; 0 failed',
    '0 examples, 0 failures',
    'Tests run: 0, Failures: 0, Errors: 0, Skipped: 0',
    '[INFO] No tests to run.',
    '> Task :test NO-SOURCE\nBUILD SUCCESSFUL',
  ];
  for (const text of none) check(text, true);
  const some = [
    '',
    'all good',
    '10 passing (2s)',
    '  20 passing (2s)\n  3 pending',
    '# tests 10\n# pass 10',
    'Tests:       2 passed, 2 total',
    '0 passing\n\n3 passing',
    '?   \ta\t[no test files]\nok  \tb\t0.01s',
    'running 0 tests\n\nrunning 3 tests\ntest a ... ok',
    'Ran 12 tests in 0.1s',
    '5 passed in 0.02s',
    'Tests run: 10, Failures: 0',
  ];
  for (const text of some) check(text, false);
  check('', true, 5, ['python', '-m', 'pytest', '-q']);
  check('', false, 5, ['make', 'test']);
});

describe('the tail of an output', () => {
  it('is its last bytes', () => {
    const tail = outputTail(5);
    for (const text of ['abc', 'defghijklmnop', 'q', 'rs']) tail.add(Buffer.from(text));
    assert.equal(tail.text(), 'opqrs');
  });
});
