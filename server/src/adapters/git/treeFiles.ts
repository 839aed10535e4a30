import { createHash } from 'node:crypto';
import { type RunGit, zeroSeparated } from './gitProcess';

/** A file as a snapshot holds it. */
export interface RecordedFile {
  readonly sha256: string;
  readonly mode: number;
}

interface TreeEntry {
  readonly path: string;
  readonly mode: number;
  readonly name: string;
  readonly size: number;
}

/** Bytes asked of git in one call. */
const batchBytes = 32 * 1024 * 1024;

/**
 * The regular files of a tree below `prefix`, with the sha256 of their contents; symlinks and submodules are left out,
 * for steps never write them. `known` remembers hashes by object name from call to call.
 */
export async function treeFiles(
  git: RunGit,
  tree: string,
  prefix: string,
  known: Map<string, string>,
): Promise<Record<string, RecordedFile>> {
  const entries = await entriesOf(git, tree, prefix, null);
  const wanted = entries.filter((entry) => !known.has(entry.name));
  for (const batch of batches(wanted)) await hashBatch(git, batch, known);
  return Object.fromEntries(
    entries.map(({ path, mode, name }) => [path, { sha256: known.get(name) ?? '', mode }] as const),
  );
}

/** The bytes of one regular file of a tree. */
export async function treeFile(
  git: RunGit,
  tree: string,
  prefix: string,
  path: string,
): Promise<Uint8Array | undefined> {
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) return undefined;
  const [entry] = (await entriesOf(git, tree, prefix, path)).filter((found) => found.path === path);
  if (!entry) return undefined;
  return new Uint8Array((await git(['cat-file', 'blob', entry.name])).stdout);
}

async function entriesOf(
  git: RunGit,
  tree: string,
  prefix: string,
  path: string | null,
): Promise<TreeEntry[]> {
  const only = path === null ? prefix : prefix + path;
  const limit = only === '' ? [] : ['--', only];
  const answer = await git(['ls-tree', '-r', '-l', '-z', '--full-tree', tree, ...limit]);
  return zeroSeparated(answer.stdout).flatMap((line) => {
    const match = /^100(\d{3}) blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line);
    const [, mode = '', name = '', size = '', full = ''] = match ?? [];
    const entry = {
      path: full.slice(prefix.length),
      mode: Number.parseInt(mode, 8),
      name,
      size: Number(size),
    };
    return match ? [entry] : [];
  });
}

function* batches(entries: readonly TreeEntry[]): Generator<TreeEntry[]> {
  let batch: TreeEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    batch.push(entry);
    bytes += entry.size;
    if (bytes < batchBytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** `cat-file --batch` answers `<name> blob <size>\n<bytes>\n` for each name asked. */
async function hashBatch(
  git: RunGit,
  batch: readonly TreeEntry[],
  known: Map<string, string>,
): Promise<void> {
  const input = batch.map((entry) => `${entry.name}\n`).join('');
  const { stdout } = await git(['cat-file', '--batch'], { input });
  let at = 0;
  for (const { name, size } of batch) {
    const start = stdout.indexOf(10, at) + 1;
    const bytes = stdout.subarray(start, start + size);
    known.set(name, createHash('sha256').update(bytes).digest('hex'));
    at = start + size + 1;
  }
}
