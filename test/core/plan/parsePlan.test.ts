import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { fullPlan, parse, planOf, problemLines } from './planText';

function check(text: string, expected: readonly string[]): void {
  deepStrictEqual(problemLines(text), expected);
}

describe('parsePlan', () => {
  it('takes the whole example of the specification', () => {
    const parsed = parse(fullPlan);
    deepStrictEqual(parsed.problems, []);
    strictEqual(parsed.format, 'plan');
    const lint = parsed.plan?.steps[1];
    deepStrictEqual(lint?.retry, { max_attempts: 3 });
    deepStrictEqual(lint?.on_error, { action: 'continue', target: null });
    strictEqual(lint?.timeout_ms, 120_000);
    deepStrictEqual(lint?.verify, [{ name: 'verify-1', type: 'exit_code', expr: '0', target: null }]);
    strictEqual(parsed.plan?.policy.reliability?.timeout_ms, 1_800_000);
    strictEqual(parsed.plan?.policy.approvals?.expires_ms, 86_400_000);
  });

  it('fills defaults and names slot, profile and executor', () => {
    const { plan } = parse(planOf('  - {id: a, uses: fs.read, with: {path: x}}\n'));
    strictEqual(plan?.profile, 'standard');
    strictEqual(plan?.executor, 'local');
    strictEqual(plan?.workspace.slot, 'in_place');
    strictEqual(plan?.steps[0]?.uses, 'read_file');
    strictEqual(
      parse(planOf('  - {id: a, uses: fs.read}\n', 'profile: ci\n')).plan?.workspace.slot,
      'worktree',
    );
    const given = parse(planOf('  - {id: a, uses: fs.read}\n'), {
      defaultProfile: 'dev',
      defaultSlot: 'scratch',
    });
    strictEqual(given.plan?.profile, 'dev');
    strictEqual(given.plan?.workspace.slot, 'scratch');
  });

  it('reads JSON as it reads YAML', () => {
    const text = '{"schema": "plan/1",\n\t"title": "T",\n\t"steps": [{"id": "a", "uses": "nope"}]}';
    check(text, ['UNKNOWN_TOOL /steps/0/uses 3:32']);
  });

  it('reports six faults at six paths at once', () => {
    check(
      planOf(
        `  - id: a
    uses: shell.rum
    timeout: -5s
    retry: {max_attempts: 0, delay: nan}
    on_error: goto
  - id: a
    uses: shell.run
    need: [a]
`,
      ),
      [
        'UNKNOWN_TOOL /steps/0/uses 5:11',
        'BAD_DURATION /steps/0/timeout 6:14',
        'OUT_OF_RANGE /steps/0/retry/max_attempts 7:27',
        'BAD_DURATION /steps/0/retry/delay 7:37',
        'BAD_GOTO /steps/0/on_error 8:15',
        'DUPLICATE_ID /steps/1/id 9:9',
        'UNKNOWN_KEY /steps/1/need 11:5',
      ],
    );
  });

  it('names the nearest key, tool and step', () => {
    const { problems } = parse(planOf('  - {id: build, uses: shell.rum, need: [], needs: [buil]}\n'));
    deepStrictEqual(
      problems.map((problem) => problem.message),
      [
        "There is no tool 'shell.rum'; did you mean 'shell.run'?",
        "Unknown key 'need'; did you mean 'needs'?",
        "There is no step 'buil'; did you mean 'build'?",
      ],
    );
  });

  it('does not run unlimited outside profile dev', () => {
    const text = planOf(
      '  - {id: a, uses: shell.run, timeout: 0}\n',
      'policy: {reliability: {timeout: 0s}}\n',
    );
    check(text, [
      'TIMEOUT_UNLIMITED /policy/reliability/timeout 3:33',
      'TIMEOUT_UNLIMITED /steps/0/timeout 5:39',
    ]);
    const dev = parse(text, { defaultProfile: 'dev' });
    strictEqual(dev.plan?.steps[0]?.timeout_ms, 0);
    strictEqual(dev.plan?.policy.reliability?.timeout_ms, null);
  });

  it('finds the place of any pointer, and of the parent of a missing one', () => {
    const parsed = parse(fullPlan);
    deepStrictEqual(parsed.lineOf('/steps/1/timeout'), { line: 27, column: 14 });
    deepStrictEqual(parsed.lineOf('/steps/1/nothing/here'), parsed.lineOf('/steps/1'));
    ok(parsed.lineOf('').line >= 1);
  });
});
