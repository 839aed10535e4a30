import { deepEqual } from 'node:assert/strict';
import { judgeOf, run } from './actions';

describe('programs of text tools that may run others', () => {
  const judged = judgeOf('standard', {
    approvals: { steps: 'auto' },
    permissions: {
      default: 'deny',
      rules: [
        {
          id: 'text-tools',
          effect: 'allow',
          tool: 'shell.*',
          match: { argv0: ['awk', 'sed'] },
          reason: null,
          until: null,
        },
      ],
    },
  });
  const verdicts = (argvs: readonly (readonly string[])[]) =>
    argvs.map((argv) => `${argv[1]}: ${judged(run(...argv)).rule_id}`);

  it('§1.5: are looked at by a person although a rule allows the tool', () => {
    const argvs = [
      ['awk', 'BEGIN { system(x) }'],
      ['awk', 'BEGIN { c = "r" "m x"; print | c }'],
      ['awk', 'BEGIN { c | getline x }'],
      ['awk', `${'1;'.repeat(6_000)}`],
      ['sed', '1e rm x', 'f'],
      ['sed', 's/x/rm y/e', 'f'],
      ['sed', 's|x|rm y|ge', 'f'],
      ['sed', '-e', '$ e', 'f'],
    ];
    deepEqual(
      verdicts(argvs),
      argvs.map((argv) => `${argv[1]}: builtin.shell_syntax`),
    );
  });

  it('§1.5: are allowed by the rule when they only handle text', () => {
    const argvs = [
      ['awk', '/a|b/ { print $1 || 2 }', 'f'],
      ['awk', '-F:', '{ n += $3 } END { print n }', 'f'],
      ['sed', '-n', 's/one/else/gp', 'f.txt'],
      ['sed', '-e', '1,3d', 'readme.md'],
      ['sed', '--sandbox', '1e rm x', 'f'],
    ];
    deepEqual(
      verdicts(argvs).filter((verdict) => !verdict.endsWith(': text-tools')),
      [],
    );
  });
});
