import { deepStrictEqual, ok } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makePackage } from '../support/makePackage';
import { zipEntries } from './zipEntries';

const expected = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/client/extension.mjs',
  'extension/dist/media/change/main.css',
  'extension/dist/media/change/main.js',
  'extension/dist/media/codicons/codicon.css',
  'extension/dist/media/codicons/codicon.ttf',
  'extension/dist/media/compare/main.css',
  'extension/dist/media/compare/main.js',
  'extension/dist/media/plan/main.css',
  'extension/dist/media/plan/main.js',
  'extension/dist/media/query/main.css',
  'extension/dist/media/query/main.js',
  'extension/dist/media/report/main.css',
  'extension/dist/media/report/main.js',
  'extension/dist/media/trace/main.css',
  'extension/dist/media/trace/main.js',
  'extension/dist/server/cli.cjs',
  'extension/dist/server/commands.mjs',
  'extension/dist/server/main.mjs',
  'extension/dist/server/queryWorker.cjs',
  'extension/dist/server/sql-wasm.wasm',
  'extension/dist/server/storeWorker.cjs',
  'extension/docs/examples/cart/CHANGELOG.md',
  'extension/docs/examples/cart/README.md',
  'extension/docs/examples/cart/package.json',
  'extension/docs/examples/cart/src/cart.mjs',
  'extension/docs/examples/cart/src/price.mjs',
  'extension/docs/examples/cart/test/cart.test.mjs',
  'extension/docs/examples/volumeDiscount.ja.plan.yaml',
  'extension/docs/examples/volumeDiscount.plan.yaml',
  'extension/media/icons/holdpoint.svg',
  'extension/media/l10n/bundle.l10n.ja.json',
  'extension/media/syntaxes/traceql.configuration.json',
  'extension/media/syntaxes/traceql.tmLanguage.json',
  'extension/media/walkthrough/check.ja.md',
  'extension/media/walkthrough/check.md',
  'extension/media/walkthrough/lookBack.ja.md',
  'extension/media/walkthrough/lookBack.md',
  'extension/media/walkthrough/open.ja.md',
  'extension/media/walkthrough/open.md',
  'extension/media/walkthrough/review.ja.md',
  'extension/media/walkthrough/review.md',
  'extension/media/walkthrough/run.ja.md',
  'extension/media/walkthrough/run.md',
  'extension/package.json',
  'extension/package.nls.ja.json',
  'extension/package.nls.json',
  'extension/readme.md',
];

/** What is loaded when it is needed; named for its content. */
const part = /^extension[/]dist[/](?:client|server)[/]parts[/][A-Za-z]+-[A-Z0-9]{8}[.]mjs$/;

/** The parts of a folder that are imported from its entries on, by name; each must be there. */
function importedParts(folder: string, ...entries: readonly string[]): string[] {
  const found = new Set<string>();
  const follow = (path: string) => {
    const text = readFileSync(path, 'utf8');
    for (const [, name = ''] of text.matchAll(/["'][.](?:[/]parts)?[/]([A-Za-z]+-[A-Z0-9]{8}[.]mjs)["']/g)) {
      if (!found.has(name)) {
        found.add(name);
        follow(join(folder, 'parts', name));
      }
    }
  };
  for (const entry of entries) {
    follow(join(folder, entry));
  }
  return [...found].map((name) => `extension/dist/${basename(folder)}/parts/${name}`);
}

const maxBytes = 2.5 * 1024 * 1024;

describe('the package', function () {
  this.timeout(120_000);
  let stage: string;
  let archive: Buffer;

  before(() => {
    stage = mkdtempSync(join(tmpdir(), 'holdpoint-package-'));
    archive = readFileSync(makePackage(stage));
  });

  after(() => rmSync(stage, { recursive: true, force: true }));

  it('holds exactly what is listed', () => {
    const entries = zipEntries(archive);
    const parts = entries.filter((entry) => part.test(entry));
    deepStrictEqual(entries.filter((entry) => !parts.includes(entry)).sort(), expected);
    const imported = [
      ...importedParts(join(stage, 'dist/client'), 'extension.mjs'),
      ...importedParts(join(stage, 'dist/server'), 'main.mjs', 'commands.mjs'),
    ];
    deepStrictEqual(parts.sort(), imported.sort());
  });

  it('tells in its page what pictures show, since VS Code loads none of a package', () => {
    const page = readFileSync(join(stage, 'dist/readme.md'), 'utf8');
    const alts = [...readFileSync('README.md', 'utf8').matchAll(/<img alt="([^"]*)"/g)].map(([, alt]) => alt);
    ok(alts.length > 0 && alts.every((alt) => page.includes(`*${alt}.*`)), page.slice(0, 2000));
    ok(!/<img|<picture|!\[/.test(page));
  });

  it('weighs at most 2.5 MB', () => {
    ok(archive.length <= maxBytes, `${archive.length} bytes`);
  });
});
