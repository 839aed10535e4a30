import type { Workspace } from '../../runtime/ports';

/** A way to run the tests of a workspace. */
export interface TestCommand {
  readonly runner: string;
  readonly argv: readonly [string, ...string[]];
}

/** What a detector looks at: files of the workspace's root and whether any file matches a glob. */
interface Look {
  /** The text of a file, `''` when there is none. */
  text(path: string): Promise<string>;
  has(...globs: string[]): Promise<boolean>;
}

type Detector = (look: Look) => Promise<TestCommand | null>;

/** The first test command that the workspace shows signs of, or null. Looks at files only; starts nothing. */
export async function detectTestCommand(workspace: Workspace): Promise<TestCommand | null> {
  const look: Look = {
    async text(path) {
      const file = await workspace.read(path).catch(() => undefined);
      return file === undefined ? '' : new TextDecoder().decode(file.bytes);
    },
    has: async (...globs) => (await workspace.find(globs, 1)).length > 0,
  };
  for (const detect of detectors) {
    const found = await detect(look);
    if (found !== null) return found;
  }
  return null;
}

const detectors: readonly Detector[] = [
  node,
  python,
  when('go test', ['go', 'test', './...'], (look) => look.has('go.mod')),
  when('cargo test', ['cargo', 'test'], (look) => look.has('Cargo.toml')),
  maven,
  gradle,
  rspec,
  rake,
];

function when(
  runner: string,
  argv: TestCommand['argv'],
  applies: (look: Look) => Promise<boolean>,
): Detector {
  return async (look) => ((await applies(look)) ? { runner, argv } : null);
}

const nodeRunners = ['jest', 'vitest', 'mocha'];

async function node(look: Look): Promise<TestCommand | null> {
  const manifest = parsed(await look.text('package.json'));
  const script = manifest.scripts?.['test'];
  if (typeof script === 'string' && !script.includes('no test specified')) {
    const program = await packageManager(look);
    return { runner: `${program} test`, argv: [program, 'test'] };
  }
  const known = { ...manifest.dependencies, ...manifest.devDependencies };
  const runner = nodeRunners.find((name) => name in known);
  if (runner === undefined) return null;
  return { runner, argv: ['npx', '--no-install', runner, ...(runner === 'vitest' ? ['run'] : [])] };
}

async function packageManager(look: Look): Promise<string> {
  if (await look.has('pnpm-lock.yaml')) return 'pnpm';
  return (await look.has('yarn.lock')) ? 'yarn' : 'npm';
}

interface Manifest {
  readonly scripts?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly devDependencies?: Readonly<Record<string, unknown>>;
}

function parsed(text: string): Manifest {
  try {
    return (JSON.parse(text) ?? {}) as Manifest;
  } catch {
    return {};
  }
}

async function python(look: Look): Promise<TestCommand | null> {
  const pytest: TestCommand = { runner: 'pytest', argv: ['python', '-m', 'pytest', '-q'] };
  if (await look.has('pytest.ini', 'conftest.py', 'tests/conftest.py')) return pytest;
  const settings =
    (await look.text('pyproject.toml')) + (await look.text('setup.cfg')) + (await look.text('tox.ini'));
  if (
    /^\[(?:tool[.:])?pytest/m.test(settings) ||
    /\bpytest\b/.test(await look.text('requirements-dev.txt'))
  ) {
    return pytest;
  }
  if (!(await look.has('test_*.py', 'tests/**/test_*.py', 'test/**/test_*.py'))) return null;
  return { runner: 'unittest', argv: ['python', '-m', 'unittest', 'discover'] };
}

async function maven(look: Look): Promise<TestCommand | null> {
  if (!(await look.has('pom.xml'))) return null;
  return { runner: 'mvn', argv: [(await look.has('mvnw')) ? './mvnw' : 'mvn', '-B', 'test'] };
}

async function gradle(look: Look): Promise<TestCommand | null> {
  if (!(await look.has('build.gradle', 'build.gradle.kts'))) return null;
  return { runner: 'gradle', argv: [(await look.has('gradlew')) ? './gradlew' : 'gradle', 'test'] };
}

async function rspec(look: Look): Promise<TestCommand | null> {
  if (!(await look.has('.rspec', 'spec/**/*_spec.rb'))) return null;
  const isBundled = /\brspec\b/.test(await look.text('Gemfile'));
  return { runner: 'rspec', argv: isBundled ? ['bundle', 'exec', 'rspec'] : ['rspec'] };
}

async function rake(look: Look): Promise<TestCommand | null> {
  return /\btest(?:\b|task)/i.test(await look.text('Rakefile'))
    ? { runner: 'rake', argv: ['rake', 'test'] }
    : null;
}
