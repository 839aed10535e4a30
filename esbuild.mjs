// Bundles everything that ships and every test.
//   --watch        rebuild on change
//   --no-tests     leave the tests out
//   --tests=DIR    of the tests only those below test/DIR
//   --production   minified, without source maps: what goes into the package
//   --out=DIR      instead of dist

import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';
import { inOneFile } from './joinEntry.mjs';

const has = (name) => process.argv.includes(`--${name}`);
const optionValue = (name) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);

const out = optionValue('out') ?? 'dist';
const production = has('production');
const testFolder = ['test', optionValue('tests')].filter((part) => part !== undefined).join('/');

const editorSuite = 'test/editor/suite/';
/** What the tests load into an editor beside our extension. */
const standIn = 'test/editor/standIn/extension.ts';

/** Zod brings its messages in every language; ours are made of what it found, so that English is enough. */
const englishZod = {
  name: 'english-zod',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index[.]js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
};

/**
 * Core takes its digests by a library that runs anywhere. What runs on Node has the same hashes beside it, in the
 * machine's own code, which needs nothing to be read, compiled or warm.
 */
const machineHashes = {
  name: 'machine-hashes',
  setup(build) {
    const named = (name) => `export const ${name} = (bytes) => createHash('${name}').update(bytes).digest();`;
    const contents = ["import { createHash } from 'node:crypto';", named('sha1'), named('sha256')].join('\n');
    const filter = /[\\/]@noble[\\/]hashes[\\/](?:legacy|sha2)[.]js$/;
    build.onLoad({ filter }, () => ({ contents, loader: 'js' }));
  },
};

const common = {
  bundle: true,
  plugins: [englishZod],
  sourcemap: !production,
  minify: production,
  target: 'es2023',
  logLevel: 'warning',
  legalComments: production ? 'eof' : 'inline',
};
/**
 * The YAML library for Node asks the environment, which is no plain object there, whether to tell of each word of a text:
 * a third of the time that reading takes. Its other build does not, and leaves out what nobody calls.
 */
const quietYaml = { yaml: './node_modules/yaml/browser/index.js' };
const node = {
  ...common,
  plugins: [englishZod, machineHashes],
  platform: 'node',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  alias: quietYaml,
};
/** Several files that share their parts and load what a call needs when it needs it. */
const inParts = {
  ...node,
  format: 'esm',
  splitting: true,
  minifySyntax: true,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'parts/[name]-[hash]',
  // Packages in the older form of modules ask by `require` for Node's own parts and for the editor, and where they lie.
  banner: {
    js: [
      "import { createRequire as requireFrom } from 'node:module';",
      'const require = (name) => process.getBuiltinModule(name) ?? requireFrom(import.meta.url)(name);',
      'const __dirname = import.meta.dirname;',
    ].join('\n'),
  },
};

/** Tests, the programs that tests start, and the benchmark. */
function testEntries() {
  return readdirSync(testFolder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${testFolder}/${path}`.replaceAll('\\', '/'))
    .filter((path) => !path.startsWith(editorSuite))
    .filter((path) => /[.](test|child)[.]ts$|^test\/bench\/bench[.]ts$/.test(path));
}

/** What is loaded inside the editor: each file of tests, and what runs them. */
function suiteEntries() {
  return readdirSync(editorSuite, { recursive: true, encoding: 'utf8' })
    .map((path) => `${editorSuite}${path}`.replaceAll('\\', '/'))
    .filter((path) => /[.]test[.]ts$|[/](runSuite|measureHost)[.]ts$/.test(path));
}

/** The tests that run inside the editor's own process, as VS Code loads them. */
const editorSuiteBuild = {
  ...node,
  external: ['vscode', 'mocha'],
  entryPoints: [...suiteEntries(), standIn],
  outbase: 'test',
  outdir: `${out}/test`,
};

const present = (paths) => paths.filter((path) => existsSync(path));

/** What starts with one file: the command line's first look at its words, and the threads. */
const serverEntries = present(['cli', 'storeWorker', 'queryWorker'].map((name) => `server/src/${name}.ts`));
/**
 * Discord's library brings an HTTP client of its own for Node; its other build uses `fetch`, which Node has. All of it is
 * taken in the older form of modules: the newer form of one part declares `__dirname` where we do, and both forms of
 * the others would weigh twice.
 */
const discordLibrary = {
  '@discordjs/core': './node_modules/@discordjs/core/dist/index.js',
  '@discordjs/rest': './node_modules/@discordjs/rest/dist/web.js',
  '@discordjs/ws': './node_modules/@discordjs/ws/dist/index.js',
};
/** No native parts: WebSocket frames are masked and checked in JavaScript. */
const ownFrames = { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' };
/** The command line and the server share most of their parts, and load what a call needs when it needs it. */
const sharedServerBuild = {
  ...inParts,
  entryPoints: present(['main', 'commands'].map((name) => `server/src/${name}.ts`)),
  outdir: `${out}/server`,
  chunkNames: 'parts/[name]-[hash]',
  // Packages in the older form of modules ask for Node's own parts by `require`, and where they lie.
  alias: { ...quietYaml, ...discordLibrary },
  define: ownFrames,
  external: ['zlib-sync'],
  banner: { js: 'const require = process.getBuiltinModule, __dirname = import.meta.dirname;' },
};
/** The webviews: each a folder of media/ with a script and a style sheet of its own. */
const viewEntries = present(
  ['plan', 'change', 'trace', 'report', 'query', 'compare'].flatMap((view) => [
    `media/${view}/main.ts`,
    `media/${view}/main.css`,
  ]),
);
const viewBuild = {
  ...common,
  platform: 'browser',
  format: 'iife',
  target: ['chrome128'],
  define: { 'process.env.NODE_ENV': '"production"' },
  // Icons are loaded once, from a style sheet of their own.
  external: ['*.ttf'],
  entryPoints: viewEntries,
  outbase: 'media',
  outdir: `${out}/media`,
};

const productBuilds = [
  {
    ...inParts,
    plugins: [...inParts.plugins, inOneFile],
    external: ['vscode'],
    entryPoints: present(['client/src/extension.ts']),
    outdir: `${out}/client`,
  },
  ...(viewEntries.length === 0 ? [] : [viewBuild]),
  sharedServerBuild,
  // One build each, so that one that fails keeps no other from being built.
  ...serverEntries.map((entry) => ({
    ...node,
    minifySyntax: true,
    external: ['./commands.mjs'],
    entryPoints: [entry],
    outdir: `${out}/server`,
  })),
];
/** Our own parts only, in the newer form of modules. */
const testModules = {
  ...node,
  packages: 'external',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  outbase: 'test',
  outdir: `${out}/test`,
};
/** One process loads hundreds of tests: what several of them use is built, loaded and compiled once. */
const testBuild = {
  ...testModules,
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  entryPoints: testEntries().filter((path) => path.endsWith('.test.ts')),
};
/** What runs in a process of its own starts sooner from one file. */
const programBuild = {
  ...testModules,
  entryPoints: testEntries().filter((path) => !path.endsWith('.test.ts')),
};

if (production) {
  // Nothing left over from an earlier build may ship.
  await Promise.all(
    ['client', 'server', 'media'].map((name) => rm(`${out}/${name}`, { recursive: true, force: true })),
  );
} else if (testFolder === 'test' && !has('no-tests')) {
  // Parts are named by what is in them: those of earlier builds would stay.
  await rm(`${out}/test/parts`, { recursive: true, force: true });
}
await mkdir(`${out}/server`, { recursive: true });

/** Whether a build ended well; esbuild itself has said what is wrong. */
async function succeeds(options) {
  try {
    await (has('watch') ? esbuild.context(options).then((made) => made.watch()) : esbuild.build(options));
    return true;
  } catch {
    return false;
  }
}

const product = await Promise.all(productBuilds.map(succeeds));
const needsEditor = ['test/editor', 'test/bench'].some((folder) => folder.startsWith(testFolder));
const testBuilds = [testBuild, programBuild, ...(needsEditor ? [editorSuiteBuild] : [])];
const tests = has('no-tests')
  ? true
  : (await Promise.all(testBuilds.map(succeeds))).every((isGood) => isGood);
await copyFile('node_modules/sql.js/dist/sql-wasm.wasm', `${out}/server/sql-wasm.wasm`);
await mkdir(`${out}/media/codicons`, { recursive: true });
for (const file of ['codicon.css', 'codicon.ttf']) {
  await copyFile(`node_modules/@vscode/codicons/dist/${file}`, `${out}/media/codicons/${file}`);
}

if (production) {
  // VS Code's page of an extension loads no picture from within the package: what each shows is told instead.
  const text = await readFile('README.md', 'utf8');
  const told = text.replaceAll(/<picture>.*?alt="([^"]*)".*?<[/]picture>/gs, '*$1.*');
  await writeFile(`${out}/readme.md`, told);
}

// Whoever asks for some tests alone may run them beside a product that does not build at the moment: its bundles
// are then as they were.
const isPartial = optionValue('tests') !== undefined;
process.exitCode = tests && (isPartial || product.every((isGood) => isGood)) ? 0 : 1;
