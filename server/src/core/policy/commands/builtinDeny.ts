import { readGit } from './gitOptions';
import type { ParsedCommand } from './parsedCommand';
import { fetchers, interpreters } from './programs';
import { resolveWritten } from './slotPath';

/** A deny that stands in no file, with the id under which it is recorded. */
export interface BuiltinDeny {
  readonly id: string;
  readonly reason: string;
}

/** The built-in deny that a command meets, if any: what a rule over single arguments cannot say. */
export function builtinDeny(command: ParsedCommand): BuiltinDeny | null {
  if (command.program === 'remove-item' && removesRoot(command)) {
    return { id: 'builtin.rm_root', reason: 'deleting a root folder is never allowed' };
  }
  if (command.program === 'git') {
    const reason = gitRefusal(command);
    if (reason !== null) return { id: 'builtin.git', reason };
  }
  if (
    command.upstream.length > 0 &&
    interpreters.has(command.program) &&
    command.upstream.some((name) => fetchers.has(name))
  ) {
    return { id: 'builtin.pipe_to_shell', reason: 'running what was just fetched is never allowed' };
  }
  return folderDeny(command);
}

function folderDeny(command: ParsedCommand): BuiltinDeny | null {
  for (const arg of command.args) {
    if (reachesSystem(arg, command)) {
      return { id: 'builtin.system_path', reason: `'${arg}' reaches /etc, /sys or /proc` };
    }
    if (reachesState(arg, command)) {
      return { id: 'builtin.protected_path', reason: `'${arg}' reaches what steps never touch` };
    }
  }
  for (const { target } of command.redirects) {
    if (target.text !== '' && reachesSystem(target.text, command)) {
      return { id: 'builtin.system_path', reason: `'${target.text}' reaches /etc, /sys or /proc` };
    }
  }
  return null;
}

const systemName = /etc|sys|proc/i;
const systemFolders = new Set(['etc', 'sys', 'proc']);

/** Also behind `=`, `@`, `:` or a short flag, by `..`, and by a pattern that the shell would expand. */
function reachesSystem(arg: string, command: ParsedCommand): boolean {
  if (!arg.includes('/') && !arg.includes('\\')) return false;
  if (systemName.test(arg)) return candidates(arg).some((path) => leadsToSystem(path));
  return arg.startsWith('/') && command.globs.includes(arg) && /^\/+[^/]*[*?[{$]/.test(arg);
}

function leadsToSystem(path: string): boolean {
  const { segments, isAbsolute, isOutside } = resolveWritten(path, '');
  if (!isAbsolute && !isOutside) return false;
  const named = segments.filter((segment) => segment !== '..');
  const first = (named[0] === 'private' ? named[1] : named[0])?.toLowerCase().split(':')[0] ?? '';
  return systemFolders.has(first);
}

function candidates(arg: string): readonly string[] {
  const found = [arg];
  for (const mark of ['=', '@', ':', ',', '<', '>', '"', "'", ' ', '(']) {
    for (let at = arg.indexOf(mark); at >= 0 && found.length < 50; at = arg.indexOf(mark, at + 1)) {
      found.push(arg.slice(at + 1));
    }
  }
  if (/^-[A-Za-z]/.test(arg)) found.push(arg.slice(2));
  return found;
}

const writers = new Set([
  'remove-item',
  'move-item',
  'copy-item',
  'rename-item',
  'new-item',
  'set-content',
  'add-content',
  'clear-content',
  'out-file',
  'tee',
  'touch',
  'ln',
  'dd',
  'truncate',
  'install',
  'chmod',
  'chown',
  'sed',
  'mkdir',
  'shred',
  'unlink',
  'rsync',
  'tar',
  'unzip',
]);

const protectedName = /\.holdpoint|\.git|holdpoint\.policy/i;

/** Nobody reaches into the state folder; programs that write reach neither the repository's own nor policy files. */
function reachesState(arg: string, command: ParsedCommand): boolean {
  const isWriter = writers.has(command.program);
  const isPattern = isWriter && command.globs.includes(arg);
  if (!isPattern && !protectedName.test(arg)) return false;
  return candidates(arg).some((path) =>
    resolveWritten(path, command.cwd).segments.some((segment) => {
      const name = segment.toLowerCase();
      if (isPattern && /^\.[^.]*[*?[{]/.test(name)) return true;
      return name === '.holdpoint' || (isWriter && (name === '.git' || isPolicyFile(name)));
    }),
  );
}

/** Whether a file of this name is the workspace's policy. */
export function isPolicyFile(name: string): boolean {
  return /^holdpoint\.policy\.(?:ya?ml|json)$/i.test(name);
}

function removesRoot({ flags, operands, args }: ParsedCommand): boolean {
  if (flags.includes('--no-preserve-root')) return true;
  const isRecursive =
    flags.some((flag) => flag === '-r' || flag === '--recursive' || '-recurse'.startsWith(flag)) ||
    args.some((arg) => arg.toLowerCase() === '/s');
  return isRecursive && operands.some(isRoot);
}

function isRoot(operand: string): boolean {
  if (/^(?:[A-Za-z]:[\\/]*|~|\$HOME|\$env:\w+|%\w+%)[\\/]*\*?$/i.test(operand)) return true;
  const { segments, isAbsolute } = resolveWritten(operand, '');
  if (!isAbsolute || /^[A-Za-z]:|^~/.test(operand)) return false;
  return segments.length === 0 || (segments.length === 1 && /^[*?.[\]]+$/.test(segments[0] ?? ''));
}

const forceFlags = new Set([
  '-f',
  '--force',
  '--force-with-lease',
  '--force-if-includes',
  '--mirror',
  '--tags',
  '--follow-tags',
  '--delete',
  '-d',
  '--prune',
  '--all',
]);
const pushTargets = /^(?:refs\/heads\/)?(?:feature|task)\//;

/** Only feature and task branches are pushed; history, tags and remotes of others are left alone. */
function gitRefusal(command: ParsedCommand): string | null {
  const { refusal } = readGit(command.args);
  if (refusal !== null) return refusal;
  const subcommand = command.subcommands[0]?.toLowerCase();
  const names = command.operands.slice(command.operands.indexOf(command.subcommands[0] ?? '') + 1);
  if (command.flags.some((flag) => /^--(?:upload-pack|receive-pack|exec)$/.test(flag)))
    return 'git runs another program for the other side';
  if (subcommand === 'push') return pushRefusal(command, names);
  if (subcommand === 'remote' && names.length > 0 && !/^(?:show|get-url|-v)$/.test(names[0] ?? ''))
    return 'remotes are not changed';
  if (
    subcommand === 'tag' &&
    names.length > 0 &&
    !command.flags.some((flag) => /^(?:-l|--list|--contains|--points-at|--merged)$/.test(flag))
  ) {
    return 'tags are not made';
  }
  return null;
}

function pushRefusal({ flags }: ParsedCommand, names: readonly string[]): string | null {
  const force = flags.find((flag) => forceFlags.has(flag));
  if (force !== undefined) return `git push ${force} is never allowed`;
  for (const refspec of names.slice(1)) {
    if (refspec.startsWith('+') || refspec.startsWith(':')) return `git push ${refspec} forces or deletes`;
    const target = refspec.slice(refspec.indexOf(':') + 1);
    if (target !== 'HEAD' && !pushTargets.test(target))
      return `only feature/ and task/ branches are pushed, not '${target}'`;
  }
  return null;
}
