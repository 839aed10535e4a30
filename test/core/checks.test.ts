import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Check } from '#protocol/plan';
import { type CheckSubject, runCheck } from '../../server/src/core/checks';

const nothing: CheckSubject = { exitCode: null, output: null, text: null, exists: false };
const check = (given: Partial<Check>, subject: Partial<CheckSubject>, passed: boolean, details: string) =>
  assert.deepEqual(
    runCheck({ name: 'n', type: 'regex', expr: '', target: null, ...given }, { ...nothing, ...subject }),
    { name: 'n', passed, details },
  );

describe('a check of the exit code', () => {
  const type = 'exit_code';
  it('passes when it is equal', () => {
    check({ type, expr: '0' }, { exitCode: 0 }, true, 'exit code 0, expected 0');
    check({ type, expr: ' -3 ' }, { exitCode: -3 }, true, 'exit code -3, expected -3');
  });
  it('fails when it differs, when there is none, when none is asked for', () => {
    check({ type, expr: '0' }, { exitCode: 1 }, false, 'exit code 1, expected 0');
    check({ type, expr: '0' }, {}, false, 'there is no exit code, expected 0');
    check({ type, expr: '' }, { exitCode: 0 }, false, `'' is no exit code`);
  });
});

describe('a check by regular expression', () => {
  const type = 'regex';
  it('searches the target file', () => {
    check(
      { type, expr: '^ok$', target: 'o.txt' },
      { text: 'ok', exists: true },
      true,
      '/^ok$/ found in o.txt',
    );
    check({ type, expr: '^ok$', target: 'o.txt' }, { text: 'not ok' }, false, '/^ok$/ not found in o.txt');
    check({ type, expr: '', target: 'o.txt' }, {}, false, 'o.txt does not exist');
  });
  it('searches the output: text, standard output, else JSON', () => {
    check({ type, expr: 'b+' }, { output: 'abb' }, true, '/b+/ found in the output');
    check(
      { type, expr: 'out' },
      { output: { stdout: 'out', stderr: 'err' } },
      true,
      '/out/ found in the output',
    );
    check(
      { type, expr: 'err' },
      { output: { stdout: 'out', stderr: 'err' } },
      false,
      '/err/ not found in the output',
    );
    check({ type, expr: '"n":1' }, { output: { n: 1 } }, true, '/"n":1/ found in the output');
  });
  it('fails on what is no expression', () => {
    const { passed, details } = runCheck({ name: 'n', type, expr: '(', target: null }, nothing);
    assert.equal(passed, false);
    assert.match(details, /^\/\(\/ is no regular expression: /);
  });
  it('takes linear time', () => {
    check(
      { type, expr: '(a+)+$' },
      { output: `${'a'.repeat(100_000)}b` },
      false,
      '/(a+)+$/ not found in the output',
    );
  });
});

describe('a check by JSONPath', () => {
  const type = 'jsonpath';
  it('passes when anything but null and false is selected', () => {
    const output = { n: 0, no: false, nil: null, list: [{ id: 'a1' }, { id: 'b2' }] };
    check({ type, expr: '$.n' }, { output }, true, '$.n selects 1 value: 0');
    check({ type, expr: '$.list[*].id' }, { output }, true, '$.list[*].id selects 2 values: "a1"');
    check({ type, expr: '$.no' }, { output }, false, '$.no selects 1 value: false');
    check({ type, expr: '$.nil' }, { output }, false, '$.nil selects 1 value: null');
    check({ type, expr: '$.gone' }, { output }, false, '$.gone selects 0 values');
  });
  it('looks into the target file', () => {
    check({ type, expr: '$.a', target: 'r.json' }, { text: '{"a":1}' }, true, '$.a selects 1 value: 1');
    check({ type, expr: '$.a', target: 'r.json' }, { text: '{' }, false, 'r.json is not JSON');
    check({ type, expr: '$.a', target: 'r.json' }, { output: { a: 1 } }, false, 'r.json does not exist');
  });
  it('fails on what is no path', () => {
    assert.match(
      runCheck({ name: 'n', type, expr: '$[', target: null }, nothing).details,
      /cannot be evaluated/,
    );
  });
  it('filters with patterns in linear time', () => {
    const output = { list: [`${'a'.repeat(100_000)}b`] };
    check(
      { type, expr: `$.list[?search(@, '(a+)+$')]` },
      { output },
      false,
      `$.list[?search(@, '(a+)+$')] selects 0 values`,
    );
    const expr = `$.list[?match(@, 'a*b')]`;
    assert.equal(runCheck({ name: 'n', type, expr, target: null }, { ...nothing, output }).passed, true);
  });
});

describe('a check of a file', () => {
  it('passes when it exists, by target or by expression', () => {
    const type = 'artifact_exists';
    check({ type, expr: 'a.txt' }, { exists: true }, true, 'a.txt exists');
    check({ type, expr: 'x', target: 'b.txt' }, {}, false, 'b.txt does not exist');
  });
});

describe('any check', () => {
  it('never throws', () => {
    const types = fc.constantFrom<Check['type'][]>('exit_code', 'regex', 'jsonpath', 'artifact_exists');
    const target = fc.option(fc.string());
    const subject = fc.record({
      exitCode: fc.option(fc.integer()),
      output: fc.jsonValue() as fc.Arbitrary<CheckSubject['output']>,
      text: fc.option(fc.string()),
      exists: fc.boolean(),
    });
    const expr = fc.oneof(fc.string(), fc.constantFrom('$..a', '$[?@.a]', '.*'));
    fc.assert(
      fc.property(types, expr, target, subject, (type, text, file, given) => {
        assert.equal(typeof runCheck({ name: 'n', type, expr: text, target: file }, given).passed, 'boolean');
      }),
    );
  });
});
