import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunDirectories } from '../../runtime/ports';

const runName = /^run-[A-Za-z0-9_-]{1,124}$/;

/** The run directories below `runs/` of a folder. A name that is none of a run is never looked at. */
export function diskRunDirectories(root: string): RunDirectories {
  const folder = join(root, 'runs');
  return {
    names: async () => {
      const entries = await readdir(folder, { withFileTypes: true }).catch(none);
      return (entries ?? [])
        .filter((entry) => entry.isDirectory() && runName.test(entry.name))
        .map(({ name }) => name)
        .sort();
    },
    stamp: async (name) => {
      if (!runName.test(name)) {
        return undefined;
      }
      const files = await readdir(join(folder, name)).catch(none);
      const stamps = (files ?? []).sort().map(async (file) => {
        const found = await stat(join(folder, name, file)).catch(none);
        return found === undefined ? file : `${file} ${found.ino} ${found.size} ${found.mtimeMs}`;
      });
      return files === undefined ? undefined : (await Promise.all(stamps)).join('\n');
    },
    read: async (name, file) =>
      runName.test(name) ? await readFile(join(folder, name, file), 'utf8').catch(none) : undefined,
  };
}

/** The twin in memory: the files of each directory by their names. */
export function memoryRunDirectories(
  directories: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): RunDirectories {
  return {
    names: async () => Object.keys(directories).sort(),
    stamp: async (name) => (directories[name] === undefined ? undefined : JSON.stringify(directories[name])),
    read: async (name, file) => directories[name]?.[file],
  };
}

/** What is not there, or is no file, is left out like any other damage of a directory. */
function none(): undefined {
  return undefined;
}
