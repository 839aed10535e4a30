/** What stands between `git` and its sub-command. */
export interface GitCall {
  /** Index of the sub-command among the arguments; their length when there is none. */
  readonly start: number;
  /** `-c` settings as written. */
  readonly settings: readonly string[];
  /** Why the call is denied whatever rules say, or `null`. */
  readonly refusal: string | null;
}

const withValue = new Set([
  '-C',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--super-prefix',
  '--attr-source',
]);

const harmless =
  /^(?:user\.(?:name|email)|color\.[\w.]+|core\.(?:quotepath|autocrlf|eol|longpaths|filemode|ignorecase|precomposeunicode)|advice\.\w+|init\.defaultbranch|commit\.gpgsign|tag\.gpgsign|gc\.auto|diff\.(?:renames|algorithm|noprefix|context)|core\.fsmonitor=false|core\.hookspath=\/dev\/null)(?:=|$)/i;

/** Finds the sub-command of a git call and refuses options by which git runs other programs. */
export function readGit(args: readonly string[]): GitCall {
  const settings: string[] = [];
  let refusal: string | null = null;
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) break;
    if (arg.startsWith('-c') && arg !== '-c') settings.push(arg.slice(2));
    if (arg === '-c') settings.push(args[++at] ?? '');
    if (withValue.has(arg)) at++;
    if (arg.startsWith('--exec-path=')) refusal = 'git --exec-path runs other programs';
    if (arg.startsWith('--config-env')) refusal = 'git --config-env runs other programs';
  }
  const suspect = settings.find((setting) => !harmless.test(setting));
  if (suspect !== undefined) refusal = `git -c ${suspect} may run other programs`;
  return { start: at, settings, refusal };
}
