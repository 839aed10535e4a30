import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { planHash } from '../../../server/src/core/plan/planDigest';
import { parse } from '../plan/planText';
import { edited, openMarked, openText, plainFacts } from './openPlan';

const plan = `schema: plan/1
title: A change
policy:
  reliability: {on_error: {action: goto, target: rescue}}
steps:
  - id: lo‸ok
    uses: read_file
    with: { path: a.txt }
  - id: draft
    uses: write_file_preview
    needs: ["look"]
    with:
      path: "\${steps.look.output.path}-\${ steps.look.status }"
      content: |
        # not a reference: $\${steps.look.output}
        \${steps.look.output.a}
          and \${joins.look}
    when: 'steps.look.status == ''look'' && steps["look"].output.n > 1'
    loop:
      while: "steps.look.output.more == \\"look\\" || steps.draft.status == 'x'"
  - id: next
    uses: shell.run
    needs:
      - draft
      - look
    commands: [[echo, >-
      folded \${steps.look.output}
      and more \${steps.draft.output}]]
    else: goto:look
    when: joins.look.draft == 1
  - id: rescue
    uses: read_file
    on_error:
      action: goto
      target: look
    with: {path: look}
`;
const block = plan
  .replace(/ {4}commands: \[\[echo, >-\n {6}/, '    with:\n      script: >-\n        ')
  .replace('      and more ${steps.draft.output}]]', '        and more ${steps.draft.output}');

describe('the name of a step', () => {
  it('is renamed in every form in which steps are named, and nowhere else', () => {
    const { document, text, position } = openMarked(block);
    const edits = document.rename(position, 'see', 'en');
    ok(!('refused' in edits), JSON.stringify(edits));
    const expected = text
      .replace('id: look', 'id: see')
      .replace('["look"]', '["see"]')
      .replaceAll('{steps.look.output.', '{steps.see.output.')
      .replace('${ steps.look.status', '${ steps.see.status')
      .replaceAll('${joins.look}', '${joins.see}')
      .replace("'steps.look.status", "'steps.see.status")
      .replace('steps["look"]', 'steps["see"]')
      .replace('"steps.look.output.more', '"steps.see.output.more')
      .replace('- look\n', '- see\n')
      .replace('folded ${steps.look.output}', 'folded ${steps.see.output}')
      .replace('goto:look', 'goto:see')
      .replace('joins.look.draft', 'joins.see.draft')
      .replace('target: look', 'target: see');
    deepStrictEqual(edited(text, edits), expected);
  });

  it('leads from every use to its definition and from there to every use', () => {
    const { document, position } = openMarked(block);
    const uses = document.references(position, false);
    deepStrictEqual(uses.length, document.references(position, true).length - 1);
    deepStrictEqual(uses.length, 13);
    for (const { start } of uses)
      deepStrictEqual(document.definition(start, plainFacts)?.range.start, { line: 5, character: 8 });
    deepStrictEqual(document.prepareRename(position)?.placeholder, 'look');
    deepStrictEqual(document.prepareRename({ line: 1, character: 9 }), null);
  });

  it('is not given when it is no name, taken, or another type in YAML', () => {
    const refusal = (name: string) => {
      const { document, position } = openMarked(block);
      const made = document.rename(position, name, 'en');
      return 'refused' in made ? made.refused : null;
    };
    deepStrictEqual(refusal('1x'), "'1x' is no step id: letters, digits, '_' and '-', at most 64.");
    deepStrictEqual(refusal('draft'), "There is a step 'draft' already.");
    deepStrictEqual(refusal('true'), "'true' reads as another type in YAML; choose another name.");
    const { document } = openMarked(block);
    deepStrictEqual(document.rename({ line: 1, character: 3 }, 'x', 'en'), {
      refused: 'Only names of steps, nodes, rules, variables and anchors can be renamed.',
    });
  });

  it('is not changed where a place that names it cannot be told', () => {
    const { document, position } = openMarked(
      'schema: plan/1\ntitle: x\ngoal: &p "${steps.a.output}"\nsteps:\n  - id: a‸\n    uses: read_file\n  - id: b\n    uses: read_file\n    needs: [a]\n    with: {path: *p}\n',
    );
    ok('refused' in document.rename(position, 'c', 'en'));
    const twice = openMarked(
      'schema: plan/1\ntitle: x\nsteps:\n  - id: a‸\n    uses: b\n  - id: a\n    uses: b\n',
    );
    ok('refused' in twice.document.rename(twice.position, 'c', 'en'));
  });

  it('is renamed in JSON and in plans of the other form', () => {
    for (const text of [
      '{"schema": "plan/1", "title": "x", "steps": [{"id": "a‸", "uses": "read_file"}, {"id": "b", "uses": "read_file", "needs": ["a"], "with": {"path": "${steps.a.output}"}}]}',
      'version: 1\ntitle: x\nsteps:\n- id: a‸\n  tool: read_file\n  inputs: {path: x}\n- id: b\n  tool: read_file\n  needs: [a]\n  inputs: {path: "${steps.a.output}"}\n',
    ]) {
      const opened = openMarked(text);
      const edits = opened.document.rename(opened.position, 'first', 'en');
      ok(!('refused' in edits), JSON.stringify(edits));
      deepStrictEqual(edits.length, 3, text);
    }
  });

  it('is renamed where a tool says which step comes next, and where a join names a parent', () => {
    const { document, text, position } = openMarked(
      `schema: plan/1
title: x
steps:
  - id: a‸
    uses: read_file
    with: {path: a}
  - id: pick
    uses: flow.route
    needs: [a]
    with: {choices: [a, b], when: {"a": true}}
  - id: b
    uses: read_file
    needs: [a]
    with: {path: "\${joins.b.a.path}", encoding: a}
`,
    );
    const edits = document.rename(position, 'first', 'en');
    ok(!('refused' in edits), JSON.stringify(edits));
    deepStrictEqual(
      edited(text, edits),
      text
        .replace('id: a', 'id: first')
        .replaceAll('needs: [a]', 'needs: [first]')
        .replace('choices: [a, b], when: {"a"', 'choices: [first, b], when: {"first"')
        .replace('joins.b.a.path', 'joins.b.first.path'),
    );
  });

  it('is renamed there and back to the very same text, with the same meaning on the way', () => {
    const { text } = openMarked(block);
    const ids = ['look', 'draft', 'next', 'rescue'];
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,12}$/);
    fc.assert(
      fc.property(fc.constantFrom(...ids), name, (id, wanted) => {
        fc.pre(!ids.includes(wanted) && !/^(?:null|true|false)$/i.test(wanted));
        const rename = (from: string, to: string, within: string) => {
          const document = openText(within);
          const line = within.split('\n').findIndex((one) => one.endsWith(`id: ${from}`));
          const edits = document.rename({ line, character: 9 }, to, 'en');
          ok(!('refused' in edits), JSON.stringify(edits));
          return edited(within, edits);
        };
        const changed = rename(id, wanted, text);
        const before = parse(text);
        const after = parse(changed);
        deepStrictEqual(after.problems, before.problems, changed);
        ok(before.plan === null || after.plan === null || planHash(before.plan) !== planHash(after.plan));
        deepStrictEqual(rename(wanted, id, changed), text);
      }),
      { numRuns: 60 },
    );
  });
});
