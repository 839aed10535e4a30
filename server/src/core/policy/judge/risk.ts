import { type Risk, risks } from '#protocol/policy';
import type { Action } from '../action';
import type { ParsedCommand } from '../commands/parsedCommand';
import { interpreters } from '../commands/programs';

/** Files from which on one call counts as a change of many files. */
const manyFiles = 10;

/** The greater of two risks. */
export function greaterRisk(a: Risk, b: Risk): Risk {
  return risks.indexOf(a) >= risks.indexOf(b) ? a : b;
}

/** How much can go wrong: the most that the step declares, the tool knows, or effect and arguments show. */
export function computeRisk(action: Action, commands: readonly ParsedCommand[]): Risk {
  const stated = greaterRisk(action.declaredRisk ?? 'low', action.facts.risk);
  return stated === 'high' ? stated : greaterRisk(stated, shown(action, commands));
}

function shown({ facts, paths, tool }: Action, commands: readonly ParsedCommand[]): Risk {
  switch (facts.effect) {
    case 'none':
    case 'read':
    case 'network':
      return 'low';
    case 'llm':
      return 'medium';
    case 'write':
      return paths.filter(({ access }) => access === 'write').length > manyFiles ? 'high' : 'medium';
    case 'git':
      return tool === 'git.push' || commands.some(isDangerous) ? 'high' : 'medium';
    case 'exec':
      return commands.some(isDangerous) ? 'high' : 'medium';
    default:
      return facts.effect satisfies never;
  }
}

const dangerous = new Set([
  'remove-item',
  'dd',
  'mkfs',
  'shred',
  'truncate',
  'unlink',
  'clear-content',
  'format',
  'diskpart',
  'fdisk',
  'parted',
  'shutdown',
  'reboot',
  'halt',
  'poweroff',
  'stop-process',
  'killall',
  'pkill',
  'systemctl',
  'service',
  'launchctl',
  'chown',
  'chgrp',
  'chmod',
  'icacls',
  'takeown',
  'reg',
  'crontab',
  'at',
  'mount',
  'umount',
  'iptables',
  'nft',
  'docker',
  'podman',
  'kubectl',
  'helm',
  'terraform',
  'ansible',
  'aws',
  'gcloud',
  'az',
  'gh',
  'ssh',
  'scp',
  'sftp',
  'rsync',
  'nc',
  'ncat',
  'socat',
  'telnet',
  'ftp',
  'apt',
  'apt-get',
  'yum',
  'dnf',
  'brew',
  'choco',
  'parallel',
  'invoke-webrequest',
  'invoke-restmethod',
  'invoke-item',
  'source',
  'npx',
  'pnpx',
  'bunx',
  'uvx',
]);

const dangerousFlags = new Set([
  '--force',
  '--hard',
  '--delete',
  '-delete',
  '--no-verify',
  '--force-with-lease',
  '--mirror',
  '--purge',
]);

const dangerousSubcommands: Readonly<Record<string, readonly string[]>> = {
  git: [
    'push',
    'clean',
    'reset',
    'filter-branch',
    'filter-repo',
    'gc',
    'prune',
    'reflog',
    'update-ref',
    'config',
    'rm',
  ],
  npm: ['publish', 'unpublish', 'deprecate', 'dist-tag', 'owner', 'token'],
  pnpm: ['publish'],
  yarn: ['publish'],
  cargo: ['publish', 'yank'],
  gem: ['push', 'yank'],
};

function isDangerous(command: ParsedCommand): boolean {
  const { program, flags, subcommands, redirects } = command;
  if (dangerous.has(program) || program.startsWith('mkfs.')) return true;
  if (
    flags.some((flag) => dangerousFlags.has(flag)) ||
    redirects.some(({ operator }) => operator.includes('>|'))
  )
    return true;
  const ofProgram = Object.hasOwn(dangerousSubcommands, program) ? dangerousSubcommands[program] : undefined;
  if (ofProgram !== undefined && subcommands.some((name) => ofProgram.includes(name.toLowerCase())))
    return true;
  return (
    interpreters.has(program) &&
    flags.some((flag) => flag === '-c' || flag === '-e' || flag === '-r' || flag === '--eval')
  );
}
