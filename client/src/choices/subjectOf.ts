import type { Subject, TreeRow } from '../trees/treeRow';

const textKeys = [
  'approval_id',
  'session_id',
  'run_id',
  'step_id',
  'span_id',
  'checkpoint_id',
  'slot_id',
  'query',
  'query_name',
  'root',
  'tree',
  'file',
] as const satisfies readonly (keyof Subject)[];

/**
 * What a command was asked to act on: a row of a tree, the file of a menu or code lens, or the ids that another
 * command handed over. Nothing when it came from the palette.
 */
export function subjectOf(word: unknown): Subject {
  if (typeof word === 'string') {
    return { file: word };
  }
  if (typeof word !== 'object' || word === null) {
    return {};
  }
  if ('row' in word) {
    return (word.row as TreeRow).subject;
  }
  return isUri(word) ? { file: word.toString() } : idsIn(word as Readonly<Record<string, unknown>>);
}

function isUri(word: object): boolean {
  return 'scheme' in word && 'path' in word;
}

/** Only what has the form of an id is taken over. */
function idsIn(word: Readonly<Record<string, unknown>>): Subject {
  const texts = textKeys.filter((key) => typeof word[key] === 'string').map((key) => [key, word[key]]);
  const version = word['version'];
  return { ...Object.fromEntries(texts), ...(typeof version === 'number' && { version }) };
}
