import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { parse, problemLines } from './planText';

const text = `flow:
  name: Coding assistant
  entry: inspect
  policy: {fail_fast: false, timeout: 10s, retry: {max_attempts: 2, delay: 0.5, mode: fixed}}
  nodes:
    inspect:
      type: illumo_flow.nodes.WorkspaceInspectorNode
      context: {outputs: $ctx.workspace.structure}
    patch:
      type: PatchNode
      setting: {allowed_paths: [a.py], summary_path: $ctx.diff.summary}
      context: {inputs: {diff: $ctx.diff.proposed}}
    test:
      type: TestExecutorNode
      setting: {command: [pytest, -q, "{{ $ctx.diff.summary }}"]}
      policy: {fail_fast: true, timeout: 0s}
    ask:
      type: SummaryAgent
      setting: {prompt: "Costs $5: \${x} {{ $payload }} of $joins.ask.test in $env.LANG"}
      policy: {on_error: {action: goto, target: help}}
    help:
      type: Agent
      setting: {prompt: $ctx.workspace.structure.files}
  edges:
    - inspect >> patch >> (test | ask)
    - (test & ask) >> help
`;

/** A flow of plain steps with these edges. */
function flowOf(edges: readonly string[], nodes: readonly string[], more = ''): string {
  const bodies = nodes.map(
    (node) => `  ${node}: {type: ${node.startsWith('loop') ? 'LoopNode' : 'test.run'}}\n`,
  );
  return `entry: a\nedges: ${JSON.stringify(edges)}\n${more}nodes:\n${bodies.join('')}`;
}

function needsOf(source: string): Record<string, readonly string[]> {
  const { plan, problems } = parse(source);
  deepStrictEqual(problems, []);
  return Object.fromEntries((plan?.steps ?? []).map((step) => [step.id, step.needs]));
}

describe('import of flow files', () => {
  it('converts nodes, edges, names and policies', () => {
    const { plan, problems, format } = parse(text);
    deepStrictEqual(problems, []);
    strictEqual(format, 'flow');
    strictEqual(plan?.title, 'Coding assistant');
    deepStrictEqual(
      plan?.steps.map((step) => `${step.id} ${step.uses} <- ${step.needs.join(' ')}`),
      [
        'inspect workspace.inspect <- ',
        'patch apply_patch <- inspect',
        'test test.run <- patch',
        'ask llm.summary <- patch',
        'help llm.agent <- test ask',
      ],
    );
    deepStrictEqual(
      plan?.steps.map((step) => step.with),
      [
        {},
        { allowed_paths: ['a.py'], patch: '${inputs.diff.proposed}' },
        { argv: ['pytest', '-q', '${steps.patch.output.summary}'] },
        { prompt: 'Costs $5: $${x} ${payload} of ${joins.ask.test} in ${env.LANG}' },
        { prompt: '${steps.inspect.output.files}' },
      ],
    );
    deepStrictEqual(plan?.inputs, { type: 'object', properties: { diff: {} } });
  });

  it('counts retries as retries, and reads fail_fast: false with stop as continue', () => {
    const plan = parse(text).plan;
    deepStrictEqual(plan?.policy.reliability, {
      fail_fast: false,
      retry: { max_attempts: 3, delay_ms: 500, mode: 'fixed' },
      on_error: { action: 'continue', target: null },
    });
    const [inspect, , test, ask] = plan?.steps ?? [];
    strictEqual(inspect?.timeout_ms, 10_000);
    strictEqual(test?.timeout_ms, null);
    deepStrictEqual(test?.on_error, { action: 'stop', target: null });
    deepStrictEqual(test?.policy, { reliability: { fail_fast: true } });
    deepStrictEqual(ask?.on_error, { action: 'goto', target: 'help' });
    strictEqual(parse(text, { defaultProfile: 'dev' }).plan?.steps[2]?.timeout_ms, 0);
  });

  it('lists every change as a warning', () => {
    const warnings = parse(text).warnings.map(
      (warning) => `${warning.line} ${warning.path}: ${warning.message}`,
    );
    deepStrictEqual(warnings.slice(0, 5), [
      '7 /flow/nodes/inspect/type: illumo_flow.nodes.WorkspaceInspectorNode is the tool workspace.inspect.',
      '10 /flow/nodes/patch/type: PatchNode is the tool apply_patch.',
      "12 /flow/nodes/patch/context/inputs/diff: 'diff' is called 'patch' here.",
      '12 /flow/nodes/patch/context/inputs/diff: References are written as in plans: ${inputs.diff.proposed}',
      '14 /flow/nodes/test/type: TestExecutorNode is the tool test.run.',
    ]);
    for (const part of [
      /timeout of 0 becomes the default/,
      /2 retries are 3 tries/,
      /means on_error: continue/,
      /becomes the input 'diff'/,
    ]) {
      match(warnings.join('\n'), part);
    }
  });

  it('converts what node types took by themselves', () => {
    const { plan, problems, warnings } = parse(`entry: a
edges: [a >> loop, loop >> t, loop >> loop]
nodes:
  a: {type: WorkspaceInspectorNode, setting: {preview_lines: 3, default_root: {type: string, value: src}}}
  loop: {type: LoopNode, setting: {body_route: t, loop_route: loop}}
  t: {type: TestExecutorNode, setting: {command: npm run test, timeout: 60}}
`);
    deepStrictEqual(problems, []);
    deepStrictEqual(
      plan?.steps.map((step) => step.with),
      [{ path: 'src' }, { body_route: 't', payload: '${payload}' }, { argv: ['npm', 'run', 'test'] }],
    );
    strictEqual(plan?.steps[2]?.timeout_ms, 60_000);
    match(warnings.map((warning) => warning.message).join('\n'), /'preview_lines' has no counterpart/);
  });

  it('joins all of several ways, and any of a group of alternatives', () => {
    const nodes = ['a', 'b', 'c', 'd'];
    deepStrictEqual(needsOf(flowOf(['a >> (b | c)', 'b >> d', 'c >> d'], nodes)), {
      a: [],
      b: ['a'],
      c: ['a'],
      d: ['b', 'c'],
    });
    const joinOf = (edge: string) => parse(flowOf(['a >> (b | c)', edge], nodes)).plan?.steps[3]?.join;
    strictEqual(joinOf('(b & c) >> d'), 'all');
    strictEqual(joinOf('(b | c) >> d'), 'any');
  });

  it('takes cycles of a LoopNode only', () => {
    deepStrictEqual(
      needsOf(flowOf(['a >> loop', 'loop >> b', 'b >> loop', 'loop >> loop'], ['a', 'loop', 'b'])),
      {
        a: [],
        loop: ['a'],
        b: ['loop'],
      },
    );
    deepStrictEqual(problemLines(flowOf(['a >> b', 'b >> a'], ['a', 'b'])), ['CYCLE /edges/1 2:18']);
    deepStrictEqual(problemLines(flowOf(['a >> a'], ['a'])), ['CYCLE /edges/0 2:9']);
  });

  it('refuses unknown and unreachable nodes, broken edges, a missing entry', () => {
    deepStrictEqual(problemLines(flowOf(['a >> bb', 'a > b'], ['a', 'b'])), [
      'UNKNOWN_STEP /edges/0 2:9',
      'WRONG_TYPE /edges/1 2:19',
      'UNREACHABLE /nodes/b 5:6',
    ]);
    deepStrictEqual(problemLines('nodes: {a: {type: test.run}}\nedges: []\n'), ['MISSING_KEY /entry 1:1']);
    deepStrictEqual(problemLines('entry: b\nnodes: {a: {typ: test.run}}\n'), [
      'UNKNOWN_STEP /entry 1:8',
      'MISSING_KEY /nodes/a/type 2:12',
      'UNKNOWN_KEY /nodes/a/typ 2:13',
    ]);
  });

  it('reaches nodes by a goto', () => {
    const policy = 'policy: {on_error: {action: goto, target: help}}\n';
    deepStrictEqual(needsOf(flowOf(['a >> b'], ['a', 'b', 'help'], policy)), { a: [], b: ['a'], help: [] });
  });

  it('refuses two differing policies of one node, and takes two equal ones', () => {
    const node = (one: string, two: string) =>
      `entry: a\nedges: []\nnodes:\n  a: {type: test.run, policy: {timeout: ${one}}, setting: {policy: {timeout: ${two}}}}\n`;
    deepStrictEqual(problemLines(node('1s', '2s')), ['CONFLICT /nodes/a/setting/policy 4:64']);
    strictEqual(parse(node('1s', '1s')).plan?.steps[0]?.timeout_ms, 1000);
  });

  it('reports policy mistakes where they stand', () => {
    const source = flowOf([], ['a'], 'policy: {timeout: -5s, retry: {max_attempts: nan}, delay: 1}\n');
    deepStrictEqual(problemLines(source), [
      'BAD_DURATION /policy/timeout 3:19',
      'WRONG_TYPE /policy/retry/max_attempts 3:46',
      'UNKNOWN_KEY /policy/delay 3:52',
    ]);
  });

  it('refuses names without counterpart, and code in templates', () => {
    const ask = (prompt: string) =>
      `entry: a\nedges: []\nnodes:\n  a: {type: llm.agent, setting: {prompt: ${JSON.stringify(prompt)}}}\n`;
    for (const prompt of [
      '{{ $ctx.a if $ctx.b else 1 }}',
      '$ctx',
      '$ctx.errors[0]',
      '$ctx.steps.zz.status',
    ]) {
      deepStrictEqual(problemLines(ask(prompt)), ['BAD_REFERENCE /nodes/a/setting/prompt 4:42'], prompt);
    }
  });
});
