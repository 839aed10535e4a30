import assert from 'node:assert/strict';
import type { CommandFact } from '../../../server/src/core/policy/action';
import { managerCalls, packageScripts } from '../../../server/src/core/run/packageScripts';

const manifest = JSON.stringify({
  name: 'p',
  scripts: {
    pretest: 'echo before',
    test: 'npm run build && node --test',
    posttest: 'echo behind',
    build: 'tsc',
    'lint:code': 'biome check',
    'lint:types': 'tsc --noEmit',
    lint: 'run-p lint:*',
    prepare: 'husky',
    start: 'node .',
    broken: 7,
  },
});

const namesOf = (fact: CommandFact) =>
  managerCalls(fact)
    .flatMap(({ words }) => packageScripts(words, manifest))
    .map(({ name }) => name);
const check = (argv: readonly string[], expected: readonly string[]) =>
  assert.deepEqual(namesOf({ argv, cwd: '.' }), expected, argv.join(' '));

describe('scripts of package.json that a command runs', () => {
  const ofTest = ['pretest', 'test', 'posttest', 'build'];

  it('§1.6: are those it names, with what stands around them and what they name in turn', () => {
    check(['npm', 'test'], ofTest);
    check(['npm', 't'], ofTest);
    check(['npm.cmd', 'run', '-s', 'test'], ofTest);
    check(['env', 'CI=1', 'pnpm', 'test'], ofTest);
    check(['yarn', 'build'], ['build']);
    check(['npm', 'run', 'lint'], ['lint', 'lint:code', 'lint:types']);
    check(['node', '--run', 'build'], ['build']);
    check(['node', '--run=build'], ['build']);
    check(['npm', 'restart'], ['start']);
    check(['npm', 'run', 'broken'], []);
  });

  it('§1.6: are those of an installation, which runs what nobody named', () => {
    check(['npm', 'ci'], ['prepare']);
    check(['yarn'], ['prepare']);
  });

  it('§1.6: are found in scripts of a shell', () => {
    const script = 'set -e; npm run build';
    assert.deepEqual(namesOf({ script, shell: 'bash', cwd: '.' }), ['build']);
  });

  it('are none of other programs, and none of a package that is damaged or says nothing', () => {
    check(['echo', 'npm', 'test'], []);
    check(['node', 'build'], []);
    for (const text of ['', '{', 'null', '[]', '{"scripts":null}', '{"scripts":"build"}']) {
      assert.deepEqual(packageScripts(['build'], text), [], text);
    }
    assert.deepEqual(packageScripts(['__proto__', 'constructor'], manifest), []);
  });

  it('end where scripts name each other', () => {
    const round = JSON.stringify({ scripts: { a: 'npm run b', b: 'npm run a' } });
    assert.deepEqual(
      packageScripts(['a'], round).map(({ name }) => name),
      ['a', 'b'],
    );
  });

  it('are looked for where the call says', () => {
    const foldersOf = (...argv: string[]) => managerCalls({ argv, cwd: 'app' }).map(({ cwd }) => cwd);
    assert.deepEqual(foldersOf('npm', 'test'), ['app']);
    assert.deepEqual(foldersOf('npm', '--prefix', 'web', 'test'), ['app/web']);
    assert.deepEqual(foldersOf('pnpm', '--dir=web', 'test'), ['app/web']);
  });
});
