import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './temporaryFolder';

/** Makes a git repository of its own with the given files committed; remove it with `removeFolder`. */
export function scratchRepository(files: Readonly<Record<string, string>> = {}): string {
  const root = temporaryFolder();
  writeFiles(root, { 'readme.md': '# scratch\n', ...files });
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'config', 'user.name', 'Scratch');
  git(root, 'config', 'user.email', 'scratch@example.invalid');
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'start');
  return root;
}

/** Writes files below a folder. */
export function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** What git prints; throws when it fails. */
export function git(root: string, ...argv: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', argv, { cwd: root, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`git ${argv.join(' ')}: ${stderr}`);
  }
  return stdout;
}
