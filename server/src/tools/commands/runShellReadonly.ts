import { z } from 'zod';
import { readonlyCommand } from '../../core/policy/readonlyCommand';
import { defineTool, failed, noFacts } from '../defineTool';
import { commandOutcome, commandShape, runCommand } from './commandOutcome';

/** Git may not write its index, ask for anything or page. */
const unasked = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_PAGER: 'cat', PAGER: 'cat' };

/** Runs one of a few commands that only read, without a shell, after holding its flags against an allow-list. */
export const runShellReadonly = defineTool({
  name: 'run_shell_readonly',
  aliases: ['shell.readonly'],
  description:
    'Runs ls, cat, rg, find, git status, git diff or python -m pytest -q, with reading options only.',
  permissionProfile: 'shell_readonly',
  input: z.strictObject({ command: z.string().min(1), timeout_sec: z.number().min(1).max(30).default(30) }),
  output: commandShape,
  facts({ command }) {
    const read = readonlyCommand(command);
    if (!read.ok) return { ...noFacts, effect: 'read', refusal: read.refusal };
    const { argv, effect, operands } = read;
    const risk = effect === 'exec' ? 'medium' : 'low';
    return { ...noFacts, effect, risk, commands: [{ argv, cwd: '.' }], reads: operands };
  },
  async perform({ command, timeout_sec }, context) {
    const read = readonlyCommand(command);
    if (!read.ok) return failed('policy', read.refusal);
    // Nor may it run what the repository's own settings name.
    const isGit = read.argv[0] === 'git';
    const env = {
      ...unasked,
      // What only reads runs unasked: it is a program of the machine, not one that lies in the workspace.
      ...(read.effect === 'read' ? context.processes.ownPath() : {}),
      ...(isGit ? await context.git.quietEnvironment() : {}),
    };
    const result = await runCommand({ argv: read.argv, env, timeoutMs: timeout_sec * 1000 }, context);
    return commandOutcome(read.argv, result);
  },
});
