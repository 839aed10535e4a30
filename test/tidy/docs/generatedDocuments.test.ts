import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { errorCodes } from '#protocol/errors';
import { generatedDocuments } from './generatedDocuments';

describe('generated documents', () => {
  for (const [path, text] of Object.entries(generatedDocuments)) {
    it(`${path} says what its table says (else: npm run docs)`, () => {
      strictEqual(readFileSync(path, 'utf8'), text());
    });
  }
});

describe('troubleshooting', () => {
  it('has a section for every error code, and for no other', () => {
    const sections = [...readFileSync('docs/troubleshooting.md', 'utf8').matchAll(/^### (.+)$/gm)].map(
      ([, code]) => code,
    );
    deepStrictEqual(sections.toSorted(), Object.keys(errorCodes).toSorted());
  });
});
