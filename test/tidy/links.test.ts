import { deepStrictEqual, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryFiles } from './repository';

const documents = () =>
  repositoryFiles().filter((path) => path.endsWith('.md') && !path.startsWith('test/fixtures/'));

const withoutFences = (text: string) => text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '');

/** Expressions of a table of parameters look like links, too. */
const withoutCode = (text: string) => withoutFences(text).replaceAll(/`[^`\n]*`/g, 'code');

/** The anchors that GitHub makes of a document's headings. */
function anchors(path: string): ReadonlySet<string> {
  const headings = [...withoutFences(readFileSync(path, 'utf8')).matchAll(/^#+ (.*)$/gm)];
  return new Set(
    headings.map(([, text = '']) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function isBroken(document: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? document : join(dirname(document), path);
  return !existsSync(file) || (anchor !== undefined && file.endsWith('.md') && !anchors(file).has(anchor));
}

describe('documents', () => {
  it('link only to what exists', () => {
    const broken = documents().flatMap((document) =>
      [...withoutCode(readFileSync(document, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && isBroken(document, target))
        .map((target) => `${document} → ${target}`),
    );
    deepStrictEqual(broken, []);
    ok(documents().length > 0);
  });

  it('name only files of the project that exist', () => {
    const missing = documents().flatMap((document) =>
      [
        ...readFileSync(document, 'utf8').matchAll(
          /`((client|server|media|test|docs)[/][\w./-]*([.]\w+|[/]))`/g,
        ),
      ]
        .map(([, path = '']) => path)
        .filter((path) => !existsSync(path))
        .map((path) => `${document} → ${path}`),
    );
    deepStrictEqual(missing, []);
  });
});
