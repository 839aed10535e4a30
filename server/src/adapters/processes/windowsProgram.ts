import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** An argv that Windows can start without a shell, or why there is none. */
export type WindowsProgram = { readonly argv: readonly [string, ...string[]] } | { readonly problem: string };

/** What finding a program needs to know of the machine. */
export interface WindowsFiles {
  readonly exists: (file: string) => boolean;
  readonly read: (file: string) => string;
}

const disk: WindowsFiles = { exists: existsSync, read: (file) => readFileSync(file, 'utf8') };

/**
 * Finds a program as Windows would, but never in the current directory, and looks through the `.cmd` shims that npm
 * writes: a batch file would need a shell, whose quoting rules turn arguments into commands.
 */
export function windowsProgram(
  argv: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
  cwd: string,
  files: WindowsFiles = disk,
): WindowsProgram {
  const [name, ...rest] = argv;
  const found = candidates(name, env, cwd).find((file) => files.exists(file));
  if (found === undefined) return { problem: `program '${name}' was not found` };
  if (!/\.(cmd|bat)$/i.test(found)) return { argv: [found, ...rest] };
  const target = shimTarget(files.read(found), path.win32.dirname(found));
  if (target === null) return { problem: `'${found}' is a batch file and cannot run without a shell` };
  if (/\.exe$/i.test(target)) return { argv: [target, ...rest] };
  const node = [path.win32.join(path.win32.dirname(found), 'node.exe'), ...candidates('node', env, cwd)];
  const runner = node.find((file) => files.exists(file));
  return runner === undefined
    ? { problem: `program 'node' was not found` }
    : { argv: [runner, target, ...rest] };
}

/** The script or program that an npm shim starts with all its arguments, or null for any other batch file. */
export function shimTarget(text: string, directory: string): string | null {
  const line = text.split(/\r?\n/).findLast((candidate) => candidate.trimEnd().endsWith('%*'));
  if (line === undefined) return null;
  const direct = [...text.matchAll(/"%(?:~dp0|dp0%)\\?([^"%]+\.(?:[cm]?js|exe))"/gi)].at(-1)?.[1];
  const named = [...text.matchAll(/SET "[A-Z_]+=%~dp0\\?([^"%]+\.[cm]?js)"/gi)].at(-1)?.[1];
  const target = line.includes('%dp0%') || line.includes('%~dp0') ? direct : (named ?? direct);
  return target === undefined ? null : path.win32.join(directory, target);
}

function candidates(name: string, env: Readonly<Record<string, string>>, cwd: string): readonly string[] {
  const get = (wanted: string) =>
    Object.entries(env).find(([key]) => key.toUpperCase() === wanted)?.[1] ?? '';
  const extensions = (get('PATHEXT') || '.COM;.EXE;.BAT;.CMD').split(';').filter((text) => text !== '');
  const hasExtension = extensions.some((extension) => name.toUpperCase().endsWith(extension.toUpperCase()));
  const names = hasExtension ? [name] : extensions.map((extension) => `${name}${extension.toLowerCase()}`);
  if (/[\\/]/.test(name)) return names.map((file) => path.win32.resolve(cwd, file));
  const directories = get('PATH')
    .split(';')
    .filter((directory) => path.win32.isAbsolute(directory));
  return directories.flatMap((directory) => names.map((file) => path.win32.join(directory, file)));
}
