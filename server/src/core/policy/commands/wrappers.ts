import { Unparsable, type Word } from './simpleCommand';

/** How to find the command behind a program that runs another one. */
interface Wrapper {
  /** Flags whose value is the next argument. */
  readonly withValue: readonly string[];
  /** Operands in front of the command. */
  readonly before: number;
  /** Whether `NAME=value` may stand in front of the command. */
  readonly assigns?: boolean;
  /** Flags with which it runs nothing, or hides what it runs. */
  readonly refused?: readonly string[];
}

const plain = (...withValue: string[]): Wrapper => ({ withValue, before: 0 });

const wrappers: Readonly<Record<string, Wrapper>> = {
  env: {
    withValue: ['-u', '--unset', '-C', '--chdir'],
    before: 0,
    assigns: true,
    refused: ['-S', '--split-string'],
  },
  sudo: {
    withValue: [
      '-u',
      '-g',
      '-h',
      '-p',
      '-C',
      '-D',
      '-R',
      '-T',
      '-r',
      '-t',
      '-U',
      '--user',
      '--group',
      '--host',
      '--prompt',
      '--chdir',
    ],
    before: 0,
    assigns: true,
  },
  doas: plain('-u', '-C'),
  pkexec: plain('--user'),
  nohup: plain(),
  setsid: plain(),
  nice: plain('-n', '--adjustment'),
  ionice: plain('-c', '-n', '-p', '--class', '--classdata'),
  chrt: { withValue: ['-T', '-P', '-D'], before: 1 },
  taskset: { withValue: [], before: 1 },
  stdbuf: plain('-i', '-o', '-e', '--input', '--output', '--error'),
  timeout: { withValue: ['-k', '-s', '--kill-after', '--signal'], before: 1 },
  gtimeout: { withValue: ['-k', '-s', '--kill-after', '--signal'], before: 1 },
  time: plain('-f', '-o', '--format', '--output'),
  command: plain(),
  builtin: plain(),
  exec: plain('-a'),
  xargs: plain(
    '-a',
    '-d',
    '-E',
    '-I',
    '-L',
    '-n',
    '-P',
    '-s',
    '--arg-file',
    '--delimiter',
    '--max-args',
    '--max-procs',
    '--replace',
    '--max-lines',
    '--max-chars',
    '--process-slot-var',
  ),
  parallel: plain('-j', '--jobs', '-a', '--arg-file', '-I', '-N', '-n', '--delay', '--timeout'),
  watch: plain('-n', '--interval'),
  strace: plain('-e', '-o', '-p', '-s', '-u', '-E', '-P', '-O', '-S', '-a', '-b', '-I', '-X'),
  ltrace: plain('-e', '-o', '-p', '-s', '-u', '-n', '-a', '-F', '-l'),
  chroot: { withValue: ['--userspec', '--groups'], before: 1 },
  unshare: plain('-S', '-G', '--setuid', '--setgid', '--root', '--wd'),
  nsenter: plain('-t', '--target', '-S', '-G'),
  flock: { withValue: ['-w', '-E', '--timeout', '--conflict-exit-code'], before: 1 },
  npx: plain('-p', '--package', '-w', '--workspace'),
  bunx: plain('-p', '--package'),
  uvx: plain('--from', '--with', '-p', '--python'),
  busybox: plain(),
  toybox: plain(),
  caffeinate: plain('-t', '-w'),
  prlimit: plain('-p', '--pid', '-o', '--output'),
  setpriv: plain('--reuid', '--regid', '--groups', '--inh-caps', '--ambient-caps', '--bounding-set'),
  linux32: plain(),
  i386: plain(),
  x86_64: plain(),
  setarch: { withValue: [], before: 1 },
  runcon: { withValue: ['-t', '-u', '-r', '-l'], before: 1 },
  cgexec: plain('-g'),
  firejail: plain(),
  'ssh-agent': plain('-a', '-E', '-P', '-t'),
  rlwrap: plain('-a', '-b', '-f', '-H', '-l', '-p', '-s', '-S', '-t', '-z'),
  catchsegv: plain(),
  linux64: plain(),
  numactl: plain('-N', '-m', '-C', '-i', '-p'),
  fakeroot: plain('-l', '-s', '-i', '-b'),
  unbuffer: plain(),
  proxychains: plain('-f'),
  proxychains4: plain('-f'),
  torsocks: plain(),
  torify: plain(),
  eatmydata: plain(),
  chronic: plain(),
  valgrind: plain(),
  'dbus-run-session': plain('--config-file', '--dbus-daemon'),
  'xvfb-run': plain('-n', '-e', '-f', '-p', '-s', '-w'),
  arch: plain('-arch'),
  'systemd-run': plain('-p', '-E', '--unit', '--property', '--setenv', '-u', '--slice', '--uid', '--gid'),
  'start-process': {
    withValue: [
      '-WorkingDirectory',
      '-Verb',
      '-WindowStyle',
      '-RedirectStandardOutput',
      '-RedirectStandardError',
      '-RedirectStandardInput',
    ],
    before: 0,
  },
};

/** Sub-commands that run a program of the caller's choice, as in `npm exec rm`. */
const launchers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  npm: [['exec'], ['x']],
  pnpm: [['exec'], ['dlx']],
  yarn: [['exec'], ['dlx']],
  bun: [['x']],
  git: [
    ['bisect', 'run'],
    ['submodule', 'foreach'],
  ],
  bundle: [['exec']],
  poetry: [['run']],
  pipenv: [['run']],
  uv: [['run']],
  conda: [['run']],
};

/** The words behind such a sub-command, `undefined` when the program is not told to run another one. */
function launched(program: string, args: readonly Word[]): readonly Word[] | undefined {
  const forms = Object.hasOwn(launchers, program) ? launchers[program] : undefined;
  const operands = args.flatMap((word, at) => (isFlag(word.text) ? [] : [{ text: word.text, at }]));
  for (const form of forms ?? []) {
    const last = operands[form.length - 1];
    if (last && form.every((name, index) => operands[index]?.text.toLowerCase() === name)) {
      const rest = args.slice(last.at + 1);
      const start = rest.findIndex(({ text }) => !isFlag(text));
      return start < 0 ? [] : rest.slice(start);
    }
  }
  return undefined;
}

/** What a wrapper runs: the words of the inner command, empty if it runs none. */
export interface Wrapped {
  readonly words: readonly Word[];
  readonly assignments: readonly string[];
}

/** The command behind a wrapper such as `env` or `timeout`, or `undefined` if the program is none. */
export function unwrap(program: string, args: readonly Word[]): Wrapped | undefined {
  const behind = launched(program, args);
  if (behind !== undefined) return { words: behind, assignments: [] };
  const wrapper = wrapperOf(program);
  if (wrapper === undefined) return undefined;
  const assignments: string[] = [];
  let toSkip = wrapper.before;
  let at = 0;
  for (; at < args.length; at++) {
    const text = args[at]?.text ?? '';
    const name = assignedBy(wrapper, text);
    if (isFlag(text)) at += skippedValues(wrapper, text);
    else if (name !== undefined) assignments.push(name);
    else if (toSkip-- <= 0) break;
  }
  return { words: args.slice(at), assignments };
}

/** The loader of programs, under whatever name the machine has it, runs the program that it is given. */
const loaderName = /^ld(?:-[\w.-]+)?[.]so(?:[.]\d+)*$|^ld-musl-[\w.-]+$/;
const loader = plain('--library-path', '--preload', '--audit', '--inhibit-rpath', '--argv0');

function wrapperOf(program: string): Wrapper | undefined {
  if (loaderName.test(program)) return loader;
  return Object.hasOwn(wrappers, program) ? wrappers[program] : undefined;
}

function isFlag(text: string): boolean {
  return text.startsWith('-') && text.length > 1;
}

function assignedBy(wrapper: Wrapper, text: string): string | undefined {
  return wrapper.assigns === true ? /^([A-Za-z_]\w*)=/.exec(text)?.[1] : undefined;
}

function skippedValues(wrapper: Wrapper, flag: string): number {
  const isRefused = wrapper.refused?.some((refused) =>
    refused.startsWith('--')
      ? flag.split('=')[0] === refused
      : !flag.startsWith('--') && flag.includes(refused.slice(1)),
  );
  if (isRefused === true) throw new Unparsable(`${flag} hides the command`);
  return wrapper.withValue.some((known) => known.toLowerCase() === flag.toLowerCase()) ? 1 : 0;
}

/** Commands that `find` runs for what it finds. */
export function findCommands(args: readonly Word[]): readonly (readonly Word[])[] {
  const found: (readonly Word[])[] = [];
  args.forEach((word, index) => {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(word.text)) return;
    const rest = args.slice(index + 1);
    const end = rest.findIndex(({ text }) => text === ';' || text === '+');
    found.push(end < 0 ? rest : rest.slice(0, end));
  });
  return found;
}
