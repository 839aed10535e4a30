import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Params, Result } from '#protocol/methods';

/** Which files of which run are written below which folder. */
export interface WantedExports {
  readonly root: string;
  readonly run_id: string;
  readonly kinds: readonly Params<'run/export'>['kind'][];
  readonly locale: 'en' | 'ja';
}

/** How a server is asked for what is derived from a run. */
export type AskForExport = (params: Params<'run/export'>) => Promise<Result<'run/export'>>;

/** Writes what is derived from a run below its folder, each file whole or not at all; answers with their paths. */
export async function writeExports(
  ask: AskForExport,
  { root, run_id, kinds, locale }: WantedExports,
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const kind of kinds) {
    const { folder, files } = await ask({ run_id, kind, locale });
    for (const { path, base64 } of files) {
      const target = join(root, folder, path);
      await makeFolders(root, dirname(target));
      await writeWhole(target, Buffer.from(base64, 'base64'));
      written.push(target);
    }
  }
  return written;
}

/** A link on the way would lead out of the folder: whoever wrote the workspace must not choose where files go. */
async function makeFolders(root: string, folder: string): Promise<void> {
  const names = relative(root, folder).split(sep);
  if (names.includes('..')) {
    throw new Error(`${folder} is not within ${root}`);
  }
  let place = root;
  for (const name of names.filter((one) => one !== '')) {
    place = join(place, name);
    await mkdir(place).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    });
    if (!(await lstat(place)).isDirectory()) {
      throw new Error(`${place} is not a folder of its own`);
    }
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(draft, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
