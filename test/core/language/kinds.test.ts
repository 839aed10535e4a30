import { deepStrictEqual, ok } from 'node:assert/strict';
import type { DocumentSymbol, LanguageFacts } from '#protocol/language/service';
import { parsePolicyFile } from '../../../server/src/core/policy/parsePolicyFile';
import { edited, openMarked, openText, plainFacts } from './openPlan';

const { layer } = parsePolicyFile(
  'schema: policy/1\npermissions:\n  rules:\n    - {id: npm, effect: ask, tool: test.run}\n',
  'holdpoint.policy.yaml',
  'workspace',
);
const facts: LanguageFacts = { ...plainFacts, layers: layer ? [layer] : [] };

/** One kind of file with a place for each question; `‸` marks the cursor. */
interface Sample {
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

const plan = `schema: plan/1
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
const flow = `flow:
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

const samples: Readonly<Record<string, Sample>> = {
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

for (const [kind, sample] of Object.entries(samples)) {
  describe(`a ${kind}`, () => {
    const { uri } = sample;
    const open = (text: string) => openMarked(text, uri);
    const bare = (text: string) => text.replace('‸', '');

    it('has diagnostics for what is wrong, and none for what is right', () => {
      const codes = (text: string) =>
        openText(bare(text), uri)
          .diagnostics(facts)
          .flatMap(({ severity, code }) => (severity <= 2 ? [code] : []));
      deepStrictEqual(codes(sample.named), []);
      ok(codes(sample.broken).includes(sample.code), codes(sample.broken).join(' '));
    });

    it('completes what is being typed', () => {
      const { document, position } = open(sample.completed);
      const labels = document.complete(position, facts).map(({ label }) => label);
      for (const offer of sample.offers)
        ok(labels.includes(offer), `${offer} is not among ${labels.join(' ')}`);
    });

    it('tells what stands beneath the pointer', () => {
      const { document, position } = open(sample.hovered);
      const value = document.hover(position, facts)?.contents.value ?? '';
      ok(sample.told.test(value), value);
    });

    it('leads from every use of a name to its definition, and from there to all of them', () => {
      const { document, position } = open(sample.named);
      const [defined = '', ...uses] = sample.places;
      const shown = ({ start }: { readonly start: { readonly line: number; readonly character: number } }) =>
        `${start.line}:${start.character}`;
      const found = document.definition(position, facts);
      deepStrictEqual(found === null ? '' : shown(found.range), defined);
      deepStrictEqual(document.references(position, false).map(shown).sort(), [...uses].sort());
      const all = sample.places.filter((place) => place !== '');
      deepStrictEqual(document.references(position, true).map(shown).sort(), all.sort());
    });

    it('takes another name everywhere at once and means the same', () => {
      const { document, position, text } = open(sample.named);
      ok(document.prepareRename(position) !== null);
      const edits = document.rename(position, sample.newName, 'en');
      ok(!('refused' in edits), JSON.stringify(edits));
      deepStrictEqual(edits.length, sample.places.filter((place) => place !== '').length);
      const problems = openText(edited(text, edits), uri).diagnostics(facts);
      deepStrictEqual(
        problems.filter(({ severity }) => severity <= 2),
        [],
      );
    });

    it('has an outline, and folds what spans lines', () => {
      const names = (symbols: readonly DocumentSymbol[], above: string): string[] =>
        symbols.flatMap(({ name, children }) => [above + name, ...names(children, `${above}${name}/`)]);
      const document = openText(bare(sample.named), uri);
      deepStrictEqual(names(document.symbols(), ''), sample.outline);
      ok(document.folding().length > 0);
    });

    it('has code lenses', () => {
      const titles = openText(bare(sample.named), uri)
        .lenses(facts)
        .map(({ command }) => command.title);
      deepStrictEqual(titles, sample.lenses);
    });

    it('is mended by a quick fix', () => {
      const everything = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
      const text = bare(sample.broken);
      const fixes = openText(text, uri).fixes(everything, facts);
      const mended = fixes.map(({ edits }) => edited(text, edits));
      ok(mended.includes(bare(sample.mended)), mended.join('\n---\n'));
    });
  });
}

describe('the tool of a step', () => {
  it('leads to the rule of the policy file that decides about it, in plans and in flows', () => {
    for (const [uri, text] of [
      [
        'file:///w/change.plan.yaml',
        plan.replace('lo‸ok', 'look').replace('uses: test.run', 'uses: test‸.run'),
      ],
      [
        'file:///w/a.flow.yaml',
        flow.replace('lo‸ok', 'look').replace('TestExecutorNode', 'Test‸ExecutorNode'),
      ],
    ] as const) {
      const { document, position } = openMarked(text, uri);
      deepStrictEqual(document.definition(position, facts), {
        file: '/w/holdpoint.policy.yaml',
        range: { start: { line: 3, character: 0 }, end: { line: 3, character: 0 } },
      });
      deepStrictEqual(document.definition(position, plainFacts), null);
    }
  });
});
