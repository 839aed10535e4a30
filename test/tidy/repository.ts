import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Every file of the repository, tracked or about to be, with `/` in its path. */
export function repositoryFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return listed.split('\0').filter((path) => path !== '' && existsSync(path));
}

/** A file's text and lines; the last newline ends a line and begins none. */
export function readLines(path: string): readonly string[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Files in which people wrote text, not bytes for tests or a lock. */
export function writtenFiles(): readonly string[] {
  return repositoryFiles().filter(
    (path) =>
      /[.](ts|mjs|cjs|json|md|yaml|yml|svg|css)$|^[.]ci[/]|^[.][a-z]+$/.test(path) &&
      path !== 'package-lock.json',
  );
}
