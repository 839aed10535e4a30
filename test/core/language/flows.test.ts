import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from '../plan/planText';
import { edited, openMarked, openText, plainFacts } from './openPlan';

const uri = 'file:///w/review.flow.yaml';
const flow = `flow:
  name: Look, test, mend
  entry: "look"
  policy: {on_error: {action: goto, target: rescue}}
  nodes:
    look:
      type: WorkspaceInspectorNode
      setting: { path: src }
      context: {outputs: $ctx.seen.files}
    test:
      type: TestExecutorNode
      setting:
        command: [npm, test, '{{ $ctx.steps.look.status }}']
        policy: {on_error: {action: goto, target: rescue}}
    turn:
      type: LoopNode
      setting: { body_route: test, loop_route: turn, payload: $ctx.payloads.look }
    both:
      type: read_file
      setting: { path: "a \${x} $joins.both.look $ctx.seen.files and $ctx.routing.look.x" }
    rescue:
      type: read_file
      policy: {on_error: {action: goto, target: both}}
      setting: { path: look }
  edges:
    - look >> (turn | rescue)
    - turn >> test
    - (look & test) >> both
`;

function marked(text: string, find: string): ReturnType<typeof openMarked> {
  return openMarked(
    text.replace(find, (whole) => `${whole}‸`),
    uri,
  );
}

describe('the name of a node of a flow', () => {
  it('FLOW-26: is renamed wherever nodes are named, and nowhere else', () => {
    const { document, text, position } = marked(flow, '    look');
    const edits = document.rename(position, 'see-all', 'en');
    ok(!('refused' in edits), JSON.stringify(edits));
    const expected = text
      .replace('entry: "look"', 'entry: "see-all"')
      .replace('    look:', '    see-all:')
      .replace('steps.look.status', 'steps.see-all.status')
      .replace('payloads.look', 'payloads.see-all')
      .replace('joins.both.look', 'joins.both.see-all')
      .replace('routing.look.x', 'routing.see-all.x')
      .replace('- look >>', '- see-all >>')
      .replace('(look &', '(see-all &');
    deepStrictEqual(edited(text, edits), expected);
  });

  it('leads from edges, entry, routes and references to the node, and from there to all of them', () => {
    const { document, position } = marked(flow, '    test');
    const [start] = document.references(position, true);
    deepStrictEqual(start?.start, { line: 9, character: 4 });
    const uses = document.references(position, false);
    deepStrictEqual(
      uses.map((range) => `${range.start.line}:${range.start.character}`),
      ['16:29', '26:14', '27:14'],
    );
    for (const use of uses)
      deepStrictEqual(document.definition(use.end, plainFacts)?.range.start, start?.start);
    deepStrictEqual(document.prepareRename(position)?.placeholder, 'test');
  });

  it('is found in JSON and in lists of nodes, too', () => {
    const { document, position, text } = openMarked(
      '{"entry": "a‸", "edges": ["a >> b"], "nodes": [{"id": "a", "type": "read_file", "setting": {"path": "x"}}, {"id": "b", "type": "read_file", "setting": {"path": "$ctx.steps.a.output"}}]}',
      'file:///w/flow.json',
    );
    const edits = document.rename(position, 'first', 'en');
    ok(!('refused' in edits), JSON.stringify(edits));
    deepStrictEqual(edits.length, 4);
    const severities = openText(edited(text, edits), 'file:///w/flow.json')
      .diagnostics(plainFacts)
      .map(({ severity }) => severity);
    deepStrictEqual(new Set(severities), new Set([4]));
  });

  it('is not changed to what is no name, is taken, or where a template hides what it means', () => {
    const refusal = (name: string, text = flow) => {
      const { document, position } = marked(text, '    look');
      const made = document.rename(position, name, 'en');
      return 'refused' in made ? made.refused : null;
    };
    deepStrictEqual(refusal('a b'), "'a b' is no step id: letters, digits, '_' and '-', at most 64.");
    deepStrictEqual(refusal('a-'), "'a-' is no step id: letters, digits, '_' and '-', at most 64.");
    deepStrictEqual(refusal('test'), "There is a step 'test' already.");
    const hidden = 'Some places that may mean this name cannot be told apart; nothing was renamed.';
    deepStrictEqual(refusal('see', flow.replace('$ctx.steps.look.status', 'f($ctx.steps.look)')), hidden);
    deepStrictEqual(refusal('see', flow.replace('- turn >> test', '- turn >> >> test')), hidden);
  });

  it('is renamed there and back to the very same text, with the same problems on the way', () => {
    const ids = ['look', 'test', 'turn', 'both', 'rescue'];
    fc.assert(
      fc.property(
        fc.constantFrom(...ids),
        fc.stringMatching(/^[A-Za-z_]\w{0,8}(-\w{1,3})?$/),
        (id, wanted) => {
          fc.pre(!ids.includes(wanted) && !/^(?:null|true|false|and|or|not|x)$/i.test(wanted));
          const rename = (from: string, to: string, within: string) => {
            const { document, position } = marked(within, `    ${from}:`);
            const edits = document.rename({ ...position, character: 5 }, to, 'en');
            ok(!('refused' in edits), JSON.stringify(edits));
            return edited(within, edits);
          };
          const changed = rename(id, wanted, flow);
          const codes = (text: string) => parse(text).problems.map(({ code, line }) => `${line} ${code}`);
          deepStrictEqual(codes(changed), codes(flow));
          deepStrictEqual(rename(wanted, id, changed), flow);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('completion in a flow file', () => {
  function offered(find: string, change: string): readonly string[] {
    const { document, position } = openMarked(flow.replace(find, change), uri);
    return document.complete(position, plainFacts).map(({ label }) => label);
  }
  const nodes = ['look', 'test', 'turn', 'both', 'rescue'];

  it('offers nodes where one may be named, and what nodes write', () => {
    deepStrictEqual(offered('entry: "look"', 'entry: ‸'), nodes);
    deepStrictEqual(offered('- turn >> test', '- turn >> ‸'), nodes);
    deepStrictEqual(offered('(look & test)', '(look & te‸)'), nodes);
    deepStrictEqual(offered('$ctx.payloads.look', '$ctx.steps.‸'), nodes);
    deepStrictEqual(offered('$joins.both.look', '$joins.both.‸'), nodes);
    deepStrictEqual(offered('$ctx.payloads.look', '$ctx.‸'), [
      'steps',
      'payloads',
      'routing',
      'joins',
      'seen',
    ]);
    deepStrictEqual(offered('$ctx.payloads.look', '$ctx.seen.‸'), ['files']);
    deepStrictEqual(offered('$ctx.payloads.look', '$‸'), ['ctx', 'payload', 'joins', 'env']);
    deepStrictEqual(offered('action: goto, target: both', 'action: goto, target: ‸'), nodes.slice(0, 4));
  });

  it('offers keys, kinds of nodes, and the inputs of a kind by the names that flows use', () => {
    ok(offered('type: read_file', 'type: ‸').includes('TestExecutorNode'));
    ok(offered('type: read_file', 'type: ‸').includes('shell.run'));
    deepStrictEqual(
      offered(
        "      setting:\n        command: [npm, test, '{{ $ctx.steps.look.status }}']\n",
        '      ‸\n',
      ).slice(0, 3),
      ['id', 'name', 'title'],
    );
    const inputs = offered("        command: [npm, test, '{{ $ctx.steps.look.status }}']\n", '        ‸\n');
    ok(inputs.includes('command') && inputs.includes('timeout') && !inputs.includes('argv'), String(inputs));
    ok(offered('policy: {on_error: {action: goto, target: both}}', 'policy: {‸').includes('retry'));
    deepStrictEqual(offered('  name: Look, test, mend', '  profile: pro‸').slice(-1), ['production']);
  });
});

describe('quick fixes in a flow file', () => {
  const everything = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
  const fixed = (text: string, title: string): string => {
    const fixes = openText(text, uri).fixes(everything, plainFacts);
    const fix = fixes.find((one) => one.title === title);
    ok(fix, `${title} is not among ${fixes.map((one) => one.title).join(', ')}`);
    return edited(text, fix.edits);
  };
  const body = (edges: string) =>
    `flow:\n  entry: a\n${edges}  nodes:\n    a: {type: read_file, setting: {path: x}}\n    b: {type: read_file, setting: {path: $ctx.steps.a.output.path}}\n    c: {type: read_file, setting: {path: y}}\n`;

  it('add the edge without which a node need not have run before', () => {
    const title = "Add the edge 'a >> b'";
    for (const [edges, wanted] of [
      ['  edges:\n    - a >> c\n    - c >> b\n', null],
      ['  edges:\n    - a >> c\n', '  edges:\n    - a >> c\n    - a >> b\n'],
      ['  edges: [a >> c]\n', '  edges: [a >> c, "a >> b"]\n'],
      ['  edges: []\n', '  edges: ["a >> b"]\n'],
      ['', '  entry: a\n  edges: ["a >> b"]\n'],
    ] as const) {
      if (wanted !== null) ok(fixed(body(edges), title).includes(wanted), edges);
      else deepStrictEqual(openText(body(edges), uri).fixes(everything, plainFacts), []);
    }
  });

  it('put the node before a write that drafts it, and lead every way through it', () => {
    const title = 'Insert a step that drafts a preview';
    const put = 'type: write_file_apply, setting: {path: x.txt, content: $ctx.words}';
    const nodes = `  nodes:\n    a: {type: read_file, setting: {path: x}}\n    b: {type: read_file, setting: {path: y}}\n    put: {${put}}\n    c: {type: read_file, setting: {path: z}}\n`;
    const entries = `  nodes:\n    - {id: a, type: read_file, setting: {path: x}}\n    - id: put\n      type: write_file_apply\n      setting:\n        path: x.txt\n`;
    for (const [text, ...wanted] of [
      [
        `flow:\n  entry: a\n  edges:\n    - a >> (b | c)\n    - (b | c) >> put\n${nodes}`,
        '(b | c) >> draft_put >> put\n',
      ],
      [`flow:\n  entry: a\n  edges: ["a >> put >> b", "b >> c"]\n${nodes}`, '"a >> draft_put >> put >> b"'],
      [
        `flow:\n  entry: a\n  edges:\n    - a >> (b | put | c)\n${nodes}`,
        '    - a >> (b | draft_put | c)\n    - draft_put >> put\n',
      ],
      [
        `flow:\n  entry: put\n  edges: [put >> (a | b | c)]\n${nodes}`,
        'entry: draft_put\n',
        '"draft_put >> put"]',
      ],
      [
        `entry: a\nedges: [a >> put, a >> b, b >> c]\n${nodes.replaceAll(/^ {2}/gm, '')}`,
        'edges: [a >> draft_put >> put, a >> b',
      ],
      [
        `flow:\n  entry: a\n  edges: [a >> put]\n${entries}`,
        '    - id: draft_put\n      type: write_file_preview\n',
      ],
      [
        '{"flow": {"entry": "a", "edges": ["a >> put"], "nodes": {"a": {"type": "read_file", "setting": {"path": "x"}}, "put": {"type": "write_file_apply", "setting": {"path": "y"}}}}}',
        '"draft_put": { "type": "write_file_preview"',
      ],
      [
        '{"flow": {\n  "entry": "a",\n  "edges": ["a >> put"],\n  "nodes": {\n    "a": {"type": "read_file", "setting": {"path": "x"}},\n    "put": {"type": "write_file_apply"}\n  }\n}}\n',
        '    "draft_put": { "type": "write_file_preview"',
      ],
      [
        `flow:\n  entry: a\n  edges: [a >> put]\n  nodes:\n    a: {type: read_file, setting: {path: x}}\n    put:\n      type: PatchNode\n      setting: {mode: apply, diff: $ctx.words}\n`,
        '    draft_put:\n      type: PatchNode\n      setting: { mode: "preview", diff: "$ctx.words" }\n',
        '{ "mode": "apply", "preview": "$ctx.steps.draft_put.output" }',
      ],
    ] as const) {
      const mended = fixed(text, title);
      for (const part of wanted) ok(mended.includes(part), mended);
      const left = openText(mended, uri).diagnostics(plainFacts);
      deepStrictEqual(
        left.filter(({ severity, code }) => severity === 1 || code === 'PREVIEW_REQUIRED'),
        [],
        mended,
      );
    }
  });

  it('leave a write alone to which no way can be told', () => {
    const text = body('  edges: [a >> (b & c) >> d, d >> b]\n').replace(
      'c: {type: read_file,',
      'd: {type: read_file,',
    );
    const write = text.replace(
      'b: {type: read_file, setting: {path: $ctx.steps.a.output.path}}',
      'b: {type: write_file_apply, setting: {path: x}}',
    );
    ok(
      !openText(write, uri)
        .fixes(everything, plainFacts)
        .some(({ title }) => title.startsWith('Insert')),
    );
  });

  it('name the node that a flow without an entry starts at', () => {
    const text = body('  edges: [a >> b, b >> c]\n').replace('  entry: a\n', '');
    ok(fixed(text, "Add the key 'entry'").includes('  entry: a\n'));
  });
});
