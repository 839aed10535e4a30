import { deepStrictEqual, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles } from '../repository';
import { readManifest, wordsIn } from './manifest';

const maxBytes = 150 * 1024;

/** A picture in a document: where it lies, and what it says to whoever cannot see it. */
interface Picture {
  readonly path: string;
  readonly alt: string;
}

function picturesOf(document: string): readonly Picture[] {
  const text = readFileSync(document, 'utf8');
  const markdown = [...text.matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, alt = '', path = '']) => ({
    alt,
    path,
  }));
  const html = [...text.matchAll(/<picture>([\s\S]*?)<\/picture>/g)].flatMap(([, inside = '']) => {
    const [, alt = ''] = /\balt="([^"]*)"/.exec(inside) ?? [];
    return [...inside.matchAll(/\bsrc(?:set)?="([^"]+)"/g)].map(([, path = '']) => ({ alt, path }));
  });
  return [...markdown, ...html].map(({ alt, path }) => ({ alt, path: join(document, '..', path) }));
}

describe('the guide to the editor', () => {
  for (const [path, language] of [
    ['docs/userGuide.md', 'en'],
    ['docs/userGuide.ja.md', 'ja'],
  ] as const) {
    const guide = readFileSync(path, 'utf8');
    const words = wordsIn(language);
    const { contributes } = readManifest();

    it(`${path} names every command of the palette and of the menus`, () => {
      const left = contributes.commands
        .map(({ title }) => words(title))
        .filter((title) => !guide.includes(`*${title}*`));
      deepStrictEqual(left, []);
      ok(contributes.commands.length > 0);
    });

    it(`${path} names every view and every setting`, () => {
      const views = contributes.views.holdpoint.map(({ name }) => `*${words(name)}*`);
      const settings = Object.keys(contributes.configuration.properties).map((name) => `\`${name}\``);
      deepStrictEqual(
        [...views, ...settings].filter((name) => !guide.includes(name)),
        [],
      );
    });
  }
});

describe('pictures', () => {
  const documents = repositoryFiles().filter((path) => path.endsWith('.md') && !path.startsWith('test/'));
  const shown = documents.flatMap(picturesOf);

  it('exist where a document shows them, and are told in words', () => {
    deepStrictEqual(
      shown.filter(({ path, alt }) => !existsSync(path) || alt.length < 20),
      [],
    );
    ok(shown.length > 0);
  });

  it('are all shown by some document, and light', () => {
    const files = readdirSync('docs/images').map((name) => join('docs/images', name));
    const used = new Set(shown.map(({ path }) => path));
    deepStrictEqual(
      files.filter((file) => !used.has(file) || statSync(file).size > maxBytes),
      [],
    );
  });
});
