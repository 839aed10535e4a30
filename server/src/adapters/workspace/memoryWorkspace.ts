import picomatch from 'picomatch';
import { AppError } from '#protocol/errors';
import type { DirectoryEntry, FileState, FileWrite, PathFact, Workspace } from '../../runtime/ports';
import { pathTextProblem, protectionOf } from './pathText';
import { sha256Of } from './readState';
import { stale } from './stagedWrite';

/** A slot in memory that keeps the same promises, but has no symlinks; `set` is what a person does with an editor. */
export interface MemoryWorkspace extends Workspace {
  /** Writes or (with `null`) deletes a file, unchecked. */
  set(path: string, content: string | Uint8Array | null, mode?: number): void;
  /** Every file, in order of path. */
  paths(): readonly string[];
}

/** The twin of the real workspace for tests. */
export function memoryWorkspace(files: Readonly<Record<string, string | Uint8Array>> = {}): MemoryWorkspace {
  const states = new Map<string, FileState>();
  const set: MemoryWorkspace['set'] = (path, content, mode = 0o644) => {
    if (content === null) states.delete(path);
    else
      states.set(
        path,
        stateOf(typeof content === 'string' ? new TextEncoder().encode(content) : content, mode),
      );
  };
  for (const [path, content] of Object.entries(files)) set(path, content);
  const paths = (): string[] => [...states.keys()].sort();
  return {
    root: '/memory',
    set,
    paths,
    fact: async (path) => factOf(states, path),
    stamp: (path) => states.get(path)?.sha256 ?? null,
    read: async (path) => states.get(insidePath(states, path)),
    list: async (path) => entriesOf(states, insidePath(states, path)),
    find: async (globs, limit) => {
      const isMatch = picomatch([...globs], { dot: true });
      const isHidden = (path: string): boolean => /(?:^|\/)\.(?:git|holdpoint)\//.test(path);
      return paths()
        .filter((path) => !isHidden(path) && isMatch(path))
        .slice(0, limit);
    },
    apply: async (writes) => applyTo(states, writes),
    sweep: async () => undefined,
  };
}

type States = Map<string, FileState>;

function stateOf(bytes: Uint8Array, mode: number): FileState {
  return { bytes, mode, sha256: sha256Of(bytes) };
}

function factOf(states: States, given: string): PathFact {
  const relative = relativeOf(given);
  const fact = { given, relative: relative ?? given, inside: relative !== null, symlink: false };
  if (relative === null) return { ...fact, protected: null, kind: 'missing' };
  return {
    ...fact,
    protected: protectionOf(relative) ?? protectionOf(given),
    kind: kindOf(states, relative),
  };
}

function relativeOf(given: string): string | null {
  if (pathTextProblem(given) !== null) return null;
  if (given === '/memory') return '.';
  const rest = given.startsWith('/memory/') ? given.slice('/memory/'.length) : given;
  if (rest.startsWith('/')) return null;
  const parts: string[] = [];
  for (const part of rest.split('/')) {
    if (part === '..' && parts.pop() === undefined) return null;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

function kindOf(states: States, relative: string): PathFact['kind'] {
  if (states.has(relative)) return 'file';
  const isDirectory = relative === '.' || [...states.keys()].some((path) => path.startsWith(`${relative}/`));
  return isDirectory ? 'directory' : 'missing';
}

function insidePath(states: States, path: string): string {
  const fact = factOf(states, path);
  if (!fact.inside) throw new AppError('DENIED', `${path}: leads outside the workspace`, { path });
  return fact.relative;
}

function entriesOf(states: States, relative: string): DirectoryEntry[] {
  if (kindOf(states, relative) !== 'directory') {
    throw new AppError('NOT_FOUND', `${relative}: there is no such directory`, { path: relative });
  }
  const prefix = relative === '.' ? '' : `${relative}/`;
  const entries = new Map<string, DirectoryEntry>();
  for (const [path, { bytes }] of [...states].sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (!path.startsWith(prefix)) continue;
    const [name = '', ...below] = path.slice(prefix.length).split('/');
    if (below.length > 0) entries.set(name, { name, kind: 'directory', size: 0 });
    else entries.set(name, { name, kind: 'file', size: bytes.length });
  }
  return [...entries.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

function applyTo(states: States, writes: readonly FileWrite[]): void {
  const targets = writes.map((write) => ({ write, path: writablePath(states, write.path) }));
  const twice = targets.find(
    ({ path }, index) => targets.findIndex((other) => other.path === path) !== index,
  );
  if (twice)
    throw new AppError('BAD_REQUEST', `${twice.path} is written twice at once`, { path: twice.path });
  const differing = targets
    .map(({ write, path }) => ({
      path,
      expected: write.before_sha256,
      actual: states.get(path)?.sha256 ?? null,
    }))
    .filter(({ expected, actual }) => expected !== actual);
  if (differing.length > 0) throw stale(differing);
  for (const { write, path } of targets) {
    if (write.after === null) states.delete(path);
    else states.set(path, stateOf(write.after, write.mode ?? states.get(path)?.mode ?? 0o644));
  }
}

function writablePath(states: States, path: string): string {
  const fact = factOf(states, path);
  const refuse = (why: string): AppError => new AppError('DENIED', `${path}: ${why}`, { path });
  if (!fact.inside) throw refuse('leads outside the workspace');
  if (fact.protected !== null) throw refuse('steps never write there');
  if (fact.kind === 'directory') throw refuse('is not a regular file');
  return fact.relative;
}
