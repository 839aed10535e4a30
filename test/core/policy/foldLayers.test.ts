import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { type LayerName, layerNames, type PolicySettings, type Profile, profiles } from '#protocol/policy';
import { foldLayers } from '../../../server/src/core/policy/foldLayers';
import { compileJudge } from '../../../server/src/core/policy/judge';
import { layer, rule, run } from './actions';

const given = ['user', 'workspace', 'plan', 'cli', 'step'] as const;

function codes(profile: Profile, name: LayerName, settings: PolicySettings): string[] {
  return foldLayers([layer(name, settings)], profile).problems.map(({ code, path }) => `${code} ${path}`);
}

describe('precedence of reliability', () => {
  const tries = (name: LayerName, max_attempts: number) =>
    layer(name, { reliability: { retry: { max_attempts } } });
  for (const [index, weaker] of given.entries()) {
    for (const stronger of ['user', 'workspace', 'plan', 'cli', 'step'].slice(index + 1) as LayerName[]) {
      it(`${stronger} wins over ${weaker}, in whatever order they come`, () => {
        for (const layers of [
          [tries(weaker, 2), tries(stronger, 3)],
          [tries(stronger, 3), tries(weaker, 2)],
        ]) {
          const { policy, problems } = foldLayers(layers, 'standard');
          deepEqual(problems, []);
          equal(policy.reliability.retry.max_attempts, 3);
          equal(policy.origins['/reliability/retry/max_attempts']?.layer, stronger);
        }
      });
    }
  }

  it('keeps what a stronger layer does not mention', () => {
    const layers = [layer('user', { reliability: { retry: { delay_ms: 5 } } }), tries('step', 4)];
    const { retry } = foldLayers(layers, 'standard').policy.reliability;
    deepEqual([retry.delay_ms, retry.max_attempts, retry.mode], [5, 4, 'fixed']);
  });

  it('refuses a run without time limit outside dev', () => {
    const unlimited: PolicySettings = { reliability: { timeout_ms: null } };
    deepEqual(
      profiles.map((profile) => codes(profile, 'cli', unlimited)),
      [
        ['TIMEOUT_UNLIMITED /reliability/timeout'],
        ['TIMEOUT_UNLIMITED /reliability/timeout'],
        [],
        ['TIMEOUT_UNLIMITED /reliability/timeout'],
      ],
    );
  });

  it('lets on_error continue only from the step in strict', () => {
    const lenient: PolicySettings = { reliability: { on_error: { action: 'continue', target: null } } };
    deepEqual(
      given.map((name) => codes('strict', name, lenient).length),
      [1, 1, 1, 1, 0],
    );
    deepEqual(
      given.map((name) => codes('standard', name, lenient).length),
      [0, 0, 0, 0, 0],
    );
  });
});

describe('tightening', () => {
  const looser: readonly PolicySettings[] = [
    { permissions: { default: 'allow' } },
    { permissions: { stop_on_deny: false } },
    { permissions: { env_allow: ['A'] } },
    { permissions: { rules: [rule('a', 'allow', {})] } },
    { approvals: { plan: 'auto' } },
    { approvals: { steps: 'auto' } },
    { approvals: { previews: 'auto' } },
    { approvals: { expires_ms: 86_400_001 } },
    { approvals: { high_risk_confirmation: false } },
    { approvals: { auto: [{ id: 'a', subject: 'step', risk: 'low', until: null }] } },
    { limits: { max_steps: 201 } },
    { limits: { llm: { max_cost_usd: 2 } } },
  ];
  const tighter: readonly PolicySettings[] = [
    { permissions: { default: 'deny' } },
    { permissions: { require_executor: 'container' } },
    { permissions: { network: 'none' } },
    {
      permissions: {
        deny_if_contains: ['x'],
        deny_patterns: ['y'],
        rules: [rule('d', 'deny', {}), rule('k', 'ask', {})],
      },
    },
    { approvals: { steps: 'all' } },
    { approvals: { required: 2, no_self: true, expires_ms: 1 } },
    { limits: { max_steps: 1, hard: true, llm: { max_tokens: 1 } } },
  ];

  it('is all that plan, step and workspace may do', () => {
    for (const name of ['plan', 'step', 'workspace'] as const) {
      for (const settings of looser) {
        const isTrusted = name === 'workspace' && settings.permissions?.rules !== undefined;
        const found = codes('standard', name, settings);
        deepEqual(
          [found.length, found[0]?.split(' ')[0]],
          isTrusted ? [0, undefined] : [1, 'POLICY_WIDENS'],
          `${name} ${JSON.stringify(settings)}`,
        );
      }
    }
  });

  it('is open to every layer in every profile', () => {
    for (const profile of profiles) {
      for (const name of given)
        for (const settings of tighter) deepEqual(codes(profile, name, settings), [], `${profile} ${name}`);
    }
  });

  it('is not asked of user and command line in standard and dev, but is in strict and ci', () => {
    for (const name of ['user', 'cli'] as const) {
      for (const settings of looser) {
        deepEqual(codes('standard', name, settings), []);
        deepEqual(codes('dev', name, settings), []);
      }
      deepEqual(codes('strict', name, { permissions: { default: 'ask' } }), [
        'POLICY_WIDENS /permissions/default',
      ]);
      deepEqual(codes('ci', name, { permissions: { rules: [rule('a', 'allow', {})] } }), [
        'POLICY_WIDENS /permissions/rules/0',
      ]);
    }
  });

  it('leaves out what a layer had no right to, and says where it stands', () => {
    const plan = {
      ...layer('plan', { permissions: { default: 'allow' as const } }),
      lines: { '/permissions': 3 },
    };
    const { policy, problems } = foldLayers([plan], 'standard');
    equal(policy.permissions.default, 'ask');
    deepEqual(problems, [
      {
        code: 'POLICY_WIDENS',
        path: '/permissions/default',
        line: 3,
        column: 1,
        message:
          'The plan layer may only tighten: permissions.default "allow" is looser than "ask". (plan.yaml)',
      },
    ]);
  });

  it('lets a plan name its network, as its approval grants it', () => {
    const closed = layer('user', { permissions: { network: 'none' } });
    const open: PolicySettings = { permissions: { network: 'full' } };
    equal(foldLayers([closed, layer('plan', open)], 'strict').policy.permissions.network, 'full');
    equal(foldLayers([closed, layer('step', open)], 'strict').problems.length, 1);
  });

  it('takes allow rules of the workspace only where it is trusted, and its auto rules only in ci', () => {
    const workspace = layer('workspace', { permissions: { rules: [rule('a', 'allow', {})] } });
    equal(foldLayers([workspace], 'ci').problems.length, 0);
    equal(foldLayers([workspace], 'ci', { trustedWorkspace: false }).problems.length, 1);
    const auto: PolicySettings = {
      approvals: { auto: [{ id: 'g', subject: 'plan', risk: 'high', until: null }] },
    };
    deepEqual(
      profiles.map((profile) => codes(profile, 'workspace', auto).length),
      [1, 1, 1, 0],
    );
  });
});

describe('the version of a policy', () => {
  it('is a digest over everything but places', () => {
    const settings: PolicySettings = { permissions: { deny_if_contains: ['x'] } };
    const plain = foldLayers([layer('user', settings)], 'standard').policy.version;
    const placed = foldLayers(
      [{ ...layer('user', settings), file: 'other', lines: { '/permissions': 9 } }],
      'standard',
    );
    equal(placed.policy.version, plain);
    notEqual(foldLayers([], 'standard').policy.version, plain);
    ok(plain.startsWith('sha256:'));
  });
});

describe('deny', () => {
  const verdict = fc.constantFrom('allow' as const, 'ask' as const, 'deny' as const);
  const anyRule = fc.record({ effect: verdict, argv0: fc.constantFrom('npm', 'rm', 'git') });
  const anyLayer = fc.record({
    name: fc.constantFrom(...layerNames),
    default: verdict,
    rules: fc.array(anyRule, { maxLength: 4 }),
  });

  it('wins under every layering: no layer removes it', () => {
    fc.assert(
      fc.property(fc.array(anyLayer, { maxLength: 6 }), fc.constantFrom(...profiles), (drawn, profile) => {
        const layers = drawn.map(({ name, default: fallback, rules }) =>
          layer(name, {
            permissions: {
              default: fallback,
              rules: rules.map(({ effect, argv0 }, index) =>
                rule(`${name}-${index}`, effect, { argv0: [argv0] }),
              ),
            },
          }),
        );
        const barred = layer('workspace', {
          permissions: { rules: [rule('barred', 'deny', { argv0: ['npm'] })] },
        });
        const at = layers.length >> 1;
        const { policy } = foldLayers([...layers.slice(0, at), barred, ...layers.slice(at)], profile);
        equal(compileJudge(policy)(run('npm', 'ci')).verdict, 'deny');
      }),
      { numRuns: 300 },
    );
  });
});
