import { deepStrictEqual, ok } from 'node:assert/strict';
import { edited, openMarked, openText, plainFacts } from './openPlan';

const plan = `schema: plan/1
title: A change
inputs: {type: object, properties: {on: {type: boolean, default: true}}}
steps:
  - id: look
    uses: read_file
    with: { path: a.txt }
    outputs: {text: $.content}
  - id: draft
    uses: write_file_preview
    needs: [look]
    with:
      path: a.txt
      content: "\${steps.look.output.text}"
    when: steps.look.status == "succeeded"
  - id: apply
    uses: write_file_apply
    needs:
      - draft
    with: { preview: "\${steps.draft.output}" }
    on_error: {action: goto, target: look}
    when: inputs.on
    else: goto:look
`;

function offered(find: string, marked: string, uri?: string): string[] {
  ok(plan.includes(find), find);
  const { document, position } = openMarked(plan.replace(find, marked), uri);
  return document.complete(position, plainFacts).map(({ label }) => label);
}

function check(find: string, marked: string, ...expected: string[]): void {
  deepStrictEqual(offered(find, marked), expected, marked);
}

describe('completion in a plan', () => {
  it('offers the keys of a step that it has not yet', () => {
    const keys = offered('    uses: read_file', '    us‸');
    ok(keys.includes('uses') && keys.includes('needs') && !keys.includes('id') && !keys.includes('with'));
    ok(offered('    else: goto:look\n', '    else: goto:look\n  - ‸').includes('id'));
  });

  it('offers the keys of the document and of settings at any depth', () => {
    ok(offered('title: A change', 'title: A change\nprof‸').includes('profile'));
    check('title: A change', 'title: x\npolicy:\n  ‸', 'reliability', 'permissions', 'approvals', 'limits');
    check(
      'title: A change',
      'title: x\npolicy:\n  permissions:\n    rules:\n      - id: a\n        ‸\n',
      'effect',
      'tool',
      'match',
      'reason',
      'until',
    );
    check('title: A change', 'title: x\nworkspace: {slot: worktree, ‸}', 'base', 'branch', 'recipe');
  });

  it('offers tools, and the inputs of the one that is used', () => {
    ok(offered('uses: read_file', 'uses: ‸').includes('shell.run'));
    check('path: a.txt }', 'path: a.txt, ‸ }', 'encoding');
    check('      path: a.txt\n', '      path: a.txt\n      ‸\n', 'encoding', 'mode');
    check('path: a.txt }', 'path: a.txt, encoding: ‸ }', 'utf-8', 'utf8', 'base64');
  });

  it('offers words where only some may stand', () => {
    check('title: A change', 'title: x\nprofile: ‸', 'strict', 'standard', 'dev', 'ci');
    check('title: A change', 'title: x\npolicy: {permissions: {default: ‸', 'allow', 'ask', 'deny');
    check('    else: goto:look', '    risk: ‸', 'low', 'medium', 'high');
  });

  it('offers the other steps for needs and targets', () => {
    check('needs: [look]', 'needs: [‸]', 'look', 'apply');
    check('      - draft', '      - ‸', 'look', 'draft');
    check('target: look', 'target: ‸', 'look', 'draft');
    check('else: goto:look', 'else: ‸', 'skip', 'goto:look', 'goto:draft');
  });

  it('offers references: roots, steps that ran before first, declared outputs, inputs', () => {
    check(
      'steps.look.output.text}',
      '‸',
      'inputs',
      'steps',
      'joins',
      'payload',
      'run',
      'batch',
      'secrets',
      'env',
    );
    check('${steps.draft.output}', '${steps.‸', 'look', 'draft');
    check('steps.look.output.text}', 'steps.look.‸', 'output', 'status');
    check('steps.look.output.text}', 'steps.look.output.‸}', 'text');
    check('when: inputs.on', 'when: inputs.‸', 'on');
    check('when: inputs.on', 'when: steps.look.status == "x" && ste‸', ...references);
  });

  it('works in JSON and in policy files, and keeps silent in remarks and other files', () => {
    const json = openMarked('{"schema": "plan/1", "title": "x", "steps": [{"id": "a", "‸"}]}');
    ok(json.document.complete(json.position, plainFacts).some(({ label }) => label === 'uses'));
    const policy = openMarked('schema: policy/1\nper‸', 'file:///w/holdpoint.policy.yaml');
    ok(policy.document.complete(policy.position, plainFacts).some(({ label }) => label === 'permissions'));
    check('title: A change', 'title: x # ‸');
    deepStrictEqual(
      openText('a: 1\n', 'file:///w/other.yaml').complete({ line: 0, character: 0 }, plainFacts),
      [],
    );
  });

  it('puts a colon behind a key, and not a second one', () => {
    const apply = (find: string, marked: string) => {
      const { document, position, text } = openMarked(plan.replace(find, marked));
      const chosen = document.complete(position, plainFacts).find(({ label }) => label === 'uses');
      return edited(text, chosen ? [chosen.textEdit] : []).split('\n')[5];
    };
    deepStrictEqual(apply('    uses: read_file', '    us‸'), '    uses: ');
    deepStrictEqual(apply('    uses: read_file', '    us‸es: read_file'), '    uses: read_file');
  });

  it('explains in Japanese', () => {
    const { document, position } = openMarked('schema: plan/1\nti‸');
    const title = document
      .complete(position, { ...plainFacts, locale: 'ja' })
      .find(({ label }) => label === 'title');
    deepStrictEqual(title?.documentation, '計画の表題。');
  });
});

const references = ['inputs', 'steps', 'joins', 'payload', 'run', 'batch', 'secrets', 'env'];
