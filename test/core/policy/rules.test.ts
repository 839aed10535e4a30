import { deepEqual, equal } from 'node:assert/strict';
import type { PolicySettings, Rule } from '#protocol/policy';
import { stateWord } from '#protocol/shown/stateWords';
import { japanese } from '#protocol/translation/japanese';
import { translator } from '#protocol/translation/translator';
import type { Action } from '../../../server/src/core/policy/action';
import { foldLayers } from '../../../server/src/core/policy/foldLayers';
import { compileJudge } from '../../../server/src/core/policy/judge';
import { action, judgeOf, layer, path, powershell, rule, run } from './actions';

const npm = run('npm', 'ci');
const write = action({ effect: 'write' }, { tool: 'write_file_apply', paths: [path('a', 'write')] });

describe('rules', () => {
  const allow = rule('a', 'allow', { argv0: ['npm'] });

  it('name the file and line that decide', () => {
    const user = {
      ...layer('user', { permissions: { rules: [rule('d', 'deny', { argv0: ['npm'] })] } }),
      lines: { '/permissions/rules/0': 7 },
    };
    const decision = compileJudge(foldLayers([user], 'standard').policy)(npm);
    deepEqual(decision.location, { layer: 'user', file: 'user.yaml', line: 7 });
  });

  it('deny beats ask beats allow, whatever their order', () => {
    const asks = rule('b', 'ask', { argv0: ['npm'] });
    const denies = rule('c', 'deny', { argv0: ['npm'] });
    const verdict = (...rules: Rule[]): string =>
      judgeOf('standard', { permissions: { rules }, approvals: { steps: 'auto' } })(npm).verdict;
    deepEqual(
      [
        verdict(allow),
        verdict(allow, asks),
        verdict(asks, allow),
        verdict(allow, asks, denies),
        verdict(denies, allow),
      ],
      ['allow', 'ask', 'ask', 'deny', 'deny'],
    );
  });

  it('must allow every part of a script', () => {
    const judge = judgeOf('standard', { permissions: { rules: [allow] }, approvals: { steps: 'auto' } });
    const script = (text: string) =>
      judge(action({ commands: [{ script: text, shell: 'bash', cwd: '.' }] })).verdict;
    deepEqual(
      [script('npm ci'), script('npm ci && npm test'), script('npm ci && make'), script('npm ci > log')],
      ['allow', 'allow', 'ask', 'ask'],
    );
  });

  it('allow a program by its name only where the name can mean nothing else', () => {
    const judge = judgeOf('standard', { permissions: { rules: [allow] }, approvals: { steps: 'auto' } });
    deepEqual(
      [run('/usr/bin/npm', 'ci'), run('./npm', 'ci'), run('/tmp/npm', 'ci')].map(
        (judged) => judge(judged).verdict,
      ),
      ['allow', 'ask', 'ask'],
    );
  });

  it('match by sub-command, flags, arguments, path, host, effect, tool and time', () => {
    const table: readonly (readonly [Rule['match'], Partial<Rule>, Action, boolean])[] = [
      [{ argv0: ['npm'], subcommand: ['publish'] }, {}, run('npm', '--prefix', 'x', 'publish'), true],
      [{ argv0: ['npm'], subcommand: ['publish'] }, {}, run('npm', 'run', 'publish'), false],
      [{ argv0: ['npm'], flags: ['-rf'] }, {}, run('npm', '-fr'), true],
      [{ argv0: ['npm'], flags: ['-rf'] }, {}, run('npm', '-r'), false],
      [{ flags: ['--force'] }, {}, run('npm', '--FORCE=1'), true],
      [{ args: ['*secret*'] }, {}, run('npm', 'a/Secret/b'), true],
      [{ path: ['src/**'] }, {}, { ...write, paths: [path('src/a/b', 'write')] }, true],
      [{ path: ['src/*'] }, {}, { ...write, paths: [path('src/a/b', 'write')] }, false],
      [{ host: ['*.example.com'] }, {}, action({ effect: 'network', hosts: ['A.example.com'] }), true],
      [{ host: ['a.example.com'] }, {}, action({ effect: 'network', hosts: ['a.example.com.'] }), true],
      [{ host: ['169.254.*'] }, {}, action({ effect: 'network', hosts: ['[::ffff:a9fe:a9fe]'] }), true],
      [{ effect: ['git'] }, {}, npm, false],
      [{}, { tool: 'shell.*' }, npm, true],
      [{}, { tool: 'git.*' }, npm, false],
      [{}, { until: '2025-01-01T00:00:00.000Z' }, npm, false],
    ];
    for (const [match, more, judged, isDenied] of table) {
      const { rule_id } = judgeOf('standard', { permissions: { rules: [rule('d', 'deny', match, more)] } })(
        judged,
      );
      equal(rule_id === 'd', isDenied, JSON.stringify([match, more]));
    }
  });
});

describe('the literal lists', () => {
  const reason = (settings: PolicySettings['permissions'], judged: Action): string =>
    compileJudge(foldLayers([layer('user', { permissions: settings ?? {} })], 'standard').policy)(judged)
      .reason;
  const inJapanese = translator(japanese, (state) => stateWord('ja', state));

  it('match whole tokens without case', () => {
    const keyword = (word: string, judged: Action) =>
      reason({ deny_if_contains: [word] }, judged).startsWith('deny_if_contains');
    equal(keyword('Remove-Item', powershell('remove-item x')), true);
    equal(keyword('remove-item', powershell('ri x')), true);
    equal(keyword('del ', powershell('Set-Content model foo')), false);
    equal(keyword('del ', powershell('DEL x')), true);
    equal(keyword('npm publish', run('npm', 'publish')), true);
    equal(keyword('npm publish', run('npm', 'run', 'publish')), false);
    equal(keyword('pub', run('npm', 'publish')), false);
  });

  it('say why in both languages, byte for byte', () => {
    equal(
      reason({ deny_if_contains: ['publish'] }, run('npm', 'publish')),
      "deny_if_contains 'publish' matched",
    );
    equal(
      inJapanese(reason({ deny_if_contains: ['publish'] }, run('npm', 'publish'))),
      "deny_if_contains 'publish' に一致",
    );
    equal(
      inJapanese(reason({ deny_patterns: ['pub.*'] }, run('npm', 'PUBLISH'))),
      "禁止パターン 'pub.*' に一致",
    );
    equal(inJapanese(reason({ default: 'deny' }, npm)), 'execution_policy.default_action=deny');
    const disabled = compileJudge(foldLayers([], 'standard').policy)({ ...npm, enabled: false });
    equal(inJapanese(disabled.reason), "type 'shell.run' は許可されていない");
  });

  it('deny the whole step for one denied command', () => {
    const two = action({
      commands: [
        { argv: ['npm', 'ci'], cwd: '.' },
        { argv: ['npm', 'publish'], cwd: '.' },
      ],
    });
    const decision = judgeOf('dev', { permissions: { default: 'allow', deny_if_contains: ['publish'] } })(
      two,
    );
    deepEqual([decision.verdict, decision.code], ['deny', 'DENIED']);
  });
});
