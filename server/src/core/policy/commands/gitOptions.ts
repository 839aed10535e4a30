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
  /^(?:user\.(?:name|email)|color\.[\w.]+|core\.(?:quotepath|autocrlf|eol|longpaths|filemode|ignorecase|precomposeunicode)|advice\.\w+|init\.defaultbranch|commit\.gpgsign|tag\.gpgsign|gc\.auto|diff\.(?:renames|algorithm|noprefix|context)|core\.fsmonitor=false|status\.submodulesummary=false|safe\.barerepository=explicit|core\.hookspath=\/dev\/null)(?:=|$)/i;

/** Finds the sub-command of a git call and refuses options by which git runs other programs. */
export function readGit(args: readonly string[]): GitCall {
  const settings: string[] = [];
  let at = 0;
  while (at < args.length && args[at]?.startsWith('-')) {
    const arg = args[at] ?? '';
    if (arg === '-c') settings.push(args[at + 1] ?? '');
    else if (arg.startsWith('-c')) settings.push(arg.slice(2));
    at += arg === '-c' || withValue.has(arg) ? 2 : 1;
  }
  return { start: Math.min(at, args.length), settings, refusal: refusalOf(args.slice(0, at), settings) };
}

function refusalOf(options: readonly string[], settings: readonly string[]): string | null {
  const suspect = settings.find((setting) => !harmless.test(setting));
  if (suspect !== undefined) return `git -c ${suspect} may run other programs`;
  const runs = options.find(
    (option) => option.startsWith('--exec-path=') || option.startsWith('--config-env'),
  );
  return runs === undefined ? null : `git ${runs} runs other programs`;
}
