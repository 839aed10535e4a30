import { deepEqual, equal, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { parsePolicyFile } from '../../../server/src/core/policy/parsePolicyFile';
import { overrideMessages, policyFromMap } from '../../../server/src/core/policy/policyFromMap';
import {
  PolicyValidationError,
  PolicyValidator,
} from '../../../server/src/core/policy/settings/policyValidator';

describe('a policy file', () => {
  it('GATE-29: is refused with the place when a rule denies by a glob that would match nothing', () => {
    const rule = (match: string, tool = 'shell.run') =>
      `    - {id: r, effect: deny, tool: '${tool}', match: ${match}}`;
    const of = (line: string) => `schema: policy/1\npermissions:\n  rules:\n${line}\n`;
    for (const [line, at] of [
      [rule("{args: ['(a)\\1']}"), '/permissions/rules/0/match/args/0'],
      [rule("{path: ['\\bsecrets', '**/*.pem']}"), '/permissions/rules/0/match/path/0'],
      [rule("{host: ['*.com', '\\p{L}*']}"), '/permissions/rules/0/match/host/1'],
      [rule('{argv0: rm}', 'shell\\b*'), '/permissions/rules/0/tool'],
      [rule("{path: '{src,lib'}"), '/permissions/rules/0/match/path/0'],
    ] as const) {
      const { layer, problems } = parsePolicyFile(of(line), 'p.yaml', 'workspace');
      deepEqual(
        [layer, problems.map((one) => [one.code, one.path, one.line])],
        [null, [['OUT_OF_RANGE', at, 4]]],
        line,
      );
    }
  });

  it('is read with durations, shorthands and the line of each setting', () => {
    const text = `schema: policy/1
profile: dev
reliability: {timeout: 0, retry: 2, on_error: continue}
permissions:
  default: deny
  rules:
    - {id: r1, effect: deny, match: {argv0: rm}}
    - id: r2
      effect: allow
      tool: shell.*
      until: 2030-01-01T00:00:00+01:00
approvals: {expires: 90m, auto: [{subject: plan, risk: low}]}
limits: {llm: {max_cost_usd: 0.5}}
`;
    const { layer, problems, profile } = parsePolicyFile(text, 'p.yaml', 'workspace');
    deepEqual(problems, []);
    equal(profile, 'dev');
    deepEqual(layer?.settings, {
      reliability: {
        timeout_ms: null,
        retry: { max_attempts: 3 },
        on_error: { action: 'continue', target: null },
      },
      permissions: {
        default: 'deny',
        rules: [
          { id: 'r1', effect: 'deny', tool: '*', match: { argv0: ['rm'] }, reason: null, until: null },
          {
            id: 'r2',
            effect: 'allow',
            tool: 'shell.*',
            match: {},
            reason: null,
            until: '2029-12-31T23:00:00.000Z',
          },
        ],
      },
      approvals: {
        expires_ms: 5_400_000,
        auto: [{ id: 'auto-plan-0', subject: 'plan', risk: 'low', until: null }],
      },
      limits: { llm: { max_cost_usd: 0.5 } },
    });
    deepEqual(
      ['/reliability/retry', '/permissions/default', '/permissions/rules/1', '/limits/llm'].map(
        (at) => layer?.lines[at],
      ),
      [3, 5, 8, 13],
    );
  });

  it('reports every mistake at once with its line, and yields no layer', () => {
    const text = `schema: policy/2
extra: 1
reliability:
  timeout: -5s
  fail_fast: yes please
  retry: {max_attempts: 0, mode: sometimes, delay: nan, retry_on: [auth]}
  on_error: goto
permissions:
  defualt: ask
  deny_patterns: ['(']
  rules:
    - {id: a, effect: deny}
    - {id: a, effect: forbid}
    - {effect: deny}
    - {id: a, effect: ask}
approvals: {required: 0, auto: [{subject: step}]}
limits: {max_steps: 1.5}
`;
    const { layer, problems } = parsePolicyFile(text, 'p.yaml', 'user');
    equal(layer, null);
    deepEqual(problems.map(({ code, path, line }) => `${line} ${code} ${path}`).sort(), [
      '1 OUT_OF_RANGE /schema',
      '10 BAD_REGEX /permissions/deny_patterns/0',
      '13 DUPLICATE_ID /permissions/rules/1/id',
      '13 OUT_OF_RANGE /permissions/rules/1/effect',
      '14 MISSING_KEY /permissions/rules/2/id',
      '15 DUPLICATE_ID /permissions/rules/3/id',
      '16 MISSING_KEY /approvals/auto/0',
      '16 OUT_OF_RANGE /approvals/required',
      '17 OUT_OF_RANGE /limits/max_steps',
      '2 UNKNOWN_KEY /extra',
      '4 BAD_DURATION /reliability/timeout',
      '5 WRONG_TYPE /reliability/fail_fast',
      '6 BAD_DURATION /reliability/retry/delay',
      '6 OUT_OF_RANGE /reliability/retry/max_attempts',
      '6 OUT_OF_RANGE /reliability/retry/mode',
      '6 OUT_OF_RANGE /reliability/retry/retry_on/0',
      '7 BAD_GOTO /reliability/on_error',
      '9 UNKNOWN_KEY /permissions/defualt',
    ]);
    equal(
      problems.find(({ path }) => path === '/permissions/defualt')?.message,
      "Unknown key 'defualt'; did you mean 'default'?",
    );
  });

  it('may be JSON, and is nothing when it is neither', () => {
    deepEqual(parsePolicyFile('{"schema": "policy/1"}', 'p.json', 'user').layer?.settings, {});
    equal(parsePolicyFile('', 'p.yaml', 'user').layer, null);
    equal(parsePolicyFile('- a', 'p.yaml', 'user').problems[0]?.code, 'WRONG_TYPE');
    equal(parsePolicyFile('a: [', 'p.yaml', 'user').problems[0]?.code, 'SYNTAX');
  });

  it('never throws, whatever the text', () => {
    const word = fc.constantFrom(
      'schema',
      'policy/1',
      'permissions',
      'rules',
      'id',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      '*a',
      '&a',
      '.nan',
      '__proto__',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(
        text,
        (drawn) =>
          (parsePolicyFile(drawn, 'p', 'user').layer === null) ===
          parsePolicyFile(drawn, 'p', 'user').problems.length > 0,
      ),
      { numRuns: 500 },
    );
  });
});

describe('a policy from the command line', () => {
  it('is given in families or as the keys of reliability', () => {
    deepEqual(policyFromMap({ on_error: 'continue', permissions: { default: 'deny' } }), {
      settings: {
        reliability: { on_error: { action: 'continue', target: null } },
        permissions: { default: 'deny' },
      },
      problems: [],
    });
  });

  it('names every mistake where it was written', () => {
    const { problems } = policyFromMap({
      timeout: '-5s',
      retry: { max_attempts: 101 },
      nope: 1,
      fail_fast: true,
      reliability: { fail_fast: true },
    });
    deepEqual(problems.map(({ code, path }) => `${code} ${path}`).sort(), [
      'BAD_DURATION /timeout',
      'CONFLICT /fail_fast',
      'OUT_OF_RANGE /retry/max_attempts',
      'UNKNOWN_KEY /nope',
    ]);
    equal(
      overrideMessages(policyFromMap({ timeout: '-5s' }).problems)[0],
      "Invalid policy override: /timeout: '-5s' is negative",
    );
    equal(policyFromMap([1]).problems.length, 1);
  });
});

describe('PolicyValidator', () => {
  it('answers six faults with six paths', () => {
    const faults = {
      timeout: '-5s',
      fail_fast: 1,
      retry: { max_attempts: 0, delay: 'nan', mode: 'x' },
      extra: 1,
    };
    throws(
      () => PolicyValidator.validate(faults),
      (error: unknown) => {
        if (!(error instanceof PolicyValidationError)) return false;
        equal(error.errors.length, 6);
        equal(new Set(error.details.map(({ path }) => path)).size, 6);
        equal(error.message, error.errors.join('; '));
        return true;
      },
    );
  });

  it('says nothing about what is right, and gives its settings', () => {
    equal(PolicyValidator.validate({ timeout: '5s' }), undefined);
    deepEqual(PolicyValidator.fromDict({ retry: 0 }), { reliability: { retry: { max_attempts: 1 } } });
    equal(PolicyValidator.normalize({ retry: 2 }, 'standard').reliability.retry.max_attempts, 3);
  });

  it('knows steps and profiles where it is told of them', () => {
    const goto = { on_error: { action: 'goto', target: 'b' } };
    PolicyValidator.validate(goto, { steps: ['b'] });
    throws(() => PolicyValidator.validate(goto, { steps: ['a'] }), /There is no step 'b'/);
    throws(() => PolicyValidator.validate({ timeout: 0 }, { profile: 'ci' }), /unlimited/);
    throws(
      () => PolicyValidator.normalize({ permissions: { default: 'allow' } }, 'strict'),
      /may only tighten/,
    );
  });
});
