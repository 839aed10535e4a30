import { spawnSync } from 'node:child_process';

/** What must be on the machine, each with what to do when it is not. */
export function missingNeeds() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const needs = [
    [
      major > 20 || (major === 20 && minor >= 19),
      `Node 20.19 or newer is needed, this is ${process.version}.`,
    ],
    [
      spawnSync('git', ['--version']).status === 0,
      'git is needed and was not found on the PATH. On Debian: apt-get install git',
    ],
  ];
  return needs.filter(([ok]) => !ok).map(([, sentence]) => sentence);
}
