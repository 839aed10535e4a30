import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentStore, Snapshot } from '../../../runtime/ports';
import { largestFile } from './worktreeChanges';

/** Never walked, and not listed either. */
const skipped = new Set(['.git', '.holdpoint']);

/** Files stored at the same time. */
const atOnce = 16;

/** Records a slot without git in the content store: sha256 and mode by path. Nested repositories and installed packages are left out, listed. */
export async function plainSnapshot(directory: string, content: ContentStore): Promise<Snapshot> {
  const found: Found = { files: [], leftOut: [] };
  await walk(directory, '', found);
  const manifest: Record<string, { sha256: string; mode: number }> = {};
  let bytes = 0;
  for (let at = 0; at < found.files.length; at += atOnce) {
    const some = found.files.slice(at, at + atOnce);
    const stored = await Promise.all(some.map(({ path }) => storeFile(content, join(directory, path))));
    for (const [index, { path, mode }] of some.entries()) {
      const file = stored[index];
      if (file === undefined) continue;
      manifest[path] = { sha256: file.sha256, mode };
      bytes += file.size;
    }
  }
  const files = Object.keys(manifest).length;
  const left_out = found.leftOut.sort();
  return {
    git_ref: null,
    commit_sha: null,
    tree_sha: null,
    head_sha: null,
    left_out,
    files,
    bytes,
    manifest,
  };
}

interface Found {
  readonly files: { readonly path: string; readonly mode: number }[];
  readonly leftOut: string[];
}

async function walk(directory: string, relative: string, found: Found): Promise<void> {
  const entries = await readdir(join(directory, relative), { withFileTypes: true });
  if (relative !== '' && entries.some((entry) => entry.name === '.git')) {
    found.leftOut.push(`${relative}/`);
    return;
  }
  for (const entry of entries) {
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (entry.name === 'node_modules') found.leftOut.push(`${path}/`);
    else if (entry.isFile()) await addFile(directory, path, found);
    else if (entry.isDirectory() && !skipped.has(entry.name)) await walk(directory, path, found);
  }
}

async function addFile(directory: string, path: string, found: Found): Promise<void> {
  const entry = await lstat(join(directory, path)).catch(() => undefined);
  if (!entry) return;
  if (entry.size > largestFile) found.leftOut.push(path);
  else found.files.push({ path, mode: entry.mode & 0o777 });
}

/** A file that went away meanwhile is not part of the snapshot. */
async function storeFile(
  content: ContentStore,
  file: string,
): Promise<{ readonly sha256: string; readonly size: number } | undefined> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  return bytes && { sha256: await content.put(new Uint8Array(bytes)), size: bytes.length };
}
