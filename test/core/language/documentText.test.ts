import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { DocumentText } from '../../../server/src/core/language/text/documentText';
import { readDocument } from '../../../server/src/core/plan/document/readDocument';
import { understandPlan } from '../../../server/src/core/plan/parsePlan';
import { fullPlan, parse, tools } from '../plan/planText';

const runs = process.env['HOLDPOINT_LONG'] === '1' ? 20_000 : 120;

const texts = [
  fullPlan,
  `# a remark
---
schema: plan/1
title: Test   # remark
goal: |
  several
   lines

# between
steps:
  # first
  - id: a
    uses: shell.run
    with:
      argv: [npm, ci]
      env:
        KEY: "\${inputs.x}"

  - id: b
    uses: read_file
    needs: [a]
    with: { path: "\${steps.a.output.path}" }
    when: steps.a.status == "succeeded"
  - id: c
    uses: shell.run
    needs: [b, d]
    on_error: { action: goto, target: a }
    else: goto:b
    with:
      script: >-
        folded
        text \${steps.b.output}
checks:
- {name: done, type: regex, expr: ok}
- name: there
  type: artifact_exists
  expr: out.txt
inputs:
  type: object
`,
  `version: 1
session_goal: x
steps:
- id: a
  tool: read_file
  inputs: {path: x}
  verify: {type: exit_code, expr: 0}
- id: b
  tool: shell.run
  timeout_sec: 3
`,
  `entry: a
nodes:
  a: {type: LoopNode, setting: {p: "{{ $ctx.x }}"}}
  b: {type: Agent}
edges:
  - a >> (a | b)
`,
  '{"schema": "plan/1", "title": "J", "steps": [{"id": "a", "uses": "read_file"}]}',
];

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const pieces = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'abc:-#[]{}"\'|>&*!,. \n\t0~?%') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '\n',
      '\r\n',
      '\n  - id: n\n    uses: read_file\n',
      '\n  - ',
      'steps:\n',
      '---\n',
      '...\n',
      '${steps.a.output}',
      'needs: [a]\n',
      '    needs: [b]\n',
      '# remark\n',
      '&x ',
      '*x',
      'a: |+\n  b\n\n',
      'id: a',
      '\ufeff',
      '日本',
      '<<: 1\n',
      'title: again\n',
      '\n    ne',
      '\n  ne\n',
      ' [',
      ' {a: ',
      ': x: y',
      '\n      - ',
      '"a: b"',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);

const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    at: fc.nat({ max: 2000 }),
    length: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 3 }) }, fc.nat({ max: 60 })),
    text: pieces,
  }),
  { minLength: 1, maxLength: 12 },
);

/**
 * Once read otherwise: an error in an entry ends the list, and what is wrong behind it depends on what holds the list; and
 * the parser tells of no line that ends within a text for which it finds no place.
 */
const examples: [string, readonly Edit[]][] = [
  [
    texts[2] ?? '',
    [
      { at: 1528, length: 38, text: '>' },
      { at: 0, length: 0, text: 'a' },
    ],
  ],
  ['b: {x: a\n  - - x\n  text\n x:} 2\n  2]\n\nf: 1\na: 1\n    g: h\n', []],
];

function apply(text: string, { at, length, text: piece }: Edit): string {
  const start = text.length === 0 ? 0 : at % (text.length + 1);
  return text.slice(0, start) + piece + text.slice(start + length);
}

function sameAsWhole(document: DocumentText, text: string): void {
  document.update(text);
  const parts = understandPlan(document.read(), { fileName: 'plan.yaml', tools });
  const whole = parse(text);
  deepStrictEqual(parts.problems, whole.problems, text);
  deepStrictEqual(parts.warnings, whole.warnings, text);
  deepStrictEqual(parts.plan, whole.plan, text);
  deepStrictEqual(parts.format, whole.format, text);
  deepStrictEqual(document.read().json, readDocument(text).json, text);
}

describe('a text that is edited', function () {
  this.timeout(600_000);

  it('is read in blocks where its form is plain', () => {
    const read = (text: string) => {
      const document = new DocumentText();
      document.update(text);
      return document.read().blocks;
    };
    ok(texts.slice(0, 4).every((text) => read(text) !== null));
    for (const odd of [texts[4] ?? '', 'a: &x 1\nb: *x\n', 'a: 1\na: 2\n', 'a: "x\nb: y"\n', '\ta: 1\n'])
      deepStrictEqual(read(odd), null, odd);
  });

  it('keeps what did not change also over an error that ends where it is', () => {
    const document = new DocumentText();
    const text = texts[1] ?? '';
    document.update(text);
    const before = document.read().blocks ?? [];
    document.update(text.replace('    uses: read_file\n', '    uses: read_file\n    ne\n'));
    deepStrictEqual(document.read().json, undefined);
    document.update(text);
    const after = document.read().blocks ?? [];
    deepStrictEqual(after.filter(({ block }, index) => block !== before[index]?.block).length, 1);
  });

  it('reads each time as the whole text does', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), edits, (start, changes) => {
        const document = new DocumentText();
        let text = start;
        sameAsWhole(document, text);
        for (const change of changes) {
          text = apply(text, change);
          sameAsWhole(document, text);
        }
      }),
      { numRuns: runs, examples },
    );
  });

  it('reads each time as the whole text does while it is typed letter by letter', () => {
    const document = new DocumentText();
    const text = texts[1] ?? '';
    for (let length = 0; length <= text.length; length += 1) sameAsWhole(document, text.slice(0, length));
  });

  it('keeps what did not change', () => {
    const document = new DocumentText();
    document.update(texts[1] ?? '');
    const before = document.read().blocks ?? [];
    document.update((texts[1] ?? '').replace('[npm, ci]', '[npm, install]'));
    const after = document.read().blocks ?? [];
    deepStrictEqual(
      after.map(({ block }, index) => block === before[index]?.block).filter((kept) => !kept),
      [false],
    );
  });
});
