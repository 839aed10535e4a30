/** One program of the read-only allow-list with the flags it may have. */
export interface ReadonlyProgram {
  /** How a call must begin, exactly. */
  readonly words: readonly string[];
  /** What runs in place of them. */
  readonly runs: readonly [string, ...string[]];
  /** Flags set behind the caller's own, which they overrule. */
  readonly last: readonly string[];
  /** The path that stands for all when none is named. */
  readonly everything: string | null;
  readonly effect: 'read' | 'exec';
  readonly isFlag: (arg: string) => boolean;
  /** Flags that stand alone or hold their value. */
  readonly flags: RegExp;
  /** Flags whose value is the next argument. */
  readonly withValue: ReadonlySet<string>;
  /** Those of them whose value is a path. */
  readonly withPath: ReadonlySet<string>;
  /** How many operands come before the paths, and the flags that take their place. */
  readonly patterns: number;
  readonly givesPattern: RegExp;
  readonly pathsOf: (operand: string) => readonly string[];
}

const nothing = /^(?!)/;
const none: ReadonlySet<string> = new Set();
const dashed = (arg: string): boolean => arg.startsWith('-') && arg !== '-';
const whole = (operand: string): readonly string[] => [operand];

const plain = {
  last: [],
  everything: null,
  effect: 'read',
  isFlag: dashed,
  withValue: none,
  withPath: none,
  patterns: 0,
  givesPattern: nothing,
  pathsOf: whole,
} as const;

const git = [
  'git',
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'status.submoduleSummary=false',
  // A folder with the files of a bare repository would be one, with settings of whoever wrote them.
  '-c',
  'safe.bareRepository=explicit',
] as const;
/** A look into a submodule would be one by its own settings, and the programs that they name. */
const outsideSubmodules = ['--ignore-submodules=dirty'] as const;

/** The allow-list of GATE-13. */
export const readonlyPrograms: readonly ReadonlyProgram[] = [
  {
    ...plain,
    words: ['ls'],
    runs: ['ls'],
    flags:
      /^(?:-[1aAbBcCdfFghiklmnNopqQrRsStuUvwxXZ]+|--(?:all|almost-all|human-readable|recursive|reverse|size|directory|classify|full-time|group-directories-first|inode|no-group|numeric-uid-gid|(?:sort|time|time-style|color|format|indicator-style)=[\w+:%-]+))$/,
  },
  {
    ...plain,
    words: ['cat'],
    runs: ['cat'],
    flags:
      /^(?:-[AbeEnstTuv]+|--(?:show-all|number|number-nonblank|squeeze-blank|show-ends|show-tabs|show-nonprinting))$/,
  },
  {
    ...plain,
    words: ['rg'],
    runs: ['rg', '--no-config'],
    last: ['--glob=!.holdpoint'],
    flags:
      /^(?:-[acFHhilnNoPqsSuvUwxI0]+|-[ABCm]\d+|-[gtTe].+|--(?:case-sensitive|ignore-case|smart-case|fixed-strings|files|files-with-matches|files-without-match|line-number|no-line-number|count|count-matches|heading|no-heading|hidden|no-ignore|invert-match|json|multiline|no-filename|with-filename|only-matching|pcre2|quiet|sort-files|stats|text|trim|type-list|word-regexp|line-regexp|column|vimgrep|null|no-messages|no-follow|(?:glob|iglob|type|type-not|max-count|max-depth|max-filesize|max-columns|context|after-context|before-context|color|colors|encoding|regexp|replace|sort|sortr|threads)=.*))$/,
    withValue: new Set([
      '-e',
      '--regexp',
      '-g',
      '--glob',
      '--iglob',
      '-t',
      '--type',
      '-T',
      '--type-not',
      '-m',
      '--max-count',
      '-A',
      '-B',
      '-C',
      '--context',
      '--after-context',
      '--before-context',
      '-d',
      '--max-depth',
      '-M',
      '--max-columns',
      '-j',
      '--threads',
      '-r',
      '--replace',
      '-E',
      '--encoding',
      '--sort',
      '--sortr',
      '--color',
      '-f',
      '--file',
    ]),
    withPath: new Set(['-f', '--file']),
    patterns: 1,
    givesPattern: /^(?:-e|--regexp|-f|--file|--files|--type-list)/,
  },
  {
    ...plain,
    words: ['find'],
    runs: ['find'],
    isFlag: (arg) => /^(?:-.|[()!,]$)/.test(arg),
    flags:
      /^(?:-(?:empty|print|print0|not|o|or|a|and|prune|readable|writable|executable|quit|true|false|depth|xdev|mount|nouser|nogroup|ls|daystart|P)|[()!,])$/,
    withValue: new Set([
      '-name',
      '-iname',
      '-path',
      '-ipath',
      '-wholename',
      '-iwholename',
      '-regex',
      '-iregex',
      '-regextype',
      '-type',
      '-maxdepth',
      '-mindepth',
      '-size',
      '-mtime',
      '-mmin',
      '-atime',
      '-amin',
      '-ctime',
      '-cmin',
      '-perm',
      '-user',
      '-group',
      '-uid',
      '-gid',
      '-links',
      '-inum',
      '-newer',
      '-anewer',
      '-cnewer',
      '-printf',
      '-newermt',
    ]),
    withPath: new Set(['-newer', '-anewer', '-cnewer']),
  },
  {
    ...plain,
    words: ['git', 'status'],
    runs: [...git, 'status'],
    last: outsideSubmodules,
    everything: '.',
    flags:
      /^(?:-[sbvz]+|-u(?:no|normal|all)?|--(?:short|branch|show-stash|long|verbose|null|ignored|no-renames|renames|untracked-files|ahead-behind|no-ahead-behind|porcelain|(?:porcelain|untracked-files|ignored|ignore-submodules|find-renames)=[\w]+))$/,
  },
  {
    ...plain,
    words: ['git', 'diff'],
    runs: [...git, 'diff', '--no-ext-diff', '--no-textconv'],
    // The work tree may be larger than the slot, also by a setting of the repository.
    last: ['--submodule=short', '--relative', ...outsideSubmodules],
    flags:
      /^(?:-[puwbzaRsM]+|-U\d+|-[SG].+|-[MC]\d*%?|--(?:cached|staged|patch|no-patch|stat|shortstat|numstat|summary|name-only|name-status|check|minimal|patience|histogram|raw|quiet|exit-code|text|color|no-color|word-diff|relative|merge-base|no-renames|full-index|binary|ignore-all-space|ignore-space-change|ignore-blank-lines|ignore-cr-at-eol|ignore-space-at-eol|no-ext-diff|no-textconv|(?:stat|unified|color|word-diff|diff-filter|diff-algorithm|find-renames|relative|abbrev|inter-hunk-context|ignore-submodules|submodule)=[\w.,%:/-]*))$/,
    pathsOf: (operand) => [operand, ...operand.split(':').slice(1)].filter((path) => path !== ''),
  },
  {
    ...plain,
    words: ['python', '-m', 'pytest', '-q'],
    runs: ['python', '-m', 'pytest', '-q'],
    effect: 'exec',
    flags:
      /^(?:-[qvxsl]+|--(?:exitfirst|lf|last-failed|ff|failed-first|co|collect-only|no-header|no-summary|strict-markers|disable-warnings|(?:tb|maxfail|durations|color)=\w+))$/,
    withValue: new Set(['-k', '-m']),
    pathsOf: (operand) => [operand.split('::')[0] ?? operand],
  },
];
