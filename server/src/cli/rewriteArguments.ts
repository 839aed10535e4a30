/** The launcher's long options with a single dash, and what they are called here. */
const launcherOptions: Readonly<Record<string, string>> = {
  '-checkpointname': '--checkpoint-name',
  '-targetcommit': '--target-commit',
  '-summaryfile': '--summary-file',
};

/** Words that the launcher's `-Mode` may take so far. */
const modes = ['run', 'checkpoint', 'rollback'];

/** Turns the launcher's spelling into ours: `-Mode X` is the sub-command X, `-CheckpointName N` an option of it. */
export function rewriteArguments(given: readonly string[]): readonly string[] {
  const mode = given.findIndex((word) => word.toLowerCase() === '-mode');
  const name = mode === -1 ? undefined : given[mode + 1]?.toLowerCase();
  const rest = mode === -1 ? given : given.filter((_, index) => index !== mode && index !== mode + 1);
  const words = rest.map((word) => launcherOptions[word.toLowerCase()] ?? word);
  if (mode === -1) {
    return words;
  }
  return name !== undefined && modes.includes(name)
    ? [name, ...words]
    : [`-Mode ${given[mode + 1] ?? ''}`, ...words];
}
