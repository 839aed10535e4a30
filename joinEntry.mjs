import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import * as esbuild from 'esbuild';

/**
 * Joins what an entry needs at once to one file: the editor asks a thread of its own where each import of each file leads.
 * The parts that are loaded later get from the entry what they have in common with it, so that nothing exists twice.
 */
export const inOneFile = {
  name: 'in-one-file',
  setup(build) {
    // Who watches leaves out what has not changed since it wrote it; here it is written over.
    Object.assign(build.initialOptions, { metafile: true, write: false });
    build.onEnd(async ({ errors, metafile, outputFiles }) => {
      if (errors.length === 0) {
        await writeAll(outputFiles);
        await joinEntry(build.initialOptions, metafile.outputs);
      }
    });
  },
};

async function writeAll(files) {
  for (const { path, contents } of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  }
}

async function joinEntry(options, outputs) {
  const entry = Object.keys(outputs).find((path) => outputs[path].entryPoint === options.entryPoints[0]);
  const folder = dirname(entry);
  const joined = [entry];
  for (const path of joined) {
    const needed = outputs[path].imports.filter(
      ({ kind, external }) => kind === 'import-statement' && !external,
    );
    joined.push(...needed.map((one) => one.path).filter((one) => !joined.includes(one)));
  }
  const chunks = joined.slice(1).map((path, index) => ({
    path,
    names: outputs[path].exports.map((name) => ({ name, outside: `part${index}_${name}` })),
  }));
  await esbuild.build({
    ...options,
    entryPoints: undefined,
    stdin: { contents: exportAll(folder, entry, chunks), resolveDir: resolve(folder) },
    banner: {},
    splitting: false,
    metafile: false,
    write: true,
    outdir: undefined,
    outfile: entry,
    allowOverwrite: true,
    plugins: [leaveOthers(folder, new Set(joined.map((path) => resolve(path))))],
  });
  for (const { path, names } of chunks) {
    const again = names.map(({ name, outside }) => `${outside} as ${name}`);
    await writeFile(path, `export { ${again} } from '${relative(dirname(path), entry)}';\n`);
    await rm(`${path}.map`, { force: true });
  }
}

/** A file that exports what the entry does and, under names of their own, what later parts want of its chunks. */
function exportAll(folder, entry, chunks) {
  return [
    `export * from './${relative(folder, entry)}';`,
    ...chunks.map(({ path, names }) => {
      const exported = names.map(({ name, outside }) => `${name} as ${outside}`);
      return `export { ${exported} } from './${relative(folder, path)}';`;
    }),
  ].join('\n');
}

/** Takes in the files that are joined; all others stay where they are. */
function leaveOthers(folder, joined) {
  return {
    name: 'leave-others',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^[.]/ }, ({ path, resolveDir, kind }) => {
        const found = resolve(resolveDir, path);
        return kind === 'import-statement' && joined.has(found)
          ? { path: found }
          : { path: `./${relative(folder, found)}`, external: true };
      }),
  };
}
