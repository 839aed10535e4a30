import assert from 'node:assert/strict';
import { sampleRun, sampleSession, sampleSpan } from '../store/sampleRows';
import { composeMemory, type MemoryServer } from '../support/composeMemory';

const trace_id = '1'.repeat(32);

describe('queries that mean harm, or nothing', () => {
  let server: MemoryServer;

  before(async () => {
    server = composeMemory();
    const name = `${'a'.repeat(20_000)}!`;
    await server.context.ports.store.commit([
      { op: 'insert', table: 'sessions', row: sampleSession('session_a') },
      { op: 'insert', table: 'runs', row: sampleRun('run-1', 'session_a', { trace_id }) },
      { op: 'insert', table: 'spans', row: sampleSpan('root1', 'run-1', { trace_id, name, start_us: 1e12 }) },
    ]);
  });

  const found = async (q: string) => (await server.request('trace/query', { q })).items.length;

  it('FLOW-18: match expressions that stop other engines in the time of any other', async () => {
    assert.equal(await found('{ span:name =~ "(a+)+b" }'), 0);
    assert.equal(await found('{ span:name =~ "(a|aa)+!" }'), 1);
    assert.equal(await found('{ span:name !~ "(.*a){12}x" }'), 1);
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['half a condition', '{ span:name = }', /^column 15: .*expected/i],
    ['a word of its own', '{ attribute = 4 }', /^column 3: /],
    ['another operator', '{ .a == 1 }', /^column 6: /],
    ['a comparison of two kinds', '{ span:status > ok }', /^column \d+: /],
    ['a number for a text', '{ rootName != 3.2 }', /^column \d+: /],
    ['a filter that is no condition', '{ 1 + 1 }', /^column \d+: /],
    ['an expression that looks ahead', '{ span:name =~ "(?=a)" }', /^column 16: /],
    ['an expression that looks back', '{ span:name =~ "(a)\\\\1" }', /^column 16: /],
    ['an expression without end', '{ span:name =~ "(a{1000}){1000}" }', /^column 16: /],
    ['another trace’s parent', '{ parent.name = "a" }', /^column \d+: .*not yet supported/],
  ];
  for (const [what, q, message] of refused) {
    it(`FLOW-18: are refused with their column: ${what}`, async () => {
      const refusal = await server.refusal('trace/query', { q });
      assert.equal(refusal.error_code, 'QUERY_INVALID');
      assert.match(refusal.message, message);
      assert.equal(typeof refusal.details?.['column'], 'number');
    });
  }

  it('FLOW-18: find nothing by an attribute that nobody has, and warn of it while it is typed', async () => {
    assert.equal(await found('{ span.no.such.thing = "a" }'), 0);
    assert.equal(await found('{ span.no.such.thing != "a" }'), 0);
    const { problems } = await server.request('trace/check', { q: '{ span.no.such.thing = "a" }' });
    assert.deepEqual(
      problems.map(({ severity }) => severity),
      ['warning'],
    );
  });

  it('FLOW-18: are answered or refused however deep they nest', async () => {
    for (const [open, close] of [
      ['(', ')'],
      ['!', ''],
      ['-', ''],
    ] as const) {
      const q = `{ ${open.repeat(4000)}true${close.repeat(4000)} }`;
      const found = await server
        .request('trace/query', { q })
        .catch((error: { readonly code: string }) => error.code);
      assert.ok(typeof found === 'object' || found === 'QUERY_INVALID', String(found));
    }
  });
});
