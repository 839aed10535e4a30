import { execFile } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import process from 'node:process';
import { machineProgram } from '../machinePrograms';

/** Ways to start a program in a network of its own that leads nowhere, best first. */
const wrappers: readonly (readonly string[])[] = [
  ['bwrap', '--dev-bind', '/', '/', '--unshare-net', '--'],
  ['unshare', '--net', '--'],
  ['unshare', '--user', '--map-current-user', '--net', '--'],
];

const network = '/proc/self/ns/net';
const probeMs = 5000;

/** Finds, once, by really trying, what keeps a child from the network on this machine; null where nothing does. */
export function networkIsolation(
  env: Readonly<Record<string, string>>,
): () => Promise<readonly string[] | null> {
  let found: Promise<readonly string[] | null> | undefined;
  return () => {
    found ??= process.platform === 'linux' ? firstThatWorks(env) : Promise.resolve(null);
    return found;
  };
}

async function firstThatWorks(env: Readonly<Record<string, string>>): Promise<readonly string[] | null> {
  const ours = readlinkSync(network);
  for (const [name = '', ...options] of wrappers) {
    const program = machineProgram(name, env['PATH']);
    const wrapper = program === undefined ? [] : [program, ...options];
    const theirs = await networkOf(wrapper, env);
    if (theirs.startsWith('net:[') && theirs !== ours) return wrapper;
  }
  return null;
}

/** The network that a child started through `wrapper` is in, `''` when it could not be started. */
function networkOf(
  [program = '', ...options]: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve) => {
    const readlink = machineProgram('readlink', env['PATH']);
    if (program === '' || readlink === undefined) {
      resolve('');
      return;
    }
    execFile(program, [...options, readlink, network], { env, timeout: probeMs }, (error, stdout) => {
      resolve(error === null ? stdout.trim() : '');
    });
  });
}

/** Whether a wrapper has ended because the program behind it could not be started. */
export function wrappedSpawnError(exitCode: number | null, stderr: string): boolean {
  return exitCode !== 0 && /^(?:bwrap: execvp |unshare: failed to execute )/.test(stderr);
}
