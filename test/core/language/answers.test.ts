import { deepStrictEqual, ok } from 'node:assert/strict';
import type { LanguageFacts } from '#protocol/language/service';
import { machines } from '#protocol/states';
import { parsePolicyFile } from '../../../server/src/core/policy/parsePolicyFile';
import { diagnosticLines, edited, openMarked, openText, plainFacts } from './openPlan';

const plan = `# a remark
schema: plan/1
title: A change
steps:
  - id: look
    uses: read_file
    with: { path: a.txt }

  - id: build
    title: Build *it*
    uses: shell.run
    needs: [look]
    with:
      argv: [npm, run, build]
checks:
  - {name: done, type: regex, expr: ok}
`;
const lastRun = { run_id: 'run-1', status: 'failed', started_at: null, duration_ms: 2400 };
const { layer } = parsePolicyFile(
  'schema: policy/1\npermissions:\n  rules:\n    - {id: npm, effect: ask, tool: shell.run}\n',
  'holdpoint.policy.yaml',
  'workspace',
);
const facts: LanguageFacts = {
  ...plainFacts,
  layers: layer ? [layer] : [],
  seen: { attributes: [], intrinsics: {} },
  lastRun: (title) =>
    title === 'A change'
      ? { run: lastRun, steps: new Map([['build', { ...lastRun, duration_ms: 61_000 }]]) }
      : null,
};

function hovered(find: string, marked: string, given = facts): string | undefined {
  const { document, position } = openMarked(plan.replace(find, marked));
  return document.hover(position, given)?.contents.value;
}

describe('hover', () => {
  it('tells of a step its tool, the rule that decides with file and line, and how it went the last time', () => {
    const text = hovered('id: build', 'id: bu‸ild') ?? '';
    ok(text.startsWith('**build** · `shell.run`\n\nBuild \\*it\\*'), text);
    ok(text.includes("This step waits for approval: rule 'npm'"), text);
    ok(text.includes('holdpoint.policy.yaml:4 (workspace)'), text);
    ok(text.endsWith('Last run: failed in 1 min 1 s'), text);
    deepStrictEqual(hovered('needs: [look]', 'needs: [lo‸ok]'), hovered('id: look', 'id: lo‸ok'));
  });

  it('says risks, states and layers in the words of the person', () => {
    const text = hovered('id: build', 'id: bu‸ild', { ...facts, locale: 'ja' }) ?? '';
    ok(text.includes('holdpoint.policy.yaml:4 (ワークスペース)'), text);
    ok(/リスク: [低中高]/.test(text), text);
    ok(text.endsWith('前回の実行: 失敗 (1 min 1 s)'), text);
  });

  it('tells of a tool what it is for and what it takes', () => {
    const text = hovered('uses: read_file', 'uses: read‸_file') ?? '';
    ok(text.startsWith('**read_file**\n\nReads one file of the workspace.'), text);
    ok(text.includes('- `path`: string (required)'), text);
  });

  it('tells of a key what it means, in the language of the person', () => {
    deepStrictEqual(
      hovered('needs: [look]', 'nee‸ds: [look]'),
      '**needs**\n\nSteps that must have ended before.',
    );
    deepStrictEqual(
      hovered('needs: [look]', 'nee‸ds: [look]', { ...facts, locale: 'ja' }),
      '**needs**\n\n先に終わるべきステップ。',
    );
    deepStrictEqual(hovered('# a remark', '# a re‸mark'), undefined);
  });
});

describe('the outline', () => {
  it('shows keys, and below lists what their entries are called', () => {
    const symbols = openText(plan).symbols();
    deepStrictEqual(
      symbols.map(({ name, detail, children }) => [name, detail, children.map((child) => child.name)]),
      [
        ['schema', 'plan/1', []],
        ['title', 'A change', []],
        ['steps', '', ['look', 'build']],
        ['checks', '', ['done']],
      ],
    );
    const [, , steps] = symbols;
    deepStrictEqual(steps?.range, { start: { line: 3, character: 0 }, end: { line: 13, character: 29 } });
  });

  it('is the same for a text that is read in blocks and as a whole', () => {
    const asWhole = openText(plan.replace('title: A change', 'title: &t A change'));
    const names = (symbols: readonly { name: string; range: unknown; children: readonly unknown[] }[]) =>
      symbols.map(({ name, children }) => [name, children]);
    deepStrictEqual(names(asWhole.symbols()), names(openText(plan).symbols()));
  });

  it('folds keys and entries that span lines', () => {
    deepStrictEqual(openText(plan).folding(), [
      { startLine: 3, endLine: 13 },
      { startLine: 4, endLine: 6 },
      { startLine: 8, endLine: 13 },
      { startLine: 14, endLine: 15 },
    ]);
  });
});

describe('code lenses', () => {
  it('offer what can be done with the plan, and show how it and its steps went the last time', () => {
    const lenses = openText(plan).lenses(facts);
    deepStrictEqual(
      lenses.map(({ range, command }) => `${range.start.line} ${command.title} ${command.command}`),
      [
        '1 Check holdpoint.plan.validate',
        '1 Approve holdpoint.plan.approve',
        '1 Dry run holdpoint.plan.dryRun',
        '1 Run holdpoint.plan.run',
        '1 Last run: failed in 2.4 s holdpoint.run.showReport',
        '8 Last run: failed in 1 min 1 s holdpoint.run.showReport',
      ],
    );
    deepStrictEqual(lenses[0]?.command.arguments, ['file:///w/test.plan.yaml']);
    deepStrictEqual(lenses.at(-1)?.command.arguments, [{ run_id: 'run-1', step_id: 'build' }]);
  });

  it('say how the last run stands in the words of the person, whatever the record calls that', () => {
    const titles = (locale: LanguageFacts['locale']) =>
      Object.keys({ ...machines.run, ...machines.step }).flatMap((status) => {
        const last = { run: { ...lastRun, status, duration_ms: null }, steps: new Map() };
        return openText(plan)
          .lenses({ ...facts, locale, lastRun: () => last })
          .map(({ command }) => command.title)
          .slice(4);
      });
    ok(titles('en').includes('Last run: waits for approval'), `${titles('en')}`);
    ok(titles('ja').includes('前回の実行: 承認待ち'), `${titles('ja')}`);
    deepStrictEqual(
      [
        ...titles('en').filter((title) => title.includes('_')),
        ...titles('ja').filter((title) => /[a-z]/.test(title)),
      ],
      [],
    );
  });

  it('say of policies and playbooks, which nothing runs by themselves, what is wrong with them', () => {
    const titles = (text: string, uri: string) =>
      openText(text, uri)
        .lenses(facts)
        .map(({ command }) => command.title);
    deepStrictEqual(titles('schema: policy/1\n', 'file:///w/holdpoint.policy.yaml'), [
      'No problems',
      'Check the policy in force',
      'Policy in force',
    ]);
    deepStrictEqual(titles('name: x\nsteps: [{}]\n', 'file:///w/a.playbook.yaml'), ['Problems: 2']);
    deepStrictEqual(titles('a: 1\n', 'file:///w/other.yaml'), []);
  });
});

describe('quick fixes', () => {
  const everything = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
  const fixed = (text: string, title: string): string => {
    const fix = openText(text)
      .fixes(everything, plainFacts)
      .find((one) => one.title === title);
    ok(fix, `no fix is called ${title}`);
    return edited(text, fix.edits);
  };
  const head = 'schema: plan/1\ntitle: x\nsteps:\n';
  const first = '  - id: a\n    uses: read_file\n    with: {path: x}\n';

  it('turn a name that is nearly right into the one that is', () => {
    const text = `${head}  - id: a\n    uses: read_fil\n    with: {pth: x}\n    titl: y\n`;
    ok(fixed(text, "Change to 'read_file'").includes('uses: read_file\n'));
    const input = text.replace('read_fil', 'read_file');
    ok(fixed(input, "Change to 'path'").includes('{path: x}'));
    ok(fixed(text, "Change to 'title'").includes('    title: y'));
  });

  it('add a need that is not declared, in every form of list', () => {
    const step = (needs: string) =>
      `${head}${first}  - id: b\n    uses: read_file\n${needs}    with: {path: "\${steps.a.output.path}"}\n  - {id: c, uses: read_file, with: {path: y}}\n`;
    ok(fixed(step(''), "Add 'a' to needs").includes('  - id: b\n    needs: [a]\n    uses: read_file\n'));
    ok(fixed(step('    needs: []\n'), "Add 'a' to needs").includes('needs: [a]\n'));
    ok(fixed(step('    needs: [c]\n'), "Add 'a' to needs").includes('needs: [c, a]\n'));
    ok(fixed(step('    needs:\n      - c\n'), "Add 'a' to needs").includes('      - c\n      - a\n'));
    const json = `{"schema": "plan/1", "title": "x", "steps": [{"id": "a", "uses": "read_file", "with": {"path": "x"}}, {"id": "b", "uses": "read_file", "with": {"path": "\${steps.a.output.path}"}}]}`;
    ok(fixed(json, "Add 'a' to needs").includes('{"id": "b", "needs": ["a"], "uses"'));
  });

  it('insert the step that drafts what a step applies', () => {
    for (const step of [
      '  - id: put\n    uses: write_file_apply\n    with:\n      path: x.txt\n      content: hello\n',
      '  - id: put\n    needs: [a]\n    uses: write_file_apply\n',
      '  - {id: put, uses: write_file_apply, with: {path: x.txt}}\n',
      '  - id: put\n    uses: fs.apply\n    with: {path: x.txt}\n',
      '  - id: put\n    uses: apply_patch\n    with: {mode: apply, allowed_paths: [x], patch: "--- a/x\\n+++ b/x\\n@@ -1 +1 @@\\n-a\\n+b\\n"}\n',
    ]) {
      const text = fixed(head + first + step, 'Insert a step that drafts a preview');
      const tool = step.includes('apply_patch') ? 'apply_patch' : 'write_file_preview';
      ok(text.includes(`  - id: draft_put\n    uses: ${tool}\n`), text);
      const left = diagnosticLines(openText(text)).filter((line) => / [12] /.test(line));
      deepStrictEqual(left, [], text);
    }
  });

  it('insert that step in JSON and in plans of the other form, too', () => {
    for (const text of [
      '{"schema": "plan/1", "title": "x", "steps": [{"id": "put", "uses": "write_file_apply", "with": {"path": "x.txt", "content": "y"}}]}',
      '{"schema": "plan/1", "title": "x", "steps": [\n  {"id": "a", "uses": "read_file", "with": {"path": "x"}},\n  {"id": "put", "needs": ["a"], "uses": "write_file_apply"}\n]}',
      'version: 1\ntitle: x\nsteps:\n- id: put\n  tool: write_file_apply\n  inputs: {path: x.txt}\n',
    ]) {
      const mended = fixed(text, 'Insert a step that drafts a preview');
      ok(mended.includes('draft_put'), mended);
      const left = diagnosticLines(openText(mended)).filter((line) => / [12] /.test(line));
      deepStrictEqual(left, [], mended);
    }
  });

  it('insert a key that is missing', () => {
    const text = 'title: x\nsteps:\n  - uses: read_file\n    with: {path: x}\n';
    const withSchema = fixed(fixed(text, "Add the key 'schema'"), "Add the key 'id'");
    deepStrictEqual(
      withSchema,
      `schema: plan/1\ntitle: x\nsteps:\n  - uses: read_file\n    id: new_step\n    with: {path: x}\n`,
    );
    ok(
      fixed('{"schema": "plan/1", "steps": []}', "Add the key 'title'").startsWith(
        '{"title": "Untitled", "schema"',
      ),
    );
  });
});
