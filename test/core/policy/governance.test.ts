import { deepEqual, equal } from 'node:assert/strict';
import type { AutoRule, PolicySettings, Profile } from '#protocol/policy';
import type { DecisionRow } from '#protocol/rows';
import { canonicalJson } from '../../../server/src/core/digest';
import { autoGrant, type GrantRequest } from '../../../server/src/core/policy/autoGrant';
import { envAllowed } from '../../../server/src/core/policy/envAllowed';
import { explain, simulate } from '../../../server/src/core/policy/explain';
import { foldLayers } from '../../../server/src/core/policy/foldLayers';
import { compileJudge } from '../../../server/src/core/policy/judge';
import { lintPolicy } from '../../../server/src/core/policy/lintPolicy';
import { layer, rule, run } from './actions';

const policyOf = (profile: Profile, settings: PolicySettings = {}) =>
  foldLayers([layer('user', settings)], profile).policy;
const request: GrantRequest = {
  subject: 'step',
  digest: 'sha256:a',
  tool: 'shell.run',
  risk: 'medium',
  paths: ['src/a'],
  nowMs: 1000,
};

describe('autoGrant', () => {
  it('is given by the profile dev, except for rollbacks, and by no other profile', () => {
    const actors = (['plan', 'step', 'preview', 'decision', 'rollback'] as const).map(
      (subject) => autoGrant(policyOf('dev'), { ...request, subject })?.actor,
    );
    deepEqual(actors, ['policy:dev', 'policy:dev', 'policy:dev', 'policy:dev', undefined]);
    for (const profile of ['strict', 'standard', 'ci'] as const)
      equal(autoGrant(policyOf(profile), request), null);
  });

  it('is given by a rule only when all of its criteria hold', () => {
    const grants = (criteria: Partial<AutoRule>): boolean =>
      autoGrant(
        policyOf('ci', { approvals: { auto: [{ id: 'g', subject: 'step', until: null, ...criteria }] } }),
        request,
      )?.actor === 'policy:g';
    const table: readonly (readonly [Partial<AutoRule>, boolean])[] = [
      [{ risk: 'medium' }, true],
      [{ risk: 'high' }, true],
      [{ risk: 'low' }, false],
      [{ digest: 'sha256:a' }, true],
      [{ digest: 'sha256:b' }, false],
      [{ tool: 'shell.*' }, true],
      [{ tool: 'git.*' }, false],
      [{ path: 'src/**' }, true],
      [{ path: 'test/**' }, false],
      [{ risk: 'high', path: 'test/**' }, false],
      [{ risk: 'high', subject: 'plan' }, false],
      [{ risk: 'high', until: '1970-01-01T00:00:00.999Z' }, false],
      [{ risk: 'high', until: '1970-01-01T00:00:01.001Z' }, true],
    ];
    for (const [criteria, isGranted] of table) equal(grants(criteria), isGranted, JSON.stringify(criteria));
  });
});

describe('explain', () => {
  it('names rule, file and line for each of the ten stages', () => {
    const user = {
      ...layer('user', { permissions: { rules: [rule('r', 'deny', { argv0: ['npm'] })] } }),
      lines: { '/permissions/rules/0': 4 },
    };
    const stages = explain(foldLayers([user], 'standard').policy, run('npm', 'ci'));
    deepEqual(
      stages.map(({ stage }) => stage),
      ['tool', 'inputs', 'dry_run', 'path', 'deny', 'allow', 'default', 'risk', 'preview', 'executor'],
    );
    deepEqual(stages[4], {
      stage: 'deny',
      verdict: 'deny',
      rule_id: 'r',
      location: 'user.yaml:4 (user)',
      reason: "rule 'r'",
    });
    deepEqual(
      [stages[6]?.verdict, stages[6]?.location, stages[0]?.verdict],
      ['ask', 'built-in (profile)', null],
    );
  });
});

describe('simulate', () => {
  const stored = (facts_json: string): DecisionRow => ({
    id: 'dec_1',
    run_id: 'r',
    step_id: 's',
    tool: 'shell.run',
    effect: 'exec',
    stage: 'default',
    verdict: 'ask',
    rule_id: 'default',
    location: '',
    reason: '',
    args_sha: '',
    facts_json,
    created_at: '',
  });

  it('lists the stored decisions that another policy would change', () => {
    const row = stored(canonicalJson(JSON.parse(JSON.stringify(run('npm', 'ci')))));
    deepEqual(simulate([row], policyOf('standard')), []);
    deepEqual(simulate([row], policyOf('strict')), [
      {
        decision_id: 'dec_1',
        run_id: 'r',
        step_id: 's',
        tool: 'shell.run',
        before: 'ask',
        after: 'deny',
        rule_id: 'default',
        location: 'built-in (profile)',
        reason: 'execution_policy.default_action=deny',
      },
    ]);
  });

  it('leaves out rows that cannot be read', () => {
    deepEqual(simulate(['', '{}', 'null', '{"tool":"x","facts":null}'].map(stored), policyOf('strict')), []);
  });
});

describe('lintPolicy', () => {
  it('warns about rules that do nothing', () => {
    const rules = [
      rule('a', 'deny', { argv0: ['rm', 'npm'] }),
      rule('b', 'deny', { argv0: ['rm'] }),
      rule('c', 'allow', { argv0: ['npm'], flags: ['-x'] }),
      rule('d', 'deny', {}, { tool: 'shel.run' }),
      rule('e', 'deny', { argv0: ['x'] }, { until: '1970-01-01T00:00:00.000Z' }),
      rule('f', 'deny', { path: [] }),
      rule('g', 'ask', { argv0: ['make'] }),
    ];
    const auto: AutoRule[] = [{ id: 'h', subject: 'plan', risk: 'low', until: '1970-01-01T00:00:00.000Z' }];
    const found = lintPolicy([layer('user', { permissions: { rules }, approvals: { auto } })], {
      tools: ['shell.run'],
      nowMs: 1,
    });
    deepEqual(
      found.map(({ code, message }) => `${code} ${message}`),
      [
        "CONFLICT Rule 'b' never decides: rule 'a' says the same before it. (user.yaml)",
        "CONFLICT Rule 'c' never decides: rule 'a' (deny) is stronger. (user.yaml)",
        "UNKNOWN_TOOL Rule 'd' is about no tool: 'shel.run'; did you mean 'shell.run'? (user.yaml)",
        "OUT_OF_RANGE Rule 'e' ended at 1970-01-01T00:00:00.000Z. (user.yaml)",
        "OUT_OF_RANGE Rule 'f' matches nothing: its path is empty. (user.yaml)",
        "OUT_OF_RANGE Auto rule 'h' ended at 1970-01-01T00:00:00.000Z. (user.yaml)",
      ],
    );
  });
});

describe('envAllowed', () => {
  it('keeps what every program needs and what the policy lists', () => {
    const policy = policyOf('standard', { permissions: { env_allow: ['CI_TOKEN'] } });
    deepEqual(
      ['PATH', 'Path', 'CI_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'ci_token'].map((name) =>
        envAllowed(name, policy),
      ),
      [true, true, true, false, false],
    );
  });
});

describe('the judge at many rules', () => {
  it('gives the same answer for the first and the last of a thousand rules', () => {
    const rules = Array.from({ length: 1000 }, (_, index) =>
      rule(`r${index}`, 'deny', { argv0: [`tool${index}`] }),
    );
    const judge = compileJudge(policyOf('standard', { permissions: { rules } }));
    deepEqual(
      [0, 999].map((index) => judge(run(`tool${index}`)).rule_id),
      ['r0', 'r999'],
    );
  });
});
