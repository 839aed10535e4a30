import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { LanguageFacts } from '#protocol/language/service';
import { parsePlan } from '../../../server/src/core/plan/parsePlan';
import { parsePolicyFile } from '../../../server/src/core/policy/parsePolicyFile';
import { toolCatalog } from '../../../server/src/runtime/toolCatalog';
import { createTools } from '../../../server/src/tools/toolTable';
import { fullPlan } from '../plan/planText';
import { diagnosticLines, edited, openText, plainFacts } from './openPlan';

const runs = process.env['HOLDPOINT_LONG'] === '1' ? 5000 : 150;
const everything = { start: { line: 0, character: 0 }, end: { line: 99_999, character: 0 } };

const policy = `schema: policy/1
permissions:
  rules:
    - {id: no-network, effect: deny, tool: http.request, reason: stay inside}
    - id: look-first
      effect: ask
      tool: shell.run
      match: { argv0: [npm] }
`;
const withPolicy: LanguageFacts = {
  ...plainFacts,
  layers: [parsePolicyFile(policy, 'holdpoint.policy.yaml', 'workspace').layer ?? neverNull()],
};

function neverNull(): never {
  throw new Error('the policy of the test has problems');
}

function planWith(steps: string): string {
  return `schema: plan/1\ntitle: x\nsteps:\n${steps}`;
}

describe('diagnostics', () => {
  it('are the problems of plan validate, at their words', () => {
    deepStrictEqual(
      diagnosticLines(openText(planWith('  - id: a\n    uses: read_fil\n    needz: []\n    needs: [b]\n'))),
      [
        "4:10-18 1 UNKNOWN_TOOL There is no tool 'read_fil'; did you mean 'read_file'?",
        "5:4-9 1 UNKNOWN_KEY Unknown key 'needz'; did you mean 'needs'?",
        "6:12-13 1 UNKNOWN_STEP There is no step 'b'.",
      ],
    );
  });

  it('name the rule that denies a step, with its file and line', () => {
    const text = planWith(
      '  - id: a\n    uses: http.request\n    with: {method: GET, url: "https://example.com/"}\n',
    );
    const [denied] = diagnosticLines(openText(text), withPolicy);
    ok(denied?.startsWith('4:10-22 1 no-network Policy denies this step: '), denied);
    ok(denied?.includes('holdpoint.policy.yaml:4 (workspace)'), denied);
  });

  it('tell that a step will wait: as information for a rule of a file, as a hint for a default', () => {
    const text = planWith(
      '  - id: a\n    uses: shell.run\n    with: {argv: [npm, test]}\n  - id: b\n    uses: shell.run\n    with: {argv: [make]}\n',
    );
    const [first, second] = diagnosticLines(openText(text), withPolicy);
    ok(first?.startsWith('4:10-19 3 look-first This step waits for approval: '), first);
    ok(second?.startsWith('7:10-19 4 '), second);
  });

  it('do not judge while a policy is broken, and judge other steps while one is wrong', () => {
    const text = planWith('  - id: a\n    uses: shell.run\n    with: {argv: [rm, -rf, /]}\n  - id: b\n');
    ok(diagnosticLines(openText(text)).some((line) => line.includes('builtin.rm_root')));
    const broken = diagnosticLines(openText(text), { ...plainFacts, layers: null });
    ok(broken.every((line) => line.includes('MISSING_KEY')));
  });

  it('POLICY_WIDENS: a plan that loosens what the layers below ask for', () => {
    const text = `schema: plan/1\ntitle: x\npolicy:\n  approvals:\n    steps: auto\nsteps:\n  - {id: a, uses: read_file, with: {path: x}}\n`;
    ok(diagnosticLines(openText(text)).some((line) => line.startsWith('4:11-15 1 POLICY_WIDENS')));
  });

  it('say of a wrong schema what it should be, and hold the rest against what the file is', () => {
    const first = (name: string, text: string) => diagnosticLines(openText(text, `file:///w/${name}`))[0];
    const flow = 'entry: a\nnodes: {a: {type: test.run, setting: {argv: [x]}}}\nedges: []\ntitle: x\n';
    const plan = 'title: x\nsteps: [{id: a, uses: list_dir, with: {path: .}}]\n';
    for (const [name, text, message] of [
      [
        'a.flow.yaml',
        `schema: flow/2\n${flow}`,
        "Expected the schema flow/1 or no such key, found 'flow/2'.",
      ],
      [
        'a.flow.yaml',
        `schema: plan/1\n${flow}`,
        "Expected the schema flow/1 or no such key, found 'plan/1'.",
      ],
      ['a.flow.yaml', 'title: x\n', "Expected the key 'nodes'."],
      ['a.plan.yaml', `schema: plan/2\n${plan}`, "Expected the schema plan/1, found 'plan/2'."],
      ['a.plan.yaml', plan, "Expected the key 'schema' with the value plan/1."],
      ['a.policy.yaml', 'permissions: {}\n', "Expected the key 'schema' with the value policy/1."],
      ['a.policy.yaml', 'schema: policy/2\n', 'Expected the schema policy/1.'],
      [
        'a.playbook.yaml',
        'schema: playbook/2\nname: x\nsteps: []\n',
        "Expected the schema playbook/1 or no such key, found 'playbook/2'.",
      ],
    ] as const)
      ok(first(name, text)?.endsWith(message), `${name}: ${first(name, text)}`);
    strictEqual(first('a.flow.yaml', `schema: flow/1\n${flow}`)?.includes('schema'), false);
  });

  it('speak Japanese about what policy says', () => {
    const text = planWith('  - id: a\n    uses: shell.run\n    with: {argv: [rm, -rf, /]}\n');
    const [denied] = diagnosticLines(openText(text), { ...plainFacts, locale: 'ja' });
    ok(denied?.includes('ポリシーがこのステップを拒否します'), denied);
  });

  it('cover policy files, flows and playbooks, and leave other files alone', () => {
    const lines = (name: string, text: string) => diagnosticLines(openText(text, `file:///w/${name}`));
    deepStrictEqual(lines('holdpoint.policy.yaml', 'schema: policy/1\nlimits: {max_step: 3}\n'), [
      "1:9-17 1 UNKNOWN_KEY Unknown key 'max_step'; did you mean 'max_steps'?",
    ]);
    ok(
      lines('a.flow.yaml', 'entry: a\nnodes: {a: {type: Nothing}}\nedges: []\n')[0]?.includes('UNKNOWN_TOOL'),
    );
    deepStrictEqual(lines('build.playbook.yaml', 'name: x\nsteps:\n  - name: a\n    comand: npm ci\n'), [
      "2:4-8 1 MISSING_KEY Expected the key 'command'.",
      "3:4-10 1 UNKNOWN_KEY Unknown key 'comand'; did you mean 'command'?",
    ]);
    deepStrictEqual(lines('other.yaml', 'entry: [\n'), []);
    ok(lines('other.yaml', 'schema: flow/1\nnodes: {}\n').some((line) => line.includes("key 'entry'")));
    ok(lines('other.yaml', 'schema: playbook/1\nname: x\n').some((line) => line.includes("key 'steps'")));
    deepStrictEqual(lines('other.yaml', 'schema: plan/1\ntitle: x\n'), [
      "0:0-6 1 MISSING_KEY Expected the key 'steps'.",
    ]);
  });
});

describe('an open text', function () {
  this.timeout(600_000);
  const tools = toolCatalog(createTools());

  it('has after any edits the problems of the whole text, and answers at any place without throwing', () => {
    const edit = fc.tuple(
      fc.nat({ max: fullPlan.length }),
      fc.nat({ max: 20 }),
      fc.oneof(
        fc.constantFrom(
          '\n',
          '  ',
          '- ',
          ': ',
          '{',
          '}',
          '[',
          '"',
          "'",
          '${',
          '#',
          'steps.',
          'needs:',
          '\t',
          '|',
        ),
        fc.string({ maxLength: 5 }),
      ),
    );
    fc.assert(
      fc.property(
        fc.array(edit, { maxLength: 6 }),
        fc.nat(),
        fc.nat({ max: 90 }),
        (edits, line, character) => {
          let text = fullPlan;
          const document = openText(text);
          for (const [at, length, piece] of edits) {
            text = text.slice(0, at) + piece + text.slice(at + length);
            document.update(text);
            const whole = parsePlan(text, { fileName: 'x', tools });
            const told = document.diagnostics({ ...plainFacts, layers: null });
            deepStrictEqual(
              told.filter(({ severity }) => severity === 1).map(({ message }) => message),
              whole.problems.map(({ message }) => message),
            );
          }
          const position = { line: line % (text.split('\n').length + 2), character };
          document.complete(position, plainFacts);
          document.hover(position, plainFacts);
          document.definition(position, plainFacts);
          document.references(position, true);
          document.prepareRename(position);
          document.rename(position, 'renamed', 'en');
          document.lenses(plainFacts);
          document.diagnostics(withPolicy);
          for (const { startLine, endLine } of document.folding()) ok(endLine > startLine);
          for (const fix of document.fixes(everything, plainFacts)) ok(edited(text, fix.edits) !== text);
          for (const { range, selectionRange } of document.symbols())
            ok(selectionRange.start.line >= range.start.line);
        },
      ),
      { numRuns: runs },
    );
  });

  it('answers without throwing for any text under any name', () => {
    const name = fc.constantFrom(
      'a.plan.yaml',
      'a.plan.json',
      'holdpoint.policy.yaml',
      'x.flow.yaml',
      'playbook.yml',
    );
    fc.assert(
      fc.property(name, fc.string({ unit: 'binary', maxLength: 80 }), (file, text) => {
        const document = openText(text, `file:///w/${file}`);
        document.diagnostics(plainFacts);
        document.complete({ line: 0, character: text.length }, { ...plainFacts, locale: 'ja' });
        document.hover({ line: 0, character: 3 }, plainFacts);
        document.symbols();
        document.fixes(everything, plainFacts);
      }),
      { numRuns: runs },
    );
  });
});
