import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { readonlyCommand } from '../../../server/src/core/policy/readonlyCommand';

describe('readonlyCommand', () => {
  const allowed: readonly (readonly [string, readonly string[], 'read' | 'exec'])[] = [
    ['ls', [], 'read'],
    ['ls -la src', ['src'], 'read'],
    ['cat a.txt "b c.txt"', ['a.txt', 'b c.txt'], 'read'],
    ['rg -n TODO src', ['src'], 'read'],
    ["rg -e 'a b' -g '*.ts' src test", ['src', 'test'], 'read'],
    ['rg --files src', ['src'], 'read'],
    ['rg -f patterns.txt src', ['patterns.txt', 'src'], 'read'],
    ["find src -name '*.ts' -not -path x -type f", ['src'], 'read'],
    ['git status --short', [], 'read'],
    ['git diff --stat HEAD~1 -- src', ['HEAD~1', 'src'], 'read'],
    ['python -m pytest -q test/a.py::test_b', ['test/a.py'], 'exec'],
  ];
  for (const [command, operands, effect] of allowed) {
    it(`allows ${command}`, () => {
      const read = readonlyCommand(command);
      ok(read.ok, JSON.stringify(read));
      deepEqual([read.operands, read.effect], [operands, effect]);
    });
  }

  const refused = [
    '',
    'rm x',
    '/bin/ls',
    './ls',
    'LS',
    'ls; rm x',
    'ls && ls',
    'ls | cat',
    'ls > out',
    'cat < in',
    'ls $(rm x)',
    'ls `rm x`',
    'ls $HOME',
    'A=1 ls',
    'ls\nrm x',
    'ls "unclosed',
    'cat -',
    'find . -delete',
    'find . -exec rm {} ;',
    'find . -execdir rm {} +',
    'find . -ok rm {} ;',
    'find . -fprint out',
    'find . -fprintf out x',
    'find . -fls out',
    'find -L .',
    'find . -follow',
    'find . -files0-from x',
    'rg --pre cat x',
    'rg --pre=cat x',
    'rg -z x',
    'rg --search-zip x',
    'rg --hostname-bin x y',
    'rg -L x',
    'rg --follow x',
    'git diff --output=x',
    'git diff --output x',
    'git diff --ext-diff',
    'git diff --textconv',
    'git diff --no-index a b',
    'git -c core.pager=x diff',
    'git --exec-path=x status',
    'git -C .. status',
    'git log',
    'git status --porcelain --output=x',
    'python -m pytest',
    'python -m pytest -q -p evil',
    'python -m pytest -q --rootdir=/',
    'python -m pytest -q -c x',
    'python -m pytest -q -o x=y',
    'python -c x',
    'ls \u2013la',
    'l\u0455',
    'ls -\u200bl',
  ];
  for (const command of refused) {
    it(`refuses ${JSON.stringify(command)}`, () => equal(readonlyCommand(command).ok, false));
  }

  it('gives paths outside to whoever checks the boundary', () => {
    const read = readonlyCommand('cat /etc/passwd ../x');
    ok(read.ok);
    deepEqual(read.operands, ['/etc/passwd', '../x']);
  });

  it('keeps git from calling other programs', () => {
    const read = readonlyCommand('git diff a');
    ok(read.ok);
    deepEqual(read.argv, [
      'git',
      '--no-pager',
      '-c',
      'core.fsmonitor=false',
      '-c',
      'status.submoduleSummary=false',
      '-c',
      'safe.bareRepository=explicit',
      'diff',
      '--no-ext-diff',
      '--no-textconv',
      'a',
      '--submodule=short',
      '--relative',
      '--ignore-submodules=dirty',
    ]);
  });

  it('keeps rg out of the state folder, whatever globs are asked for', () => {
    const read = readonlyCommand("rg -uuu -g '.holdpoint/**' -- token .");
    ok(read.ok);
    deepEqual(read.argv.slice(-4), ['--glob=!.holdpoint', '--', 'token', '.']);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => typeof readonlyCommand(text).ok === 'boolean'),
      {
        numRuns: 1000,
      },
    );
  });
});
