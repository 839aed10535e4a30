import { z } from 'zod';
import type { CommandFact } from '../../core/policy/action';
import { defineTool, noFacts } from '../defineTool';
import { argvInput, cwdInput, envInput } from './commandInput';
import { commandOutcome, commandShape, runCommand } from './commandOutcome';

const input = z
  .strictObject({
    argv: argvInput.optional(),
    script: z.string().min(1).optional(),
    shell: z.enum(['bash', 'powershell']).optional(),
    cwd: cwdInput,
    env: envInput,
  })
  .refine(({ argv, script }) => (argv === undefined) !== (script === undefined), {
    message: 'either argv or script is needed',
  })
  .refine(({ script, shell }) => (script === undefined) === (shell === undefined), {
    path: ['shell'],
    message: 'goes together with script: bash or powershell',
  })
  .meta({ anyOf: [{ required: ['argv'] }, { required: ['script', 'shell'] }] });

type Input = z.output<typeof input>;

/** Runs one command: an argv as it is, or a script that policy has read part by part, given to its shell as one argument. */
export const shellRun = defineTool({
  name: 'shell.run',
  aliases: [],
  description: 'Runs a command, or a script of bash or PowerShell, in the workspace.',
  permissionProfile: 'shell_exec',
  input,
  output: commandShape,
  facts(given) {
    const { cwd, env } = given;
    const commands = [commandFact(given)];
    return { ...noFacts, effect: 'exec', risk: 'medium', commands, reads: [cwd], env: Object.keys(env) };
  },
  async perform(given, context) {
    const { cwd, env } = given;
    const [first, ...others] = argvs(given);
    let argv = first;
    let result = await runCommand({ argv, cwd, env }, context);
    for (const next of others) {
      if (result.spawnError === null) break;
      argv = next;
      result = await runCommand({ argv, cwd, env }, context);
    }
    return commandOutcome(argv, result);
  },
});

function commandFact({ argv, script = '', shell = 'bash', cwd }: Input): CommandFact {
  return argv === undefined ? { script, shell, cwd } : { argv, cwd };
}

type Argv = readonly [string, ...string[]];

/** What to start, in order of preference: PowerShell goes by two names. */
function argvs({ argv, script = '', shell }: Input): readonly [Argv, ...Argv[]] {
  if (argv !== undefined) return [argv];
  if (shell !== 'powershell') return [['bash', '-c', script]];
  const options = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script] as const;
  return [
    ['pwsh', ...options],
    ['powershell', ...options],
  ];
}
