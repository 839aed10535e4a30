import { appendFile, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunGit } from '../gitProcess';

/** So many packs of ours become one. */
const joinedAtOnce = 8;
/** What is joined is at most this much; packs that are larger stay as they are. */
const mostBytes = 2 * 1024 * 1024;

/** Versions of larger files are not compared with one another. */
const settings = ['-c', 'core.bigFileThreshold=1m'];
const argv = [...settings, 'pack-objects', '--stdin-packs', '--delta-base-offset', '--quiet'];

/**
 * Joins the packs of earlier snapshots, which `list` names, once there are some: what one has in common with the next,
 * nearly every tree for the most part, is then stored once. Only packs that we made are touched, none while git itself
 * keeps house or keeps an index over packs; the joined one is durable before any goes.
 */
export async function joinPacks(git: RunGit, list: string): Promise<void> {
  const named = namesIn(await readFile(list, 'utf8'));
  if (named.length < joinedAtOnce) return;
  try {
    await joinNamed(git, list, named);
  } catch {
    // A file in use, the rights of somebody else, git itself: the snapshot is whole without, and the next one tries again.
  }
}

/** Where git adds the name of each pack that it makes of a snapshot; undefined where this person may not write it. */
export async function packList(objects: string): Promise<string | undefined> {
  const list = join(objects, 'info', 'holdpoint-packs');
  try {
    await mkdir(dirname(list), { recursive: true });
    await appendFile(list, '');
    return list;
  } catch {
    // In a repository of several people it may be another one's: packs then stay as they are.
    return undefined;
  }
}

function namesIn(text: string): readonly string[] {
  const found = text.matchAll(/\b(?<name>pack-[0-9a-f]+)\.pack:/gu);
  return [...new Set(Array.from(found, ({ groups }) => groups?.['name'] ?? ''))];
}

async function joinNamed(git: RunGit, list: string, named: readonly string[]): Promise<void> {
  const objects = dirname(dirname(list));
  const packs = join(objects, 'pack');
  const isBusy = [join(dirname(objects), 'gc.pid'), join(packs, 'multi-pack-index')].map(sizeOf);
  if ((await Promise.all(isBusy)).some((size) => size !== undefined)) return;
  const small = await smallOnes(packs, named);
  const joined = small.length < 2 ? undefined : await joinedName(git, packs, small);
  const left = joined === undefined ? small.slice(0, 1) : [joined];
  const fresh = `${list}.${process.pid}`;
  await writeFile(fresh, left.map((name) => `${name}.pack:\n`).join(''));
  await rename(fresh, list);
  if (joined === undefined) return;
  await syncDirectory(packs);
  for (const name of small) if (name !== joined) await removePack(join(packs, name));
}

/** The packs that are still there and small enough, the smallest first. */
async function smallOnes(packs: string, names: readonly string[]): Promise<readonly string[]> {
  const sizes = await Promise.all(
    names.map(async (name) => {
      const [size, index, keep] = await Promise.all(
        ['.pack', '.idx', '.keep'].map((end) => sizeOf(join(packs, name + end))),
      );
      return { name, size: index === undefined || keep !== undefined ? undefined : size };
    }),
  );
  let room = mostBytes;
  return sizes
    .flatMap(({ name, size }) => (size === undefined ? [] : [{ name, size }]))
    .sort((a, b) => a.size - b.size)
    .filter(({ size }) => {
      room -= size;
      return room >= 0;
    })
    .map(({ name }) => name);
}

/** Undefined where git cannot: an old one, or a pack that went away meanwhile. */
async function joinedName(git: RunGit, packs: string, names: readonly string[]): Promise<string | undefined> {
  const input = names.map((name) => `${name}.pack\n`).join('');
  const { stdout, exitCode } = await git([...argv, join(packs, 'pack')], { input, accept: [128, 129] });
  return exitCode === 0 ? `pack-${stdout.toString('utf8').trim()}` : undefined;
}

/** In the order in which git itself does it: what is not listed is not looked for. What cannot go is there twice. */
async function removePack(pack: string): Promise<void> {
  for (const end of ['.idx', '.pack', '.rev']) await rm(pack + end, { force: true });
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
