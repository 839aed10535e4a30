import type { RollbackView } from '#protocol/methods/governance';
import { visible } from '#protocol/shown/visible';
import type { Messages } from '../terminal/messages';

/** A file of a rollback, as far as a person reads of it. */
export type RollbackFile = Pick<RollbackView['files'][number], 'path' | 'action' | 'conflict'>;

/** Every file of a rollback: first what would be written, then what is kept and why. */
export function rollbackLines(files: readonly RollbackFile[], messages: Messages): readonly string[] {
  const written = files.filter((file) => !isKept(file));
  return [
    ...written.map((file) => `  ${file.action.padEnd(7)} ${writtenText(file, messages)}`),
    ...keptLines(files, messages).map((line) => `  ${line}`),
  ];
}

/** The files that stay as they are, and why; the code is for programs that read the lines. */
export function keptLines(files: readonly RollbackFile[], messages: Messages): readonly string[] {
  return files.filter(isKept).map(({ path, conflict }) => {
    const why = messages.rollbackConflict[conflict ?? ''] ?? conflict ?? '';
    return `kept    ${visible(path)}: ${visible(why)} (ROLLBACK_CONFLICT)`;
  });
}

function isKept({ action }: RollbackFile): boolean {
  return action === 'keep';
}

/** A file that is put back in spite of a conflict says so: somebody's bytes go. */
function writtenText({ path, conflict }: RollbackFile, messages: Messages): string {
  return conflict === null ? visible(path) : `${visible(path)}: ${messages.rollbackIncluded}`;
}
