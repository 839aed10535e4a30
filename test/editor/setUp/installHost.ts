import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  editorPackage,
  nodePackages,
  type PinnedPackage,
  unusedDependencies,
  unusedExtensions,
} from './hostPackages';
import { mustRun } from './runProgram';

/** A VS Code that can be started: its program and the Node it runs on. */
export interface InstalledHost {
  readonly folder: string;
  readonly node: string;
  readonly program: string;
}

/** Where the installed VS Code lies: in the user's cache, under a name that changes with all it is made of. */
export function installedHost(): InstalledHost {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'holdpoint', `vscode-host-${editorPackage.version}-${fingerprint()}`);
  return {
    folder,
    node: join(folder, 'bin/node'),
    program: join(folder, 'vscode/out/server-main.js'),
  };
}

/** Installs a VS Code with npm alone, once; a second call finds it there. */
export function installHost(): InstalledHost {
  const host = installedHost();
  if (existsSync(host.program)) {
    return host;
  }
  process.stderr.write('Installing VS Code for the tests with npm; this happens once …\n');
  mkdirSync(dirname(host.folder), { recursive: true });
  const stage = mkdtempSync(`${host.folder}-`);
  try {
    unpack(nodePackage(), stage, ['package/bin/node']);
    unpack(editorPackage, stage, ['package/lib/vscode']);
    renameSync(join(stage, 'lib/vscode'), join(stage, 'vscode'));
    installDependencies(join(stage, 'vscode'), join(stage, 'bin'));
    putInPlace(stage, host.folder);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  return host;
}

function nodePackage(): PinnedPackage {
  const found = process.platform === 'linux' ? nodePackages[process.arch] : undefined;
  if (found === undefined) {
    throw new Error(
      `The tests in a real VS Code run on Linux (x64, arm64), not on ${process.platform} (${process.arch}). Run npm run test:desktop here.`,
    );
  }
  return found;
}

/** Fetches a package, holds it to its checksum and unpacks the named parts of it. */
function unpack({ name, version, sha512 }: PinnedPackage, folder: string, parts: readonly string[]): void {
  const words = ['pack', '--silent', '--pack-destination', folder, `${name}@${version}`];
  const archive = join(
    folder,
    mustRun('npm', words, { env: npmEnvironment() }).trim().split('\n').at(-1) ?? '',
  );
  const found = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (found !== sha512) {
    throw new Error(`${name}@${version} is not the package that was pinned: its SHA-512 is ${found}`);
  }
  mustRun('tar', ['-xzf', archive, '-C', folder, '--strip-components=1', ...parts]);
  rmSync(archive);
}

/** Installs what VS Code's own lock names, without scripts; its two native modules are stood in for. */
function installDependencies(vscode: string, bin: string): void {
  const manifest = join(vscode, 'package.json');
  const { dependencies, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const unused: readonly string[] = unusedDependencies;
  const used = Object.entries(dependencies).filter(([name]) => !unused.includes(name));
  writeFileSync(manifest, JSON.stringify({ ...rest, dependencies: Object.fromEntries(used) }, null, 2));
  mustRun('npm', ['install', '--omit=dev', '--ignore-scripts', '--silent'], {
    cwd: vscode,
    env: { ...npmEnvironment(), PATH: `${bin}:${process.env['PATH'] ?? ''}` },
  });
  for (const name of ['spdlog', 'native-watchdog']) {
    const folder = join(vscode, 'node_modules/@vscode', name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: `@vscode/${name}`, main: 'main.mjs' }),
    );
    writeFileSync(join(folder, 'main.mjs'), standIn());
  }
  for (const name of unusedExtensions) {
    rmSync(join(vscode, 'extensions', name), { recursive: true, force: true });
  }
}

/** Two that install at once do the same work; the first one's stays. */
function putInPlace(stage: string, folder: string): void {
  try {
    renameSync(stage, folder);
  } catch (error) {
    if (!existsSync(folder)) {
      throw error;
    }
  }
}

function npmEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
}

const standIn = () => readFileSync(resolve('dist/test/editor/setUp/standIn.child.mjs'));

/** Of all that decides what the installation holds. */
function fingerprint(): string {
  const pins = JSON.stringify([editorPackage, nodePackages, unusedDependencies, unusedExtensions]);
  return createHash('sha256').update(pins).update(standIn()).digest('hex').slice(0, 12);
}
