import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** What is installed together: the peers of every run, or those of hundreds of packages. */
const groups = {
  all: { cache: resolve('.cache/bench-peers'), manifest: resolve('test/bench/peers/package.json') },
  large: {
    cache: resolve('.cache/bench-peers-large'),
    manifest: resolve('test/bench/peers/large/package.json'),
  },
} as const;

type Group = (typeof groups)[keyof typeof groups];

/** What the benchmarks are compared with: installed on demand beside the product, in versions that are pinned. */
export class Peers {
  readonly #group: Group;
  readonly #problem: string | null;

  private constructor(group: Group, problem: string | null) {
    this.#group = group;
    this.#problem = problem;
  }

  /** Installs what is missing; a peer that needs a compiler is built if it can be, and left out if not. */
  static install(say: (line: string) => void, name: keyof typeof groups = 'all'): Peers {
    const group = groups[name];
    const { cache, manifest } = group;
    mkdirSync(cache, { recursive: true });
    const copy = join(cache, 'package.json');
    const isCurrent = existsSync(copy) && readFileSync(copy, 'utf8') === readFileSync(manifest, 'utf8');
    const isThere = (name: string) => existsSync(join(cache, 'node_modules', name));
    if (isCurrent && Object.keys(dependenciesOf(manifest)).every(isThere)) {
      return new Peers(group, null);
    }
    say('installing what the benchmarks are compared with');
    // The copy may be a second name of another folder's.
    rmSync(copy, { force: true });
    copyFileSync(manifest, copy);
    const installed = npm(
      cache,
      'install',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
    );
    if (installed.status !== 0) {
      return new Peers(group, lastLine(installed.stderr));
    }
    if (name === 'all') {
      say('building the native one among them');
      npm(cache, 'rebuild', 'better-sqlite3', '--ignore-scripts=false');
    }
    return new Peers(group, null);
  }

  /** Whether a peer that runs elsewhere than in this process is installed. */
  has(name: string): boolean {
    return this.#problem === null && existsSync(join(this.#group.cache, 'node_modules', name));
  }

  /** A peer's module, or why it cannot be had. */
  load<T>(name: string): T | string {
    if (this.#problem !== null) {
      return this.#problem;
    }
    try {
      const loaded = createRequire(join(this.#group.cache, 'package.json'))(name) as T;
      if (name === 'better-sqlite3') {
        new (loaded as new (file: string) => { close(): void })(':memory:').close();
      }
      return loaded;
    } catch (error) {
      return `${name} does not load here: ${(error as Error).message.split('\n')[0]}`;
    }
  }

  /** Versions by name, as pinned. */
  static versions(): Readonly<Record<string, string>> {
    return { ...dependenciesOf(groups.all.manifest), ...dependenciesOf(groups.large.manifest) };
  }
}

function dependenciesOf(manifest: string): Record<string, string> {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies: Record<string, string> })
    .dependencies;
}

function npm(cache: string, ...words: readonly string[]) {
  return spawnSync('npm', words, { cwd: cache, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? 'npm failed';
}
