/** One kind of file with a place for each question; `‸` marks the cursor. */
export interface KindSample {
  readonly uri: string;
  /** Without a mistake; the mark is at a name. */
  readonly named: string;
  /** All places of that name, the definition first, as `line:character`. */
  readonly places: readonly string[];
  readonly newName: string;
  /** Where a completion is asked for, and some of what it offers. */
  readonly completed: string;
  readonly offers: readonly string[];
  readonly hovered: string;
  readonly told: RegExp;
  readonly outline: readonly string[];
  readonly lenses: readonly string[];
  /** With one mistake, its code, and what it becomes by its quick fix. */
  readonly broken: string;
  readonly code: string;
  readonly mended: string;
}

const planLenses = ['Check', 'Approve', 'Dry run', 'Run'];
const policyLenses = ['No problems', 'Check the policy in force', 'Policy in force'];

/** A plan of two steps. */
export const plan = `schema: plan/1
title: A change
steps:
  - id: lo‸ok
    uses: read_file
    with: { path: a.txt }
  - id: build
    uses: test.run
    needs: [look]
    with: { argv: [npm, test, "\${steps.look.output.path}"] }
`;
/** A flow of two nodes. */
export const flow = `flow:
  entry: look
  nodes:
    lo‸ok:
      type: read_file
      setting: { path: a.txt }
    build:
      type: TestExecutorNode
      setting: { command: [npm, test, "{{ $ctx.steps.look.output }}"] }
  edges:
    - look >> build
`;
const playbook = `name: Mend
steps:
  - name: Install
    command: [npm, ci, "--prefix=\${fo‸lder}"]
    condition: install_deps == true && folder != ''
  - name: Test
    command: npm test
    timeout_seconds: 60
`;
const policy = `schema: policy/1
permissions:
  env_allow: &names [CI, HOME]
  deny_if_contains: *na‸mes
  rules:
    - { id: no-push, effect: deny, tool: "shell.run", reason: By hand }
    - id: tests
      effect: allow
      tool: test.run
approvals:
  steps: all
`;

/** Each kind of file in YAML and JSON. */
export const samples: Readonly<Record<string, KindSample>> = {
  'plan in YAML': {
    uri: 'file:///w/change.plan.yaml',
    named: plan,
    places: ['3:8', '8:12', '9:39'],
    newName: 'see',
    completed: plan.replace('needs: [look]', 'needs: [‸]').replace('lo‸ok', 'look'),
    offers: ['look'],
    hovered: plan.replace('lo‸ok', 'look').replace('uses: test.run', 'uses: test‸.run'),
    told: /rule 'npm'.*holdpoint\.policy\.yaml:4/s,
    outline: ['schema', 'title', 'steps', 'steps/look', 'steps/build'],
    lenses: planLenses,
    broken: plan.replace('uses: read_file', 'uses: read_fil'),
    code: 'UNKNOWN_TOOL',
    mended: plan,
  },
  'plan in JSON': {
    uri: 'file:///w/plan.json',
    named:
      '{"schema": "plan/1", "title": "x", "steps": [\n{"id": "lo‸ok", "uses": "read_file", "with": {"path": "a"}},\n{"id": "b", "uses": "read_file", "needs": ["look"], "with": {"path": "b"}}]}',
    places: ['1:8', '2:44'],
    newName: 'see',
    completed: '{"schema": "plan/1", "title": "x", "steps": [{"id": "look", "‸"}]}',
    offers: ['uses', 'with', 'needs'],
    hovered: '{"schema": "plan/1", "tit‸le": "x", "steps": []}',
    told: /^\*\*title\*\*/,
    outline: ['schema', 'title', 'steps', 'steps/look', 'steps/b'],
    lenses: planLenses,
    broken:
      '{"schema": "plan/1", "titl": "x", "steps": [{"id": "a", "uses": "read_file", "with": {"path": "a"}}]}',
    code: 'UNKNOWN_KEY',
    mended:
      '{"schema": "plan/1", "title": "x", "steps": [{"id": "a", "uses": "read_file", "with": {"path": "a"}}]}',
  },
  'flow in YAML': {
    uri: 'file:///w/review.flow.yaml',
    named: flow,
    places: ['3:4', '1:9', '8:53', '10:6'],
    newName: 'see',
    completed: flow.replace('look >> build', 'look >> ‸').replace('lo‸ok', 'look'),
    offers: ['look', 'build'],
    hovered: flow.replace('lo‸ok', 'look').replace('TestExecutorNode', 'Test‸ExecutorNode'),
    told: /^\*\*test\.run\*\*.*rule 'npm'.*holdpoint\.policy\.yaml:4/s,
    outline: ['flow', 'flow/entry', 'flow/nodes', 'flow/nodes/look', 'flow/nodes/build', 'flow/edges'],
    lenses: planLenses,
    broken: flow.replace('look >> build', 'lok >> build'),
    code: 'UNKNOWN_STEP',
    mended: flow,
  },
  'flow in JSON': {
    uri: 'file:///w/flow.json',
    named:
      '{"entry": "a", "edges": ["a >> b"], "nodes": {\n"a‸": {"type": "read_file", "setting": {"path": "x"}},\n"b": {"type": "read_file", "setting": {"path": "y"}}}}',
    places: ['1:1', '0:11', '0:26'],
    newName: 'first',
    completed: '{"entry": "a", "edges": [], "nodes": {"a": {"type": "read_file", "setting": {"‸"}}}}',
    offers: ['path'],
    hovered: '{"entry": "a", "nodes": {"a": {"type": "read_file", "sett‸ing": {"path": "x"}}}}',
    told: /^\*\*setting\*\*/,
    outline: ['entry', 'edges', 'nodes', 'nodes/a', 'nodes/b'],
    lenses: planLenses,
    broken: '{"entry": "a", "edges": [], "nodes": {"a": {"typ": "read_file", "setting": {"path": "x"}}}}',
    code: 'UNKNOWN_KEY',
    mended: '{"entry": "a", "edges": [], "nodes": {"a": {"type": "read_file", "setting": {"path": "x"}}}}',
  },
  'playbook in YAML': {
    uri: 'file:///w/mend.playbook.yaml',
    named: playbook,
    // Given from outside: nothing in the file defines it.
    places: ['', '3:35', '4:39'],
    newName: 'target',
    completed: playbook.replace('fo‸lder', 'folder').replace('    timeout_seconds: 60', '    ‸'),
    offers: ['condition', 'fail_fast', 'timeout_seconds', 'retry_count'],
    hovered: playbook.replace('fo‸lder', 'folder').replace('timeout_seconds', 'timeout‸_seconds'),
    told: /^\*\*timeout\\_seconds\*\*\n\nTime of the step/,
    outline: ['name', 'steps', 'steps/Install', 'steps/Test'],
    lenses: ['No problems'],
    broken: playbook.replace('timeout_seconds', 'timeout_second'),
    code: 'UNKNOWN_KEY',
    mended: playbook,
  },
  'playbook in JSON': {
    uri: 'file:///w/playbook.json',
    named:
      '{"name": "Mend", "steps": [\n{"name": "Ins‸tall", "command": "npm ci"},\n{"name": "Test", "command": "x"}]}',
    places: ['1:10'],
    newName: 'Set up',
    completed: '{"name": "Mend", "steps": [{"name": "Install", "‸"}]}',
    offers: ['command', 'condition'],
    hovered: '{"name": "Mend", "ste‸ps": []}',
    told: /^\*\*steps\*\*/,
    outline: ['name', 'steps', 'steps/Install', 'steps/Test'],
    lenses: ['No problems'],
    broken: '{"name": "Mend", "steps": [{"name": "a", "comand": "x"}]}',
    code: 'UNKNOWN_KEY',
    mended: '{"name": "Mend", "steps": [{"name": "a", "command": "x"}]}',
  },
  'policy in YAML': {
    uri: 'file:///w/holdpoint.policy.yaml',
    named: policy,
    places: ['2:14', '3:21'],
    newName: 'shared-names',
    completed: policy.replace('*na‸mes', '*names').replace('      effect: allow', '      effect: ‸'),
    offers: ['allow', 'ask', 'deny'],
    hovered: policy.replace('*na‸mes', '*names').replace('approvals:', 'appro‸vals:'),
    told: /^\*\*approvals\*\*\n\nWho is asked about what/,
    outline: [
      'schema',
      'permissions',
      'permissions/env_allow',
      'permissions/deny_if_contains',
      'permissions/rules',
      'permissions/rules/no-push',
      'permissions/rules/tests',
      'approvals',
      'approvals/steps',
    ],
    lenses: policyLenses,
    broken: policy.replace('permissions:', 'permission:'),
    code: 'UNKNOWN_KEY',
    mended: policy,
  },
  'policy in JSON': {
    uri: 'file:///w/holdpoint.policy.json',
    named:
      '{"schema": "policy/1", "permissions": {"rules": [\n{"id": "no-‸push", "effect": "deny", "tool": "shell.run"}]}}',
    places: ['1:8'],
    newName: 'pushes',
    completed: '{"schema": "policy/1", "permissions": {"default": "‸"}}',
    offers: ['allow', 'ask', 'deny'],
    hovered: '{"schema": "policy/1", "permis‸sions": {}}',
    told: /^\*\*permissions\*\*/,
    outline: ['schema', 'permissions', 'permissions/rules', 'permissions/rules/no-push'],
    lenses: policyLenses,
    broken: '{"schema": "policy/1", "permissions": {"defalt": "ask"}}',
    code: 'UNKNOWN_KEY',
    mended: '{"schema": "policy/1", "permissions": {"default": "ask"}}',
  },
};
