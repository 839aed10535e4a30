import { deepEqual, equal } from 'node:assert/strict';
import type { PolicySettings, Profile } from '#protocol/policy';
import type { Action } from '../../../server/src/core/policy/action';
import { action, judgeOf, path, run } from './actions';

const npm = run('npm', 'ci');
const read = action({ effect: 'read' }, { tool: 'read_file', paths: [path('a', 'read')] });
const write = action({ effect: 'write' }, { tool: 'write_file_apply', paths: [path('a', 'write')] });
const push = run('git', 'push', 'origin', 'feature/a');
const fetch = action({ effect: 'network', hosts: ['example.com'] }, { tool: 'http.request' });
const llm = action({ effect: 'llm' }, { tool: 'llm.summary' });
const loose = { ...write, slotKind: 'in_place', planNamesSlot: false } as const;

function shown(profile: Profile, judged: Action, settings: PolicySettings = {}): string {
  const { verdict, stage, risk, code, needs_approval, needs_confirmation, warnings } = judgeOf(
    profile,
    settings,
  )(judged);
  const marks = [
    needs_approval ? 'approval' : '',
    needs_confirmation ? 'confirm' : '',
    warnings.length > 0 ? 'warned' : '',
  ];
  return [verdict, stage, risk, code ?? '', ...marks].filter((part) => part !== '').join(' ');
}

describe('the profiles', () => {
  const table: Readonly<Record<Profile, readonly (readonly [string, Action, string])[]>> = {
    strict: [
      ['a read', read, 'ask risk low approval'],
      ['a write', write, 'ask risk medium approval'],
      ['a command', npm, 'deny default medium DENIED'],
      ['a request', fetch, 'deny default low DENIED'],
      ['a model', llm, 'deny default medium DENIED'],
      ['a write in a slot that the plan does not name', loose, 'deny executor medium EXECUTOR_REQUIRED'],
    ],
    standard: [
      ['a read', read, 'allow allow low'],
      ['a write', write, 'ask risk medium approval'],
      ['a command', npm, 'ask default medium approval'],
      ['a push', push, 'ask default high approval confirm'],
      ['a request', fetch, 'ask default low approval'],
      ['a write in any slot', loose, 'ask risk medium approval'],
    ],
    dev: [
      ['a read', read, 'allow allow low'],
      ['a write', write, 'ask preview medium approval'],
      ['a command', npm, 'ask default medium approval'],
      ['a push', push, 'ask default high approval warned'],
      ['a write in any slot', loose, 'ask preview medium approval warned'],
    ],
    ci: [
      ['a read', read, 'ask risk low approval'],
      ['a write', write, 'ask risk medium approval'],
      ['a command', npm, 'deny default medium DENIED'],
      ['a write in a slot that the plan does not name', loose, 'deny executor medium EXECUTOR_REQUIRED'],
    ],
  };
  for (const profile of ['strict', 'standard', 'dev', 'ci'] as const) {
    for (const [what, judged, expected] of table[profile]) {
      it(`${profile}: ${what} is "${expected}"`, () => equal(shown(profile, judged), expected));
    }
  }
});

describe('the stages', () => {
  const table: readonly (readonly [string, Action, string, string, string | null])[] = [
    ['tool', action({}, { known: false }), 'builtin.unknown_tool', "unknown tool 'shell.run'", 'DENIED'],
    [
      'tool',
      action({}, { enabled: false }),
      'builtin.disabled_tool',
      "type 'shell.run' is not allowed",
      'DENIED',
    ],
    [
      'inputs',
      action({}, { inputProblems: ['/a: wrong'] }),
      'builtin.inputs',
      'inputs do not match: /a: wrong',
      'INPUT_INVALID',
    ],
    [
      'inputs',
      action({}, { unresolved: ['${steps.a.output}'] }),
      'builtin.unresolved',
      'no value yet for ${steps.a.output}',
      'REFERENCE_UNRESOLVED',
    ],
    [
      'dry_run',
      { ...npm, dryRun: true },
      'dry_run_apply_blocked',
      'dry_run session rejects destructive apply operations',
      'DRY_RUN_BLOCKED',
    ],
    [
      'path',
      { ...read, paths: [path('../x', 'read', { inside: false })] },
      'builtin.outside_slot',
      "'../x' leads outside the slot",
      'DENIED',
    ],
    [
      'path',
      { ...write, paths: [path('.git/config', 'write', { protected: 'git' })] },
      'builtin.protected_path',
      "steps never touch '.git/config'",
      'DENIED',
    ],
    [
      'path',
      { ...write, touches: ['src/**'] },
      'builtin.touches',
      "'a' is not among the paths that the step touches",
      'DENIED',
    ],
    [
      'deny',
      action({ refusal: 'find -delete' }),
      'builtin.refusal',
      "rule 'shell.run': find -delete",
      'DENIED',
    ],
  ];
  for (const [stage, judged, id, reason, code] of table) {
    it(`stage ${stage} answers ${id}`, () => {
      const decision = judgeOf('standard')(judged);
      deepEqual(
        [decision.stage, decision.verdict, decision.rule_id, decision.reason, decision.code],
        [stage, 'deny', id, reason, code],
      );
    });
  }

  it('asks in order: an earlier stage speaks first', () => {
    const everything = {
      ...npm,
      known: false,
      inputProblems: ['x'],
      dryRun: true,
      paths: [path('x', 'write', { inside: false })],
    };
    const seen = [
      everything,
      { ...everything, known: true },
      { ...everything, known: true, inputProblems: [] },
    ];
    deepEqual(
      seen.map((judged) => judgeOf('strict')(judged).stage),
      ['tool', 'inputs', 'dry_run'],
    );
  });

  it('says in strict why a write outside isolation is refused', () => {
    const decision = judgeOf('strict')(loose);
    equal(decision.rule_id, 'docker_required_for_strict_apply');
    equal(
      decision.reason,
      'docker required: strict profile rejects destructive apply operations outside docker',
    );
  });

  it('demands a container only when told to', () => {
    const container: PolicySettings = { permissions: { require_executor: 'container' } };
    equal(shown('standard', write, container), 'deny executor medium EXECUTOR_REQUIRED');
    equal(shown('standard', { ...write, executor: 'docker' }, container), 'ask risk medium approval');
  });

  it('lets exec run under a closed network only where that can be enforced', () => {
    const closed: PolicySettings = { permissions: { network: 'none' } };
    equal(shown('standard', npm, closed), 'deny executor medium EXECUTOR_REQUIRED');
    equal(shown('standard', { ...npm, networkEnforced: true }, closed), 'ask default medium approval');
    equal(shown('dev', npm, closed), 'ask default medium approval warned');
  });

  it('holds requests, models and git to the network setting', () => {
    const network = (value: 'none' | 'llm' | 'git'): PolicySettings => ({ permissions: { network: value } });
    const gitPush = action({ effect: 'git' }, { tool: 'git.push' });
    const verdicts = [fetch, llm, gitPush].map((judged) =>
      (['none', 'llm', 'git'] as const).map((value) => judgeOf('standard', network(value))(judged).verdict),
    );
    deepEqual(verdicts, [
      ['deny', 'deny', 'deny'],
      ['deny', 'ask', 'deny'],
      ['deny', 'deny', 'ask'],
    ]);
  });

  it('takes the greatest of declared, stated and computed risk', () => {
    const risk = (judged: Action): string => judgeOf('standard')(judged).risk;
    equal(risk({ ...read, declaredRisk: 'high' }), 'high');
    equal(risk({ ...npm, declaredRisk: 'low' }), 'medium');
    equal(risk(action({ effect: 'network', risk: 'high' })), 'high');
    equal(
      risk({ ...write, paths: Array.from({ length: 11 }, (_, index) => path(`f${index}`, 'write')) }),
      'high',
    );
    for (const argv of [
      ['rm', 'x'],
      ['git', 'reset', '--hard'],
      ['npm', 'publish'],
      ['python', '-c', 'x'],
      ['docker', 'run', 'x'],
    ]) {
      equal(risk(run(...argv)), 'high', argv.join(' '));
    }
  });

  it('needs no confirmation once it was given', () => {
    equal(shown('standard', { ...push, confirmHighRisk: true }), 'ask default high approval');
  });
});
