import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLanguage } from '../../../server/src/core/language/language';
import { completeTraceql } from '../../../server/src/core/traceql/assist/completeTraceql';
import { noFacts, queryFacts } from '../../../server/src/core/traceql/assist/queryFacts';
import type { LanguageFacts } from '../../../server/src/protocol/language/service';

/** What a record with one span knows. */
const facts = queryFacts([
  {
    id: '1',
    parentId: null,
    name: 'git push',
    kind: 'internal',
    status: 'ok',
    statusMessage: '',
    startUs: 0,
    endUs: 1,
    attributes: { 'my own': 'of a team', team: 'red', level: 3, 'holdpoint.step.id': 'deploy' },
    resource: { 'service.name': 'shop' },
    instrumentation: {},
    events: [{ name: 'log.line', timeUs: 0, attributes: { why: 'slow' } }],
    links: [],
    columns: { kind: 'step', timeout: false, policySnapshot: {} },
  },
]);

/** The offers at `|` in a text. */
const offers = (text: string) => {
  const offset = text.indexOf('¦');
  return completeTraceql(text.replace('¦', ''), offset, facts).map(({ insert }) => insert);
};
const check = (text: string, expected: readonly string[]) => {
  const found = offers(text);
  for (const one of expected) assert.ok(found.includes(one), `${one} in ${found.join(', ')}`);
};

describe('completion of TraceQL', () => {
  it('FLOW-18: offers spansets and functions where a part may begin', () => {
    check('¦', ['{}', 'count()']);
    check('{ .a } | ¦', ['count()', 'by(', 'select(']);
  });

  it('FLOW-18: offers attributes of the conventions and of the record in braces', () => {
    check('{ ¦', [
      'span:name',
      'span.gen_ai.tool.name',
      'resource.service.name',
      'span.team',
      'span."my own"',
    ]);
    check('{ .a = 1 && span.holdpoint.app¦', ['span.holdpoint.approval.decision']);
    check('{ .decision¦', ['span.holdpoint.approval.decision']);
    check('{ .a } | by(span.gen_ai.to¦', ['span.gen_ai.tool.name']);
  });

  it('FLOW-18: offers the values that an attribute may have', () => {
    check('{ span.holdpoint.approval.decision = ¦', ['"approved"', '"rejected"', 'nil']);
    check('{ status = ¦', ['error', 'ok', 'unset']);
    check('{ span:kind = cl¦', ['client']);
  });

  it('FLOW-18: offers the values that the record mostly has', () => {
    check('{ span.team = ¦', ['"red"', 'nil']);
    check('{ .level = ¦', ['3']);
    check('{ span.holdpoint.step.id = ¦', ['"deploy"']);
    check('{ event.w¦', ['event.why']);
    check('{ span:name = ¦', ['"git push"']);
    check('{ rootServiceName = ¦', ['"shop"']);
  });

  it('FLOW-18: offers operators behind a value, in and out of braces', () => {
    check('{ .a ¦', ['=', '=~', '&&']);
    check('{ .a } ¦', ['|', '>>', '!<<']);
  });

  it('FLOW-18: knows the short form', () => {
    check('traces{ span.st¦', ['span.status']);
    check('traces{} | ¦', ['pick(', 'limit ']);
    check('traces{} | pick(¦', ['trace_id']);
  });

  it('FLOW-18: offers something to replace at every place of every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(50), (text, at) => {
        const offset = Math.min(at, text.length);
        for (const { start, end } of completeTraceql(text, offset)) {
          assert.ok(start >= 0 && start <= offset && end === offset);
        }
      }),
    );
  });
});

describe('a query as a document', () => {
  const open = (text: string) => {
    const language = createLanguage({} as never);
    const document = language.open('file:///w/late.traceql');
    document.update(text);
    return document;
  };
  const asked = { locale: 'en', seen: noFacts } as LanguageFacts;

  it('underlines what is wrong, on the line on which it stands', () => {
    const [found] = open('{ .a = 1 }\n| count()').diagnostics(asked);
    assert.equal(found?.code, 'QUERY_INVALID');
    assert.deepEqual(found.range, { start: { line: 1, character: 2 }, end: { line: 1, character: 9 } });
    assert.deepEqual(open('').diagnostics(asked), []);
  });

  it('completes and tells the type and the values of an attribute', () => {
    const document = open('{ span.holdpoint.policy.decision = "deny" }');
    const hover = document.hover({ line: 0, character: 10 }, asked);
    assert.equal(
      hover?.contents.value,
      '**span.holdpoint.policy.decision**: string\n\n`allow`, `ask`, `deny`',
    );
    assert.equal(document.hover({ line: 0, character: 0 }, asked), null);
    const [first] = document.complete({ line: 0, character: 20 }, asked);
    assert.ok(first?.label.startsWith('span.holdpoint.'));
  });

  it('offers names and values that the record holds, and doubts those that are nowhere in it', () => {
    const document = open('{ .tem = "red" && .level = 3 && .holdpoint.step.id = "deploy" && .a1 = 1 }');
    const told = { ...asked, seen: facts };
    assert.deepEqual(
      document.diagnostics(told).map(({ severity, message, range }) => [severity, message, range.start]),
      [
        [2, 'no attribute tem was seen in the newest spans; did you mean team?', { line: 0, character: 2 }],
        [2, 'no attribute a1 was seen in the newest spans', { line: 0, character: 65 }],
      ],
    );
    assert.deepEqual(document.diagnostics(asked), []);
    const labels = (text: string) =>
      open(text)
        .complete({ line: 0, character: text.length }, told)
        .map(({ label }) => label);
    assert.deepEqual(labels('{ span.team = "r'), ['"red"']);
    assert.deepEqual(labels('{ span.tea'), ['span.team']);
  });
});
