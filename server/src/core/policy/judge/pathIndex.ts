/** What an index by paths knows of its entries: globs of which one must be met, or null; they come in an order that counts. */
export interface Globbed {
  readonly paths: readonly string[] | null;
}

/** Entries by what their globs ask of a path, so that a call looks only at those that may concern it. */
export interface PathIndex<T extends Globbed> {
  /** Lists, each in order, that together hold every entry that one of the paths may meet. */
  concerning(paths: readonly { readonly relative: string }[]): Iterable<readonly T[]>;
}

/** Sorts entries by the literal parts of their globs: the directory they begin with, a name on the way, or the ending. */
export function pathIndex<T extends Globbed>(entries: readonly T[]): PathIndex<T> {
  const always: T[] = [];
  const byKey = new Map<string, T[]>();
  for (const entry of entries) {
    const keys = entry.paths?.map(keysOf) ?? [null];
    if (keys.includes(null)) always.push(entry);
    else for (const key of new Set(keys.flatMap((some) => some ?? []))) listAt(byKey, key).push(entry);
  }
  if (byKey.size === 0) return { concerning: () => [always] };
  return {
    concerning: (paths) => {
      const lists = new Set<readonly T[]>([always]);
      for (const { relative } of paths) addLists(lists, byKey, relative);
      return lists;
    },
  };
}

const isBelow = '/';
const isNamed = '=';
const endsIn = '.';

/** Keys of which a path that meets the glob has one at least; `null` when nothing can be said. */
function keysOf(glob: string): readonly string[] | null {
  const pieces = glob.toLowerCase().split('/');
  const start = pieces.findIndex((piece) => !isLiteral(piece));
  const literal = start < 0 ? pieces.length : start;
  if (literal > 0) return [isBelow + pieces.slice(0, literal).join('/')];
  if (simple.test(glob)) {
    const name = pieces.find(isLiteral);
    if (name !== undefined) return [isNamed + name];
  }
  const [, ending, endings] = extension.exec(glob.toLowerCase()) ?? [];
  return (ending ?? endings)?.split(',').map((one) => endsIn + one) ?? null;
}

/** Whether a piece of a glob stands for itself and nothing else. `.` and `..` may be taken out of a glob. */
function isLiteral(piece: string): boolean {
  return /^[\w@ -][\w@ .-]*$|^\.[\w@-][\w@ .-]*$/.test(piece);
}

/** Globs of names, stars and question marks, in which every piece must be met. */
const simple = /^[\w@ .*?/-]+$/;
/** Globs that end in `*.ext` or `*.{some,others}` and have no other groups. */
const extension = /^[\w@ .*?/-]*\*\.(?:([\w-]+)|\{([\w-]+(?:,[\w-]+)*)\})$/;

function listAt<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const made: T[] = [];
  lists.set(key, made);
  return made;
}

/** Paths are compared in lower case: that finds too many for globs that tell case apart, and never too few. */
function addLists<T>(
  lists: Set<readonly T[]>,
  byKey: ReadonlyMap<string, readonly T[]>,
  relative: string,
): void {
  const path = relative.toLowerCase().replaceAll('\\', '/');
  const add = (key: string) => {
    const found = byKey.get(key);
    if (found !== undefined) lists.add(found);
  };
  let from = 0;
  for (let end = path.indexOf('/'); from <= path.length; end = path.indexOf('/', from)) {
    const to = end < 0 ? path.length : end;
    add(isBelow + path.slice(0, to));
    add(isNamed + path.slice(from, to));
    from = to + 1;
  }
  const dot = path.lastIndexOf('.');
  if (dot >= 0) add(endsIn + path.slice(dot + 1).replace(/\/$/, ''));
}
