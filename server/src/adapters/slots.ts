import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#protocol/errors';
import { outsideId } from '#protocol/methods/ids';
import type { Slots, SlotTree } from '../runtime/ports';
import { machineProgram } from './machinePrograms';

/** What slots need from whoever composes the server. */
export interface SlotsOptions {
  /** Where work trees are made. */
  readonly folder: string;
  /** Variables under which git runs no program that a repository's own settings name. */
  quietEnvironment(): Promise<Readonly<Record<string, string>>>;
  /** The ports of one work tree. */
  ports(directory: string): SlotTree['ports'];
}

/** Work trees of the repository around `root`, made by git; its HEAD, index and branch stay as they are. */
export function worktreeSlots(root: string, { folder, ports, quietEnvironment }: SlotsOptions): Slots {
  const git = async (directory: string, argv: readonly string[]) =>
    await gitOutput(directory, argv, await quietEnvironment());
  const tree = async (path: string): Promise<SlotTree> => ({
    path,
    commit: (await git(path, ['rev-parse', 'HEAD'])).trim(),
    branch: (await git(path, ['branch', '--show-current'])).trim() || null,
    ports: ports(path),
  });
  return {
    add: async (id, { base, branch }) => {
      if (!outsideId.test(id)) throw new AppError('BAD_REQUEST', `${id} is no slot id`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(realpathSync(folder), id);
      const how = branch === null ? ['--detach'] : ['-b', branch];
      await git(root, ['worktree', 'add', ...how, '--', path, base ?? 'HEAD']);
      return await tree(path);
    },
    open: async (path) => (existsSync(path) ? await tree(path) : undefined),
  };
}

function gitOutput(
  directory: string,
  argv: readonly string[],
  quiet: Readonly<Record<string, string>>,
): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, ...quiet };
  const options = [
    '-c',
    'core.hooksPath=/dev/null',
    '-c',
    'core.fsmonitor=false',
    '-c',
    'submodule.recurse=false',
    '-c',
    'safe.bareRepository=explicit',
    ...argv,
  ];
  return new Promise((resolve, reject) => {
    execFile(
      machineProgram('git') ?? 'git',
      options,
      { cwd: directory, env, windowsHide: true },
      (error, stdout, stderr) => {
        if (error) reject(refusal(argv, stderr || error.message));
        else resolve(stdout);
      },
    );
  });
}

function refusal(argv: readonly string[], said: string): AppError {
  const reason = said.trim().split('\n').at(-1) ?? '';
  const next = 'use --slot in_place, or commit something in a git repository first';
  return new AppError('NO_SLOT', `no work tree could be made: ${reason}; ${next}`, {
    git: argv.slice(0, 2).join(' '),
  });
}
