import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { RunGit } from '../gitProcess';
import { emptyTree, type Repository } from '../repository';
import type { BlobNames } from './blobNames';
import type { ChangedFile } from './changedFile';
import { type FoundBlob, readBlobs } from './fileBlobs';
import { joinPacks, packList } from './joinPacks';
import type { WorktreeChanges } from './worktreeChanges';

/** What a snapshot becomes: a commit on HEAD, under a ref that stays, or a tree alone. */
export interface ImportTarget {
  readonly git: RunGit;
  readonly directory: string;
  readonly repository: Repository;
  readonly ref: string | null;
  readonly message: string;
  readonly names: BlobNames;
}

/** The names that git gave. */
export interface ImportedTree {
  readonly tree: string;
  readonly commit: string;
}

/** Under which a tree alone is made; it is gone when git ends. */
const passingRef = 'refs/holdpoint/look';

const settings = [
  '-c',
  'pack.compression=1',
  '-c',
  'fastimport.unpackLimit=1',
  '-c',
  'core.logAllRefUpdates=false',
];
const who = 'committer Holdpoint <holdpoint@localhost> now\n';

/**
 * Stores changed files as they lie on disk, the trees above them, the commit and its ref by one process, in one pack that
 * is durable before the ref names it: one wait for the disk instead of one for each object.
 */
export async function importTree(target: ImportTarget, changes: WorktreeChanges): Promise<ImportedTree> {
  const { git, names, repository } = target;
  const kept: ChangedFile[] = [];
  const list = await packList(repository.objects);
  const named = list === undefined ? [] : [`--export-pack-edges=${list}`];
  const words = ['--quiet', '--done', '--date-format=now', '--depth=0', ...named];
  const argv = [...settings, 'fast-import', ...words];
  const { stdout } = await git(argv, { input: commands(target, changes, kept) });
  const lines = stdout.toString('utf8').split('\n');
  for (const [index, file] of kept.entries()) names.keep(file, lines[index] ?? '');
  if (list !== undefined) await joinPacks(git, list);
  const [, tree] = /^040000 tree ([0-9a-f]+)\t$/m.exec(stdout.toString('utf8')) ?? [];
  return { tree: tree ?? emptyTree[repository.nameLength] ?? '', commit: lines.at(-2) ?? '' };
}

async function* commands(
  target: ImportTarget,
  changes: WorktreeChanges,
  kept: ChangedFile[],
): AsyncGenerator<Uint8Array> {
  const { directory, repository, names, ref, message } = target;
  const files = [...changes.files, ...changes.unchanged];
  const modified: string[] = [];
  const place = (path: string) => quoted(repository.prefix + path);
  const fresh = files.filter((file) => {
    const name = names.nameOf(file);
    if (name !== undefined) modified.push(`M ${file.mode} ${name} ${place(file.path)}\n`);
    return name === undefined;
  });
  for await (const { file, bytes } of readBlobs(directory, fresh)) {
    kept.push(file);
    modified.push(`M ${file.mode} :${kept.length} ${place(file.path)}\n`);
    yield blobCommand(kept.length, bytes);
  }
  const parent = repository.head === null ? '' : `from ${repository.head}\n`;
  const gone = changes.gone.map((path) => `D ${place(path)}\n`);
  const mark = `mark :${kept.length + 1}\n`;
  const text = `commit ${ref ?? passingRef}\n${mark}${who}${data(message)}${parent}${gone.join('')}${modified.join('')}`;
  yield Buffer.from(text);
  for (const path of changes.symlinks) yield symlinkCommand(directory, path, place(path));
  const forget = ref === null ? `reset ${passingRef}\nfrom ${'0'.repeat(repository.nameLength)}\n\n` : '';
  yield Buffer.from(`ls ""\n\n${forget}get-mark :${kept.length + 1}\ndone\n`);
}

/** Answered with the name that git gave the bytes. */
function blobCommand(mark: number, bytes: FoundBlob['bytes']): Uint8Array {
  const head = Buffer.from(`blob\nmark :${mark}\ndata ${bytes.length}\n`);
  return Buffer.concat([head, bytes, Buffer.from(`\nget-mark :${mark}\n`)]);
}

function symlinkCommand(directory: string, path: string, place: string): Uint8Array {
  try {
    const goal = readlinkSync(join(directory, path), { encoding: 'buffer' });
    const head = Buffer.from(`M 120000 inline ${place}\ndata ${goal.length}\n`);
    return Buffer.concat([head, goal, Buffer.from('\n')]);
  } catch {
    // It went away since it was listed.
    return Buffer.from(`D ${place}\n`);
  }
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

/** A path in the quotes that git reads back to the same bytes. */
function quoted(path: string): string {
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${escaped}"`;
}
