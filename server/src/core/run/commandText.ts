import type { CommandFact } from '../policy/action';

/** A command on one line: its arguments as a shell would need them written, or the script as it is. */
export function commandText(command: CommandFact): string {
  return 'argv' in command ? command.argv.map(word).join(' ') : command.script;
}

/** One argument as a shell would need it written, so that `echo 'a;' b` does not look like two commands. */
function word(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
