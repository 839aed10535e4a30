import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { parse, problemLines } from './planText';

const text = `version: 3
plan_title: Fix the bug
session_goal: tests pass
steps:
  - id: look
    title: Look
    tool: fs.read
    inputs: {path: a.ts}
    risk: low
  - id: test
    tool: shell.run
    inputs: {argv: [npm, test]}
    timeout_sec: 90
    preconditions: ["artifact_exists: package.json", the tree is clean]
    postconditions: [{type: artifact_exists, expr: out.txt}]
    expected_observation: all green
    verify: {type: exit_code, expr: "0"}
`;

describe('import of plan JSON', () => {
  it('honours every key and chains the steps', () => {
    const { plan, problems, format, version } = parse(text);
    deepStrictEqual(problems, []);
    strictEqual(format, 'plan_json');
    strictEqual(version, 3);
    strictEqual(plan?.title, 'Fix the bug');
    strictEqual(plan?.goal, 'tests pass');
    const [look, test] = plan?.steps ?? [];
    strictEqual(look?.uses, 'read_file');
    strictEqual(look?.risk, 'low');
    strictEqual(look?.timeout_ms, 30_000);
    deepStrictEqual(test?.needs, ['look']);
    strictEqual(test?.timeout_ms, 90_000);
    deepStrictEqual(test?.verify, [{ name: 'verify-1', type: 'exit_code', expr: '0', target: null }]);
    deepStrictEqual(
      [...(test?.preconditions ?? []), ...(test?.postconditions ?? [])].map(
        ({ type, expr }) => `${type} ${expr}`,
      ),
      ['artifact_exists package.json', 'artifact_exists out.txt'],
    );
    strictEqual(test?.expected_observation, 'all green\nprecondition: the tree is clean');
  });

  it('lists every change as a warning with its line', () => {
    deepStrictEqual(
      parse(text).warnings.map((warning) => `${warning.path} ${warning.line} ${warning.message}`),
      [
        '/steps/0 5 The step has no timeout_sec and gets 30 s.',
        "/steps/1 10 The step follows 'look' in the list and now needs it.",
        "/steps/1/preconditions/0 14 The text 'artifact_exists: package.json' is read as a check.",
        '/steps/1/preconditions/1 14 The text cannot be checked by a machine; it is shown for approval instead.',
      ],
    );
  });

  it('names a plan without title, and knows it by its steps alone', () => {
    const parsed = parse(
      '{"steps": [{"id": "a", "tool": "read_file", "inputs": {"path": "x"}, "verify": null}]}',
    );
    deepStrictEqual(parsed.problems, []);
    strictEqual(parsed.plan?.title, 'Imported plan');
    strictEqual(parsed.version, null);
  });

  it('reports mistakes by the keys and lines of the text as it was written', () => {
    const broken = `version: 0
title: A
plan_title: B
goals: x
steps:
  - {id: a, inputs: {pth: x}, timeout_sec: 121}
  - {id: a, tool: nope, timeout_sec: 1s, verify: {type: regex, expr: "("}}
  - {id: b, tool: read_file, uses: x, preconditions: [note, {type: odd, expr: x}]}
`;
    deepStrictEqual(problemLines(broken), [
      'OUT_OF_RANGE /version 1:10',
      'CONFLICT /plan_title 3:13',
      'UNKNOWN_KEY /goals 4:1',
      'MISSING_KEY /steps/0/tool 6:5',
      'OUT_OF_RANGE /steps/0/timeout_sec 6:44',
      'DUPLICATE_ID /steps/1/id 7:10',
      'UNKNOWN_TOOL /steps/1/tool 7:19',
      'WRONG_TYPE /steps/1/timeout_sec 7:38',
      'BAD_REGEX /steps/1/verify/expr 7:70',
      'UNKNOWN_KEY /steps/2/uses 8:30',
      'OUT_OF_RANGE /steps/2/preconditions/1/type 8:68',
    ]);
    const missing = parse(broken).problems.find((problem) => problem.code === 'MISSING_KEY');
    strictEqual(missing?.message, "Expected the key 'tool'.");
  });
});
